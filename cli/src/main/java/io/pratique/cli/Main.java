package io.pratique.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where the process starts. */
public final class Main {
    private static final String HELP =
            """
            Pratique: what may run in your clusters, and why not.

            pratique COMMAND [arguments]

              check PATH…         what a policy would do with the workloads in files
              help                this text

            Try: pratique check --help
            """;

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
        try {
            String command = arguments.isEmpty() ? "help" : arguments.getFirst();
            List<String> rest =
                    arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
            ExitCode code =
                    switch (command) {
                        case "check" -> new CheckCommand(in, out).run(rest);
                        case "help", "--help", "-h" -> {
                            out.print(HELP);
                            yield ExitCode.CLEAN;
                        }
                        default ->
                                throw new UsageException("there is no command '" + command + "'");
                    };
            return code.number();
        } catch (UsageException e) {
            err.println("pratique: " + e.shown());
            return ExitCode.USAGE.number();
        }
    }
}
