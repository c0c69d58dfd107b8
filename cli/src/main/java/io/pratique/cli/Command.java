package io.pratique.cli;

import java.io.PrintStream;
import java.util.List;

/** A command of the program. */
interface Command {
    /** How it is used. */
    Usage usage();

    /**
     * Does it.
     *
     * @param arguments fit the usage, and do not ask for help
     * @throws UsageException when they make no sense together
     */
    ExitCode run(Arguments arguments);

    /** Parses the words and does it, or prints the help when they ask for it. */
    default ExitCode run(List<String> words, PrintStream out) {
        Arguments arguments = Arguments.parse(usage(), words);
        if (arguments.helpWanted()) {
            out.print(usage().help());
            return ExitCode.CLEAN;
        }
        return run(arguments);
    }
}
