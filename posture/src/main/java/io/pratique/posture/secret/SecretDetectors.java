package io.pratique.posture.secret;

import io.pratique.posture.evidence.Redaction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises secrets by their format, by the name they stand under and by how random they look. No
 * regular expressions: it runs over every variable of every task definition.
 */
public final class SecretDetectors {
    private record Shape(String id, String prefix, int length) {}

    /** Prefixes that issuers publish so that scanners find leaked tokens; length is the least. */
    private static final List<Shape> SHAPES =
            List.of(
                    new Shape("aws-access-key", "AKIA", 20),
                    new Shape("aws-access-key", "ASIA", 20),
                    new Shape("github-token", "ghp_", 36),
                    new Shape("github-token", "gho_", 36),
                    new Shape("github-token", "ghs_", 36),
                    new Shape("github-token", "github_pat_", 36),
                    new Shape("gitlab-token", "glpat-", 20),
                    new Shape("slack-token", "xoxb-", 20),
                    new Shape("slack-token", "xoxp-", 20),
                    new Shape("stripe-key", "sk_live_", 20),
                    new Shape("google-api-key", "AIza", 39),
                    new Shape("npm-token", "npm_", 36),
                    new Shape("docker-hub-token", "dckr_pat_", 20),
                    new Shape("json-web-token", "eyJhbGciOi", 40));

    private static final List<String> WORDS =
            List.of(
                    "password",
                    "passwd",
                    "passphrase",
                    "secret",
                    "token",
                    "apikey",
                    "accesskey",
                    "privatekey",
                    "credential",
                    "clientsecret",
                    "connectionstring",
                    "authkey",
                    "encryptionkey",
                    "signingkey");

    /** Names that hold one of the words and are no secret. */
    private static final List<String> HARMLESS_ENDINGS =
            List.of(
                    "file",
                    "path",
                    "dir",
                    "arn",
                    "name",
                    "id",
                    "url",
                    "uri",
                    "endpoint",
                    "ttl",
                    "expiry",
                    "expiration",
                    "timeout",
                    "length",
                    "type",
                    "algorithm",
                    "policy",
                    "enabled",
                    "region",
                    "prefix",
                    "header",
                    "issuer",
                    "audience",
                    "host",
                    "port",
                    "version",
                    "rotation",
                    "count");

    /** Values of documentation and of tests: known to open nothing. */
    private static final Set<String> EXAMPLES =
            Set.of(
                    "akiaiosfodnn7example",
                    "wjalrxutnfemi/k7mdeng/bpxrficyexamplekey",
                    "changeme",
                    "change_me",
                    "change-me",
                    "example",
                    "dummy",
                    "placeholder",
                    "todo",
                    "none",
                    "null",
                    "true",
                    "false",
                    "yes",
                    "no",
                    "0",
                    "1");

    private SecretDetectors() {}

    /**
     * The id of the detector that takes a variable for a secret; empty when none does. A value that
     * was redacted answers with the detector that the collector wrote down.
     */
    public static Optional<String> detect(String name, String value) {
        Optional<Redaction> redacted = Redaction.in(value);
        if (redacted.isPresent()) {
            return redacted.get().detector().equals(Redaction.NONE)
                    ? (secretName(name) ? Optional.of("name") : Optional.empty())
                    : Optional.of(redacted.get().detector());
        }
        String text = value.strip();
        if (text.isEmpty() || isReference(text) || isExample(text)) {
            return Optional.empty();
        }
        Optional<String> shaped = shape(text);
        if (shaped.isPresent()) {
            return shaped;
        }
        return secretName(name) ? Optional.of("name") : Optional.empty();
    }

