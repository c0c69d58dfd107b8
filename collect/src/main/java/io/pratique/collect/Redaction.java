package io.pratique.collect;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes secrets out of what was collected, before it leaves the collector (spec/posture.md,
 * sections 3 and 17).
 *
 * <ul>
 *   <li>The value of an environment variable goes always, whatever it is: names stay. That covers
 *       lists of {@code NAME=value} and of {@code {"name":…,"value":…}} and maps, under a member
 *       {@code Env}, {@code Environment} or {@code environment}.
 *   <li>The value of a member or an argument whose name says secret ({@code password}, {@code
 *       api-key}, {@code auth}…) goes.
 *   <li>What looks like a key, a token or a password in a URL goes from any text.
 * </ul>
 *
 * <p>In its place stands {@code <redacted:DETECTORS:HASH>}. The hash is the first 16 digits of an
 * HMAC-SHA256, so that two equal values of one machine can be seen to be equal, and whoever has
 * only the document cannot guess a weak value by trying.
 */
public final class Redaction {
    /** What was kept, and JSON pointers to the places at which something was taken out. */
    public record Redacted(Value.Fields fields, List<String> pointers) {
        public Redacted {
            pointers = List.copyOf(pointers);
        }
    }

    /**
     * A look of secrets.
     *
     * @param group the group of the pattern that holds the secret
     */
    private record Detector(String id, Pattern pattern, int group) {
        static Detector of(String id, String pattern) {
            return new Detector(id, Pattern.compile(pattern), 0);
        }
    }

    /** What a variable has that no detector knows. */
    private static final String ANY = "none";

    private static final String START = "REDACTED(";

    private static final String NAMED = "name";

    private static final List<Detector> DETECTORS =
            List.of(
                    Detector.of(
                            "private-key",
                            "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?(?:-----END [A-Z0-9 ]{0,50}-----|\\z)"),
                    new Detector(
                            "url-password",
                            Pattern.compile(
                                    "[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\\s/@:\"']{0,256}:([^\\s/\"']{1,512})@"),
                            1),
                    new Detector(
                            "url-token",
                            Pattern.compile(
                                    "[A-Za-z][A-Za-z0-9+.-]{0,20}://([^\\s/@:\"']{16,512})@"),
                            1),
                    new Detector(
                            "signed-url",
                            Pattern.compile(
                                    "(?i)[?&](?:X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature|sig|signature)=([^&\\s\"']{8,})"),
                            1),
                    Detector.of("aws-access-key", "\\b(?:AKIA|ASIA|AROA|ABIA|ACCA)[0-9A-Z]{16}\\b"),
                    Detector.of(
                            "github-token",
                            "\\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})"),
                    Detector.of("gitlab-token", "\\bgl(?:pat|dt|rt|ptt|cbt)-[A-Za-z0-9_-]{20,64}"),
                    Detector.of("slack-token", "\\bxox[abeoprs]-[A-Za-z0-9-]{10,255}"),
                    Detector.of(
                            "slack-webhook",
                            "https://hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9/_+-]{20,255}"),
                    Detector.of("google-api-key", "\\bAIza[0-9A-Za-z_-]{35}"),
                    Detector.of("stripe-key", "\\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,255}"),
                    Detector.of("npm-token", "\\bnpm_[A-Za-z0-9]{36}"),
                    Detector.of("pypi-token", "\\bpypi-[A-Za-z0-9_-]{50,255}"),
                    Detector.of(
                            "sendgrid-key", "\\bSG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,64}"),
                    Detector.of("openai-key", "\\bsk-[A-Za-z0-9_-]{20,255}"),
                    Detector.of("vault-token", "\\bhv[bsr]\\.[A-Za-z0-9_-]{24,255}"),
                    Detector.of("docker-hub-token", "\\bdckr_[po]at_[A-Za-z0-9_-]{20,64}"),
                    Detector.of(
                            "json-web-token",
                            "\\beyJ[A-Za-z0-9_-]{6,}\\.eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{6,}"),
                    new Detector(
                            "authorization",
                            Pattern.compile("(?i)\\b(?:bearer|basic)\\s+([A-Za-z0-9+/._~=-]{12,})"),
                            1));

    private static final String SECRET_WORDS =
            "password|passwd|passphrase|pwd|secret|token|credential|api[-_.]?key|access[-_.]?key"
                    + "|private[-_.]?key|signing[-_.]?key|encryption[-_.]?key|auth[-_.]?data";

    /** A name that says its value is a secret. */
    private static final Pattern SECRET_NAME = Pattern.compile("(?i)" + SECRET_WORDS);

    /** Names that are secret as a whole only. */
    private static final Set<String> WHOLE_NAMES =
            Set.of("auth", "pass", "identitytoken", "registrytoken", "pat");

