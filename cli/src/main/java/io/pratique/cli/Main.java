package io.pratique.cli;

import io.pratique.policy.format.Nearest;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out =
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                        false,
                        StandardCharsets.UTF_8);
        int code = run(List.of(arguments), System.in, out, System.err);
        out.flush();
        System.exit(code);
    }

    /** Runs one command; returns its exit code. */
    static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
        Commands commands = new Commands(in, out, err, Clock.systemUTC());
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
            case "rules" ->
                    throw new UsageException(
                            "the command 'rules' is kept for the detection rules of the runtime sensor, which is still to come",
                            "For the rule types of policies, write pratique policy rules.",
                            "");
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
