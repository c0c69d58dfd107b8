package io.pratique.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every command there is, by its words. One is made only when it is asked for: a start pays for
 * nothing else.
 */
final class Commands {
    /** The first words, in the order of the help. */
    static final List<String> FIRST =
            List.of(
                    "check",
                    "policy",
                    "rules",
                    "replay",
                    "convert",
                    "audit",
                    "host",
                    "templates",
                    "completion",
                    "help",
                    "version");

    /** The second words of {@code policy}. */
    static final List<String> POLICY =
            List.of("validate", "test", "print", "diff", "import", "rules", "presets", "schema");

    /** The second words of {@code rules}. */
    static final List<String> RULES =
            List.of("validate", "list", "show", "test", "lint", "coverage", "parse-filter");

    /** The second words of {@code host}. */
    static final List<String> HOST = List.of("collect");

    /** The second words of {@code templates}. */
    static final List<String> TEMPLATES = List.of("list", "show");

    /** The second words of each first word that has some. */
    static final Map<String, List<String>> GROUPS = groups();

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("policy", POLICY);
        groups.put("rules", RULES);
        groups.put("host", HOST);
        groups.put("templates", TEMPLATES);
        return Collections.unmodifiableMap(groups);
    }

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private final Clock clock;

    Commands(InputStream in, PrintStream out, PrintStream err, Terminal terminal, Clock clock) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** The command of a second word of {@code policy}. */
    Optional<Command> policy(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "validate" -> new PolicyValidateCommand(in, out, clock);
                    case "test" -> new PolicyTestCommand(in, out, clock);
                    case "print" -> new PolicyPrintCommand(in, out, err, clock);
                    case "diff" -> new PolicyDiffCommand(in, out, err, clock);
                    case "import" -> new PolicyImportCommand(in, out, err, clock);
                    case "rules" -> new PolicyRulesCommand(out);
                    case "presets" -> new PolicyPresetsCommand(out);
                    case "schema" -> new PolicySchemaCommand(out);
                    default -> null;
                });
    }

    /** The command of a second word of {@code rules}. */
    Optional<Command> rules(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "validate" -> new RulesValidateCommand(in, out);
                    case "list" -> new RulesListCommand(in, out, err);
                    case "show" -> new RulesShowCommand(in, out, err);
                    case "test" -> new RulesTestCommand(in, out, err);
                    case "lint" -> new RulesLintCommand(in, out, err);
                    case "coverage" -> new RulesCoverageCommand(out);
                    case "parse-filter" -> new RulesParseFilterCommand(in, out, err);
                    default -> null;
                });
    }

    /** The command of a second word of {@code host}. */
    Optional<Command> host(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "collect" -> new HostCollectCommand(out, err, clock);
                    default -> null;
                });
    }

    /** The command of a second word of {@code templates}. */
    Optional<Command> templates(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "list" -> new TemplatesListCommand(out);
                    case "show" -> new TemplatesShowCommand(out);
                    default -> null;
                });
    }

    /** The command of the second word of a group. */
    Optional<Command> second(String group, String word) {
        return switch (group) {
            case "rules" -> rules(word);
            case "host" -> host(word);
            case "templates" -> templates(word);
            default -> policy(word);
        };
    }

    /**
     * The command of a first word that has no second one; empty for {@code policy}, {@code rules},
     * {@code host}, {@code templates} and {@code help}.
     */
    Optional<Command> first(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "check" -> new CheckCommand(in, out, err, terminal, clock);
                    case "replay" -> new ReplayCommand(in, out, err);
                    case "convert" -> new ConvertCommand(out, err);
                    case "audit" -> new AuditCommand(out, err, clock);
                    case "completion" -> new CompletionCommand(this, out);
                    case "version" -> new VersionCommand(out);
                    default -> null;
                });
    }

    /** The usages of all commands. */
    List<Usage> usages() {
        List<Usage> usages = new ArrayList<>();
        for (String word : FIRST) {
            first(word).ifPresent(command -> usages.add(command.usage()));
        }
        GROUPS.forEach((group, words) -> {
            for (String word : words) {
                second(group, word).ifPresent(command -> usages.add(command.usage()));
            }
        });
        return usages;
    }

    /** What each command of a list does, a line each. */
    String summaries(String prefix, List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            String summary =
                    switch (prefix + word) {
                        case "policy" ->
                                "works on policies: validate, test, print, compare, import";
                        case "rules" -> "works on detection rules: validate, list, show";
                        case "host" -> "works on this host: collect";
                        case "templates" -> "tells the benchmark templates of audits: list, show";
                        case "help" -> "how a command is used: pratique help policy diff";
                        default -> {
                            Optional<Command> command =
                                    prefix.isEmpty() ? first(word) : second(prefix.strip(), word);
                            yield command.map(found -> phrase(found.usage().summary())).orElse("");
                        }
                    };
            text.append("  %-20s%s\n".formatted(word, summary));
        }
        return text.toString();
    }

    /** A sentence as a phrase: no capital, no full stop. */
    private static String phrase(String sentence) {
        String phrase = Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
        return phrase.endsWith(".") ? phrase.substring(0, phrase.length() - 1) : phrase;
    }
}