    /** The value of such a name says where a secret is, or how it is kept, and is none. */
    private static final Pattern NO_SECRET =
            Pattern.compile(
                    "(?i)(file|files|path|paths|dir|directory|policy|ttl|mode|driver|provider|plugin"
                            + "|name|arn|enabled|config|source|count|limit|timeout|type)$");

    /** {@code name=value}, {@code "name": "value"} and {@code --name value} inside of a text. */
    private static final Pattern PAIR =
            Pattern.compile(
                    "(?i)((?:--?)?[a-z0-9_.-]{0,64}?(?:"
                            + SECRET_WORDS
                            + ")[a-z0-9_.-]{0,64})"
                            + "(\\\\?[\"']?\\s{0,8}[:=]\\s{0,8}|\\s{1,8})"
                            + "(\\\\?\"[^\"]*\"?|'[^']*'?|[^\\s\"',;&]+)");

    /** An option whose value is the next argument. */
    private static final Pattern OPTION =
            Pattern.compile("(?i)--?[a-z0-9_.-]{0,64}?(?:" + SECRET_WORDS + ")[a-z0-9_.-]{0,64}");

    private static final Set<String> ENVIRONMENTS = Set.of("env", "environment", "environ");

    private final SecretKeySpec key;

    /**
     * @param key of the hashes: bytes that stay on the machine, so that only it makes the same ones
     */
    public Redaction(byte[] key) {
        this.key = new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256");
    }

    /** Takes the secrets out of an object. */
    public Redacted redact(Value.Fields fields) {
        List<String> pointers = new ArrayList<>();
        Value.Fields kept = fields(fields, "", pointers);
        return new Redacted(kept, pointers);
    }

    /** The ids of the detectors that know something in a text; empty when it looks harmless. */
    public Set<String> detect(String text) {
        Set<String> found = new LinkedHashSet<>();
        redact(text, found);
        return found;
    }

    /** A text without the secrets in it. */
    public String redact(String text) {
        return redact(text, new LinkedHashSet<>());
    }

