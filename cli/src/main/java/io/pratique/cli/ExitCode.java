package io.pratique.cli;

/** The exit codes, which scripts rely on. */
enum ExitCode {
    CLEAN(0),
    VIOLATIONS(1),
    /**
     * Something could not be judged, or nothing was found to judge, or a verdict is unknown. It
     * wins over violations: what was not judged may hide worse ones.
     */
    NOT_JUDGED(2),
    USAGE(3),
    // 4 is the launcher's: no fitting JDK, or the build failed.
    /**
     * The program failed, not its input: a fault in it, no memory left, output nobody can write.
     */
    FAILED(70),
    /**
     * Whoever read the output went away: what a shell says of a program that a closed pipe ended.
     */
    READER_GONE(141);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
