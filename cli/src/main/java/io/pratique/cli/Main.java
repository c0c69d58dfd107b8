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
            default ->
                    Commands.GROUPS.containsKey(word)
                            ? group(word, rest, commands, out)
                            : commands.first(word)
                                    .orElseThrow(() -> unknown("command", word, Commands.FIRST, ""))
                                    .run(rest, out);
        };
    }

    private static ExitCode group(
            String group, List<String> words, Commands commands, PrintStream out) {
        String word = words.isEmpty() ? "--help" : words.getFirst();
        List<String> known = Commands.GROUPS.getOrDefault(group, List.of());
        if (word.equals("--help") || word.equals("-h")) {
            out.print(groupHelp(group, commands.summaries(group + " ", known)));
            return words.isEmpty() ? ExitCode.USAGE : ExitCode.CLEAN;
        }
        return commands.second(group, word)
                .orElseThrow(() -> unknown("command '" + group, word, known, group))
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

    private static String groupHelp(String group, String summaries) {
        String about =
                switch (group) {
                    case "rules" -> "Works on detection rules, which are written as Falco's are.";
                    case "host" -> "Works on this host.";
                    case "templates" -> "Tells the benchmark templates that audits judge by.";
                    default -> "Works on policies.";
                };
        String examples =
                switch (group) {
                    case "rules" ->
                            """
                            Examples:
                              pratique rules validate falco_rules.yaml custom_rules.yaml
                              pratique rules list falco_rules.yaml
                              pratique rules show "Terminal shell in container" falco_rules.yaml
                              pratique rules parse-filter "evt.type = open and fd.name startswith /etc"

                            For the rule types of policies, see pratique policy rules.
                            """;
                    case "host" ->
                            """
                            Examples:
                              pratique host collect -o evidence.json
                              pratique help host collect
                            """;
                    case "templates" ->
                            """
                            Examples:
                              pratique templates list --framework pci-dss
                              pratique templates show ecs-image-healthcheck-defined
                            """;
                    default ->
                            """
                            Examples:
                              pratique policy print starter:kubernetes > policy.yaml
                              pratique policy validate policy.yaml
                              pratique policy diff starter:kubernetes policy.yaml k8s/
                              pratique help policy diff
                            """;
                };
        return about
                + "\n\npratique "
                + group
                + " COMMAND [arguments]\n\n"
                + summaries
                + "\n"
                + examples;
    }
}