    /** {@code NAME=value} without the value; what has no value stays. */
    public String variable(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 0 || equals == assignment.length() - 1) {
            return assignment;
        }
        String name = assignment.substring(0, equals);
        return name + "=" + variable(name, assignment.substring(equals + 1));
    }

    /** What stands for the value of a variable. */
    public String variable(String name, String value) {
        if (value.isEmpty() || isMark(value)) {
            return value;
        }
        SequencedSet<String> found = new LinkedHashSet<>();
        if (isSecretName(name)) {
            found.add(NAMED);
        }
        found.addAll(detect(value));
        return mark(found.isEmpty() ? ANY : found.getLast(), value);
    }

    /** Whether a name says that its value is a secret. */
    public static boolean isSecretName(String name) {
        if (WHOLE_NAMES.contains(name.toLowerCase(Locale.ROOT))) {
            return true;
        }
        return SECRET_NAME.matcher(name).find() && !NO_SECRET.matcher(name).find();
    }

    private static boolean isMark(String value) {
        return value.startsWith(START) && value.endsWith(")");
    }

    private String mark(String detector, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return START + detector + "," + HexFormat.of().formatHex(hash, 0, 4) + ")";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private Value.Fields fields(Value.Fields fields, String pointer, List<String> pointers) {
        Map<String, Value> kept = new LinkedHashMap<>();
        fields.members()
                .forEach((written, value) -> {
                    // A name is a text like others: who maps secrets to things has them as names.
                    String name = redact(written);
                    String at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
                    if (!name.equals(written)) {
                        pointers.add(at);
                    }
                    kept.put(name, member(written, value, at, pointers));
                });
        return new Value.Fields(kept);
    }

    private Value member(String name, Value value, String at, List<String> pointers) {
        if (ENVIRONMENTS.contains(name.toLowerCase(Locale.ROOT))) {
            return environment(value, at, pointers);
        }
        if (isSecretName(name)) {
            return secret(value, at, pointers);
        }
        return value(value, at, pointers);
    }

    private Value value(Value value, String at, List<String> pointers) {
        return switch (value) {
            case Value.Text(String text) -> note(text, redact(text), at, pointers);
            case Value.Numeral number -> number;
            case Value.Flag flag -> flag;
            case Value.Nothing nothing -> nothing;
            case Value.Items(List<Value> items) -> arguments(items, at, pointers);
            case Value.Fields fields -> fields(fields, at, pointers);
        };
    }

    private static Value note(String before, String after, String at, List<String> pointers) {
        if (!before.equals(after)) {
            pointers.add(at);
        }
        return new Value.Text(after);
    }

    private Value arguments(List<Value> items, String at, List<String> pointers) {
        List<Value> kept = new ArrayList<>(items.size());
        boolean next = false;
        for (int i = 0; i < items.size(); i++) {
            Value item = items.get(i);
            String place = at + "/" + i;
            if (item instanceof Value.Text(String text)) {
                boolean secret = next && !text.startsWith("--");
                String after = secret ? mark(NAMED, text) : redact(text);
                kept.add(note(text, after, place, pointers));
                next = OPTION.matcher(text).matches() && !NO_SECRET.matcher(text).find();
            } else {
                kept.add(value(item, place, pointers));
                next = false;
            }
        }
        return new Value.Items(kept);
    }

    /** Takes out every text and number below: what holds them is named a secret. */
    private Value secret(Value value, String at, List<String> pointers) {
        return switch (value) {
            case Value.Text(String text) ->
                    text.isEmpty() || isMark(text)
                            ? value
                            : note(text, mark(NAMED, text), at, pointers);
            case Value.Numeral(String written) -> note(written, mark(NAMED, written), at, pointers);
            case Value.Flag flag -> flag;
            case Value.Nothing nothing -> nothing;
            case Value.Items(List<Value> items) -> {
                List<Value> kept = new ArrayList<>(items.size());
                for (int i = 0; i < items.size(); i++) {
                    kept.add(secret(items.get(i), at + "/" + i, pointers));
                }
                yield new Value.Items(kept);
            }
            case Value.Fields fields -> fields(fields, at, pointers);
        };
    }

    private Value environment(Value value, String at, List<String> pointers) {
        return switch (value) {
            case Value.Text(String text) -> note(text, variable(text), at, pointers);
            case Value.Numeral(String written) -> note(written, mark(ANY, written), at, pointers);
            case Value.Flag flag -> flag;
            case Value.Nothing nothing -> nothing;
            case Value.Items(List<Value> items) -> {
                List<Value> kept = new ArrayList<>(items.size());
                for (int i = 0; i < items.size(); i++) {
                    kept.add(environment(items.get(i), at + "/" + i, pointers));
                }
                yield new Value.Items(kept);
            }
            case Value.Fields fields -> variables(fields, at, pointers);
        };
    }

    private Value variables(Value.Fields fields, String at, List<String> pointers) {
        boolean pair = fields.text("name").isPresent() && fields.get("value").isPresent();
        String named = fields.text("name").orElse("");
        Map<String, Value> kept = new LinkedHashMap<>();
        fields.members()
                .forEach((name, value) -> {
                    String place = at + "/" + name.replace("~", "~0").replace("/", "~1");
                    boolean isName = pair && name.equals("name");
                    if (!isName && value instanceof Value.Text(String text)) {
                        kept.put(
                                name,
                                note(text, variable(pair ? named : name, text), place, pointers));
                    } else {
                        kept.put(name, isName ? value : environment(value, place, pointers));
                    }
                });
        return new Value.Fields(kept);
    }

    private String redact(String text, Set<String> found) {
        String kept = text;
        for (Detector detector : DETECTORS) {
            kept = replace(kept, detector, found);
        }
        return pairs(kept, found);
    }

    private String replace(String text, Detector detector, Set<String> found) {
        Matcher matcher = detector.pattern().matcher(text);
        int from = 0;
        StringBuilder kept = null;
        while (matcher.find()) {
            String secret = matcher.group(detector.group());
            if (secret.contains(START)) {
                continue;
            }
            if (kept == null) {
                kept = new StringBuilder();
            }
            found.add(detector.id());
            kept.append(text, from, matcher.start(detector.group()))
                    .append(mark(detector.id(), secret));
            from = matcher.end(detector.group());
        }
        return kept == null ? text : kept.append(text, from, text.length()).toString();
    }

    private String pairs(String text, Set<String> found) {
        Matcher matcher = PAIR.matcher(text);
        int from = 0;
        StringBuilder kept = null;
        int at = 0;
        while (matcher.find(at)) {
            String name = matcher.group(1);
            String between = matcher.group(2);
            String value = matcher.group(3);
            boolean assigned = between.contains("=") || between.contains(":");
            at = matcher.end(2);
            if (value.contains(START)
                    || !assigned && !name.startsWith("-")
                    || !assigned && value.startsWith("-")
                    || NO_SECRET.matcher(name).find()
                    || value.equals("true")
                    || value.equals("false")) {
                continue;
            }
            if (kept == null) {
                kept = new StringBuilder();
            }
            found.add(NAMED);
            kept.append(text, from, matcher.start(3)).append(mark(NAMED, value));
            from = matcher.end(3);
            at = from;
        }
        return kept == null ? text : kept.append(text, from, text.length()).toString();
    }
}
