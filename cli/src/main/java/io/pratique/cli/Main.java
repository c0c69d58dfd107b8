package io.pratique.cli;

import io.pratique.document.Nearest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = StandardOutput.over(new FileOutputStream(FileDescriptor.out));
        LastResort lastResort =
                new LastResort(
                        System.err, !System.getenv().getOrDefault("PRATIQUE_DEBUG", "").isEmpty());
        int code =
                lastResort.run(() -> {
                    int result =
                            run(
                                    List.of(arguments),
                                    System.in,
                                    out,
                                    System.err,
                                    Terminal.of(System.getenv()));
                    out.flush();
                    return result;
                });
        // No shutdown: threads that still work would only find out that nobody listens.
        Runtime.getRuntime().halt(code);
    }

    /** Runs one command where nothing is a terminal; returns its exit code. */
    static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
        return run(arguments, in, out, err, Terminal.none());
    }

    /** Runs one command; returns its exit code. */
    static int run(
            List<String> arguments,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Terminal terminal) {
        Commands commands = new Commands(in, out, err, terminal, Clock.systemUTC());
        try {
            String word = arguments.isEmpty() ? "help" : arguments.getFirst();
            List<String> rest =
                    arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
            return command(word, rest, commands, out).number();
        } catch (UsageException e) {
            err.println("pratique: " + e.shown());
            return ExitCode.USAGE.number();
        } catch (InvalidPolicies e) {
            out.flush();
            e.faults().forEach(fault -> err.println(fault.shown()));
            return ExitCode.NOT_JUDGED.number();
        }
    }

    private static ExitCode command(
            String word, List<String> rest, Commands commands, PrintStream out) {
        return switch (word) {
            case "help", "--help", "-h" -> help(rest, commands, out);
            case "--version", "-V" -> new VersionCommand(out).run(List.of(), out);
            case "policy" -> policy(rest, commands, out);
            case "rules" -> rules(rest, commands, out);
            case "host" -> host(rest, commands, out);
            case "templates" -> templates(rest, commands, out);
            default ->
                    commands.first(word)
                            .orElseThrow(() -> unknown("command", word, Commands.FIRST, ""))
                            .run(rest, out);
        };
    }

    private static ExitCode policy(List<String> words, Commands commands, PrintStream out) {
        String word = words.isEmpty() ? "--help" : words.getFirst();
        if (word.equals("--help") || word.equals("-h")) {
            out.print(policyHelp(commands));
            return words.isEmpty() ? ExitCode.USAGE : ExitCode.CLEAN;
        }
        return commands.policy(word)
                .orElseThrow(() -> unknown("command 'policy", word, Commands.POLICY, "policy"))
                .run(words.subList(1, words.size()), out);
    }

    private static ExitCode rules(List<String> words, Commands commands, PrintStream out) {
        String word = words.isEmpty() ? "--help" : words.getFirst();
        if (word.equals("--help") || word.equals("-h")) {
            out.print(rulesHelp(commands));
            return words.isEmpty() ? ExitCode.USAGE : ExitCode.CLEAN;
        }
        return commands.rules(word)
                .orElseThrow(() -> unknown("command 'rules", word, Commands.RULES, "rules"))
                .run(words.subList(1, words.size()), out);
    }

    private static ExitCode host(List<String> words, Commands commands, PrintStream out) {
        String word = words.isEmpty() ? "--help" : words.getFirst();
        if (word.equals("--help") || word.equals("-h")) {
            out.print(hostHelp(commands));
            return words.isEmpty() ? ExitCode.USAGE : ExitCode.CLEAN;
        }
        return commands.host(word)
                .orElseThrow(() -> unknown("command 'host", word, Commands.HOST, "host"))
                .run(words.subList(1, words.size()), out);
    }

    private static ExitCode templates(List<String> words, Commands commands, PrintStream out) {
        String word = words.isEmpty() ? "--help" : words.getFirst();
        if (word.equals("--help") || word.equals("-h")) {
            out.print(templatesHelp(commands));
            return words.isEmpty() ? ExitCode.USAGE : ExitCode.CLEAN;
        }
        return commands.templates(word)
                .orElseThrow(
                        () -> unknown("command 'templates", word, Commands.TEMPLATES, "templates"))
                .run(words.subList(1, words.size()), out);
    }

    private static ExitCode help(List<String> words, Commands commands, PrintStream out) {
        if (words.isEmpty() || words.getFirst().startsWith("-")) {
            out.print(programHelp(commands));
            return ExitCode.CLEAN;
        }
        List<String> asked = new ArrayList<>(words);
        asked.add("--help");
        return command(asked.getFirst(), asked.subList(1, asked.size()), commands, out);
    }

    private static UsageException unknown(
            String what, String word, List<String> known, String command) {
        String near = Nearest.hint(word, known);
        boolean inner = !command.isEmpty();
        return new UsageException(
                "there is no " + what + (inner ? " " : " '") + word + "'",
                near.isEmpty() ? "There are " + String.join(", ", known) + "." : near,
                command);
    }

    private static String programHelp(Commands commands) {
        return """
        Pratique: what may run in your clusters, and why not.

        pratique COMMAND [arguments]

        """
                + commands.summaries("", Commands.FIRST)
                + """

                Examples:
                  pratique check k8s/
                  pratique check --policy pod-security:restricted:latest deployment.yaml
                  pratique policy print starter:kubernetes > policy.yaml
                  pratique help check
                """;
    }

    private static String hostHelp(Commands commands) {
        return """
        Works on this host.

        pratique host COMMAND [arguments]

        """
                + commands.summaries("host ", Commands.HOST)
                + """

                Examples:
                  pratique host collect -o evidence.json
                  pratique help host collect
                """;
    }

    private static String templatesHelp(Commands commands) {
        return """
        Tells the benchmark templates that audits judge by.

        pratique templates COMMAND [arguments]

        """
                + commands.summaries("templates ", Commands.TEMPLATES)
                + """

                Examples:
                  pratique templates list --framework pci-dss
                  pratique templates show ecs-image-healthcheck-defined
                """;
    }

    private static String rulesHelp(Commands commands) {
        return """
        Works on detection rules, which are written as Falco's are.

        pratique rules COMMAND [arguments]

        """
                + commands.summaries("rules ", Commands.RULES)
                + """

                Examples:
                  pratique rules validate falco_rules.yaml custom_rules.yaml
                  pratique rules list falco_rules.yaml
                  pratique rules show "Terminal shell in container" falco_rules.yaml
                  pratique rules parse-filter "evt.type = open and fd.name startswith /etc"

                For the rule types of policies, see pratique policy rules.
                """;
    }

    private static String policyHelp(Commands commands) {
        return """
        Works on policies.

        pratique policy COMMAND [arguments]

        """
                + commands.summaries("policy ", Commands.POLICY)
                + """

                Examples:
                  pratique policy print starter:kubernetes > policy.yaml
                  pratique policy validate policy.yaml
                  pratique policy diff starter:kubernetes policy.yaml k8s/
                  pratique help policy diff
                """;
    }
}
