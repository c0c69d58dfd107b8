package io.pratique.cli;

/**
 * How a report for people looks.
 *
 * @param width in characters; what is longer is wrapped
 * @param colours whether ANSI colours are written
 * @param detail how much of it is shown
 */
record Look(int width, boolean colours, Detail detail) {
    /** The width where there is no terminal to ask. */
    static final int DEFAULT_WIDTH = 80;

    enum Detail {
        /** The summary alone. */
        QUIET,
        /** What is wrong. */
        NORMAL,
        /** What is allowed and what was skipped, too. */
        VERBOSE
    }

    /** For files and pipes. */
    static Look plain() {
        return new Look(DEFAULT_WIDTH, false, Detail.NORMAL);
    }
}
