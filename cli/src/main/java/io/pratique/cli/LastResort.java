package io.pratique.cli;

import java.io.PrintStream;
import java.util.function.IntSupplier;

/** What happens when a command fails and not its input: one line, and an exit code of its own. */
final class LastResort {
    private final PrintStream err;
    private final boolean debug;

    /**
     * @param debug whether to show where it happened ({@code PRATIQUE_DEBUG})
     */
    LastResort(PrintStream err, boolean debug) {
        this.err = err;
        this.debug = debug;
    }

    /** Runs a command whose output is flushed by it; returns its exit code, or one of ours. */
    int run(IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (OutputFailed e) {
            if (e.readerGone()) {
                return ExitCode.READER_GONE.number();
            }
            say("output-failed: the output cannot be written: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            say(
                    "out-of-memory: there is not enough memory; give more with PRATIQUE_JAVA_OPTS=-Xmx4g",
                    e);
        } catch (RuntimeException | Error e) {
            say(
                    "internal-error: a fault in Pratique: "
                            + e
                            + (debug ? "" : "; please report it with what PRATIQUE_DEBUG=1 shows"),
                    e);
        }
        return ExitCode.FAILED.number();
    }

    private void say(String line, Throwable e) {
        err.println("pratique: " + line.replace('\n', ' '));
        if (debug) {
            e.printStackTrace(err);
        }
        err.flush();
    }
}