    /**
     * The id of the detector that finds a secret in a command line or a line of a build; empty when
     * none does. Looks at each word, and at assignments and options inside it.
     */
    public static Optional<String> inText(String text) {
        Optional<Redaction> redacted = Redaction.in(text);
        if (redacted.isPresent() && !redacted.get().detector().equals(Redaction.NONE)) {
            return Optional.of(redacted.get().detector());
        }
        if (text.contains("-----BEGIN") && text.contains("PRIVATE KEY-----")) {
            return Optional.of("private-key");
        }
        String option = "";
        int at = 0;
        int length = text.length();
        while (at < length) {
            while (at < length && isSpace(text.charAt(at))) {
                at++;
            }
            int start = at;
            while (at < length && !isSpace(text.charAt(at))) {
                at++;
            }
            String word = unquoted(text.substring(start, at));
            if (word.isEmpty()) {
                continue;
            }
            int equals = word.indexOf('=');
            Optional<String> hit;
            if (equals > 0) {
                String name = word.substring(0, equals);
                String value = unquoted(word.substring(equals + 1));
                hit = detect(name, value);
                option = "";
            } else {
                hit =
                        option.isEmpty() || word.startsWith("-")
                                ? shapeOf(word)
                                : detect(option, word);
                option = word.startsWith("--") && secretName(word) ? word : "";
            }
            if (hit.isPresent()) {
                return hit;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> shapeOf(String word) {
        return isExample(word) ? Optional.empty() : shape(word);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == '|' || c == '&';
    }

    /** Without quotes, and without the punctuation that ends lines of history. */
    private static String unquoted(String word) {
        int start = 0;
        int end = word.length();
        while (start < end && "\"'([{".indexOf(word.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "\"')]},:\\".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        return word.substring(start, end);
    }

    private static Optional<String> shape(String value) {
        for (Shape shape : SHAPES) {
            if (value.length() >= shape.length && value.startsWith(shape.prefix)) {
                return Optional.of(shape.id);
            }
        }
        if (value.startsWith("-----BEGIN") && value.contains("PRIVATE KEY")) {
            return Optional.of("private-key");
        }
        if (credentialsInUrl(value)) {
            return Optional.of("url-password");
        }
        return random(value) ? Optional.of("entropy") : Optional.empty();
    }

    /** {@code scheme://user:password@host}, where the password is no reference. */
    private static boolean credentialsInUrl(String value) {
        int scheme = value.indexOf("://");
        if (scheme <= 0) {
            return false;
        }
        int slash = value.indexOf('/', scheme + 3);
        int at = value.lastIndexOf('@', slash < 0 ? value.length() : slash);
        int colon = value.indexOf(':', scheme + 3);
        return at > 0
                && colon > 0
                && colon < at - 1
                && value.charAt(colon + 1) != '$'
                && !isExample(value.substring(colon + 1, at));
    }

    /**
     * 40 characters or more of base64 with letters of both cases and digits, and at least 4.3 bits
     * a character: the AWS secret key and its kin. Hexadecimal digests stay below.
     */
    private static boolean random(String value) {
        int length = value.length();
        if (length < 40 || length > 512) {
            return false;
        }
        int[] counts = new int[128];
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            boolean base64 =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || c == '+'
                            || c == '/'
                            || c == '='
                            || c == '-'
                            || c == '_';
            if (!base64) {
                return false;
            }
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            digit |= c >= '0' && c <= '9';
            counts[c]++;
        }
        if (!(upper && lower && digit)) {
            return false;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / length;
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits >= 4.3;
    }

    /** True for a name under which a secret usually stands. */
    public static boolean secretName(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                letters.append(Character.toLowerCase(c));
            }
        }
        String plain = letters.toString();
        boolean holds = plain.equals("pwd") && !name.equals("PWD") || plain.endsWith("pass");
        for (String word : WORDS) {
            holds |= plain.contains(word);
        }
        if (!holds) {
            return false;
        }
        for (String ending : HARMLESS_ENDINGS) {
            if (plain.endsWith(ending)) {
                return false;
            }
        }
        return true;
    }

    /** A value that names where the secret is, and is none itself. */
    private static boolean isReference(String value) {
        return value.startsWith("$")
                || value.startsWith("{{")
                || value.startsWith("arn:")
                || value.startsWith("/run/secrets/")
                || value.startsWith("<");
    }

    private static boolean isExample(String value) {
        String plain = value.toLowerCase(Locale.ROOT);
        return EXAMPLES.contains(plain) || stars(plain);
    }

    private static boolean stars(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) != '*' && value.charAt(i) != 'x') {
                return false;
            }
        }
        return true;
    }
}
