package io.pratique.cli;

import java.io.PrintStream;
import java.util.List;

/** {@code pratique version}. */
final class VersionCommand implements Command {
    private final PrintStream out;

    VersionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "version",
                "Prints the version of the program and of the Java it runs on.",
                List.of(),
                List.of(),
                List.of(),
                List.of("pratique version"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        out.println("pratique " + version() + " (Java " + Runtime.version() + ")");
        return ExitCode.CLEAN;
    }

    /** The version of the program; {@code development} when it does not run from its jar. */
    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
