package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.EnvironmentVariable;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A secret is written into the manifest as an environment variable. The value itself is never kept:
 * see {@link EnvironmentVariable}.
 */
final class PlaintextSecrets implements RuleType {
    private static final String NAMES = "names";
    private static final String HARMLESS = "harmlessEndings";
    private static final int ASCII = 128;
    private static final String EXPECTED = "a reference to a secret";

    @Override
    public String id() {
        return "plaintextSecrets";
    }

    @Override
    public String description() {
        return "A secret stands in the environment of a container in plain text: whoever may read the manifest has it.";
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.texts(
                        NAMES,
                        List.of(
                                "PASSWORD",
                                "PASSWD",
                                "PASSPHRASE",
                                "SECRET",
                                "TOKEN",
                                "API_KEY",
                                "APIKEY",
                                "PRIVATE_KEY",
                                "ACCESS_KEY",
                                "ACCOUNT_KEY",
                                "ENCRYPTION_KEY",
                                "SIGNING_KEY",
                                "CREDENTIAL"),
                        "Words that make a name one of a secret, in any letter case, where they end a part of the name: DB_PASSWORD and dbPassword, not TOKENIZER."),
                Parameter.texts(
                        HARMLESS,
                        List.of(
                                "FILE",
                                "PATH",
                                "DIR",
                                "NAME",
                                "ID",
                                "ARN",
                                "URL",
                                "URI",
                                "HOST",
                                "PORT",
                                "ENDPOINT",
                                "TTL",
                                "EXPIRY",
                                "EXPIRATION",
                                "LIFETIME",
                                "SECONDS",
                                "LENGTH",
                                "TYPE",
                                "POLICY",
                                "ENABLED",
                                "REQUIRED",
                                "ISSUER",
                                "AUDIENCE",
                                "HEADER",
                                "VERSION",
                                "REGION"),
                        "Last parts that make such a name harmless, as the value only says where the secret is: DB_PASSWORD_FILE."),
                Parameter.flag(
                        "shapes",
                        true,
                        "Finds values that look like a secret, too, whatever their name is: keys of AWS, tokens of GitHub, private keys, URLs with a password."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Names names = Names.of(parameters.texts(NAMES), parameters.texts(HARMLESS));
        boolean shapes = parameters.flag("shapes");
        return (workload, _, out) -> {
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                List<EnvironmentVariable> environment = container.environment();
                for (int v = 0; v < environment.size(); v++) {
                    found |= judge(workload, container, environment.get(v), v, names, shapes, out);
                }
            }
            return found;
        };
    }

    private static boolean judge(
            Workload workload,
            Container container,
            EnvironmentVariable variable,
            int index,
            Names names,
            boolean shapes,
            Findings out) {
        return switch (variable.kind()) {
            case EMPTY, REFERENCE -> false;
            case LITERAL -> {
                boolean shaped = shapes && !variable.secretShaped().isEmpty();
                yield (shaped || names.isSecret(variable.name()))
                        && out.violated(
                                workload,
                                container,
                                Attribute.ENVIRONMENT,
                                index,
                                new Shown(variable.name(), shaped ? variable.secretShaped() : ""),
                                EXPECTED,
                                Fix.MANUAL);
            }
            case UNKNOWN ->
                    (variable.name().isEmpty() || names.isSecret(variable.name()))
                            && out.unknown(
                                    workload,
                                    container,
                                    () -> workload.locate(container, Attribute.ENVIRONMENT, index),
                                    "where the value of the variable comes from is not known",
                                    "Judge what is deployed, or take it from a secret.");
        };
    }

    private record Shown(String name, String shape) {
        @Override
        public String toString() {
            return shape.isEmpty() ? name : name + ", which looks like: " + shape;
        }
    }

    /**
     * Compares without making texts, and looks at a word only where its first letter stands: names
     * are compared on every decision.
     *
     * @param byFirst the words that start with an ASCII character, in upper case; empty at others
     * @param others the words that start with another one
     */
    private record Names(List<List<String>> byFirst, List<String> others, List<String> harmless) {
        static Names of(List<String> words, List<String> harmless) {
            List<List<String>> byFirst = new ArrayList<>();
            for (int c = 0; c < ASCII; c++) {
                byFirst.add(new ArrayList<>(0));
            }
            List<String> others = new ArrayList<>();
            for (String word : words) {
                if (word.isEmpty()) {
                    throw new InvalidParameters(
                            NAMES,
                            "'" + NAMES + "' holds an empty text, which is in every name",
                            "Take it out.");
                }
                char first = upper(word.charAt(0));
                (first < ASCII ? byFirst.get(first) : others).add(word);
            }
            return new Names(byFirst, others, harmless);
        }

        boolean isSecret(String name) {
            for (int i = 0; i < name.length(); i++) {
                char first = upper(name.charAt(i));
                if (first < ASCII && stands(name, i, byFirst.get(first))
                        || stands(name, i, others)) {
                    return !endsHarmless(name);
                }
            }
            return false;
        }

        private static char upper(char c) {
            return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
        }

        private static boolean stands(String name, int at, List<String> words) {
            for (int w = 0; w < words.size(); w++) {
                String word = words.get(w);
                if (name.regionMatches(true, at, word, 0, word.length())
                        && endsPart(name, at + word.length())) {
                    return true;
                }
            }
            return false;
        }

        /** True where a part of a name ends, also before the s of a plural. */
        private static boolean endsPart(String name, int end) {
            int at = end;
            if (at < name.length() && (name.charAt(at) == 's' || name.charAt(at) == 'S')) {
                at++;
            }
            return endsHere(name, end) || (at != end && endsHere(name, at));
        }

        private static boolean endsHere(String name, int end) {
            return end >= name.length()
                    || !Character.isLetter(name.charAt(end))
                    || (Character.isUpperCase(name.charAt(end))
                            && end > 0
                            && Character.isLowerCase(name.charAt(end - 1)));
        }

        private static boolean startsHere(String name, int start) {
            return !Character.isLetter(name.charAt(start - 1))
                    || (Character.isUpperCase(name.charAt(start))
                            && Character.isLowerCase(name.charAt(start - 1)));
        }

        private boolean endsHarmless(String name) {
            for (int i = 0; i < harmless.size(); i++) {
                String word = harmless.get(i);
                int start = name.length() - word.length();
                if (start > 0
                        && name.regionMatches(true, start, word, 0, word.length())
                        && startsHere(name, start)) {
                    return true;
                }
            }
            return false;
        }
    }
}
