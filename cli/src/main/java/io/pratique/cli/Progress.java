package io.pratique.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that says how far a long run has come: it appears after a second, is
 * rewritten ten times a second at most, and is gone at the end.
 */
final class Progress {
    private static final long FIRST = 1_000_000_000L;
    private static final long BETWEEN = 100_000_000L;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream to;
    private final boolean wanted;
    private final LongSupplier nanoTime;
    private long due;
    private volatile boolean shown;

    /**
     * @param wanted whether {@code to} is a terminal
     * @param nanoTime as {@link System#nanoTime}
     */
    Progress(PrintStream to, boolean wanted, LongSupplier nanoTime) {
        this.to = to;
        this.wanted = wanted;
        this.nanoTime = nanoTime;
        this.due = wanted ? nanoTime.getAsLong() + FIRST : 0;
    }

    /** Shows how far it is, when it is time to. */
    void tick(Summary summary) {
        if (!wanted) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - due < 0) {
            return;
        }
        due = now + BETWEEN;
        shown = true;
        to.print(
                ERASE
                        + summary.workloads()
                        + " workloads judged"
                        + (summary.errors() > 0 ? ", " + summary.errors() + " errors" : "")
                        + "…");
        to.flush();
    }

    /** Takes the line away. */
    void clear() {
        if (shown) {
            shown = false;
            to.print(ERASE);
            to.flush();
        }
    }
}
