package io.pratique.images;

import io.pratique.model.SecretShapes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds secrets in files of layers, by names and by the shapes of content. Gives the names of
 * detectors only: no byte of a secret leaves this class. Not for several threads.
 */
final class SecretScanner {
    private static final class Token {
        private final byte[] prefix;
        private final int length;
        private final String name;

        Token(byte[] prefix, int length, String name) {
            this.prefix = prefix;
            this.length = length;
            this.name = name;
        }
    }

    /** Names of files that hold nothing but secrets. */
    private static final Set<String> NAMES =
            Set.of(
                    "id_rsa",
                    "id_dsa",
                    "id_ecdsa",
                    "id_ed25519",
                    ".pgpass",
                    ".netrc",
                    "_netrc",
                    ".git-credentials",
                    ".htpasswd",
                    ".dockercfg",
                    ".vault-token",
                    "terraform.tfstate",
                    "application_default_credentials.json");

    private static final List<String> PATHS =
            List.of(
                    ".aws/credentials",
                    ".docker/config.json",
                    ".kube/config",
                    ".azure/accessTokens.json",
                    ".config/gcloud/credentials.db",
                    ".gem/credentials",
                    ".cargo/credentials",
                    ".cargo/credentials.toml");

    private static final List<String> ENDINGS =
            List.of(".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".ovpn");

    private static final byte[] KEY = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);

    /** By the first two bytes of a shape: a look at each byte must cost next to nothing. */
    private final boolean[] starts = new boolean[1 << 16];

    private final List<Token> tokens = new ArrayList<>();

    SecretScanner() {
        for (SecretShapes.Shape shape : SecretShapes.shapes()) {
            if (!shape.prefix().startsWith("-")) {
                byte[] prefix = shape.prefix().getBytes(StandardCharsets.US_ASCII);
                tokens.add(new Token(prefix, shape.length(), shape.name()));
                starts[(prefix[0] & 0xFF) << 8 | prefix[1] & 0xFF] = true;
            }
        }
        starts['-' << 8 | '-'] = true;
    }

    /** The detector that a path alone sets off; empty when none. */
    static String byName(String path) {
        String base = LayerPath.base(path);
        if (NAMES.contains(base)) {
            return "file name " + base;
        }
        for (String end : PATHS) {
            if (path.equals(end) || path.endsWith("/" + end)) {
                return "file name " + end;
            }
        }
        String lower = base.toLowerCase(Locale.ROOT);
        for (String ending : ENDINGS) {
            // The trust store of a Java runtime is public.
            if (lower.endsWith(ending) && !path.contains("/security/")) {
                return "file name *" + ending;
            }
        }
        return "";
    }

    /** The detectors that the content sets off. */
    List<String> byContent(byte[] data, int length) {
        int probe = Math.min(length, 1024);
        for (int i = 0; i < probe; i++) {
            if (data[i] == 0) {
                return List.of();
            }
        }
        Set<String> found = new TreeSet<>();
        boolean[] start = starts;
        int pair = length > 0 ? data[0] & 0xFF : 0;
        for (int i = 1; i < length; i++) {
            pair = (pair << 8 | data[i] & 0xFF) & 0xFFFF;
            if (start[pair] && (i == 1 || !part(data[i - 2]))) {
                at(data, i - 1, length, found);
            }
        }
        return List.copyOf(found);
    }

    private void at(byte[] data, int at, int length, Set<String> found) {
        if (data[at] == '-') {
            if (starts(data, at, length, KEY) && privateKey(data, at, length)) {
                found.add("private key");
            }
            return;
        }
        for (Token token : tokens) {
            if (starts(data, at, length, token.prefix)) {
                int end = at;
                while (end < length && part(data[end])) {
                    end++;
                }
                boolean access = token.name.startsWith("AWS");
                if (end - at >= token.length && (!access || accessKey(data, at, end))) {
                    found.add(token.name);
                }
            }
        }
    }

    private static boolean starts(byte[] data, int at, int length, byte[] prefix) {
        if (at + prefix.length > length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (data[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Twenty capitals and digits; those of AWS's own documentation end in EXAMPLE. */
    private static boolean accessKey(byte[] data, int at, int end) {
        if (end - at != 20) {
            return false;
        }
        for (int i = at; i < end; i++) {
            boolean fits = data[i] >= 'A' && data[i] <= 'Z' || data[i] >= '0' && data[i] <= '9';
            if (!fits) {
                return false;
            }
        }
        return !new String(data, at, 20, StandardCharsets.US_ASCII).endsWith("EXAMPLE");
    }

    /** The line of a private key with key material behind it; the line alone stands in programs. */
    private static boolean privateKey(byte[] data, int at, int length) {
        int line = at;
        while (line < length && line < at + 80 && data[line] != '\n') {
            line++;
        }
        String head = new String(data, at, line - at, StandardCharsets.ISO_8859_1);
        if (!head.contains("PRIVATE KEY")) {
            return false;
        }
        int material = 0;
        for (int i = line; i < Math.min(length, line + 400); i++) {
            boolean base64 = part(data[i]) || data[i] == '+' || data[i] == '/' || data[i] == '=';
            if (base64 && data[i] != '-') {
                if (++material >= 32) {
                    return true;
                }
            } else if (data[i] == '\n' || data[i] == '\r') {
                material = 0;
            } else if (data[i] == '-') {
                return false;
            } else {
                material = 0;
            }
        }
        return false;
    }

    private static boolean part(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '_'
                || b == '-';
    }
}
