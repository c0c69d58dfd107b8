package io.pratique.cli;

/** The exit codes, which scripts rely on. */
enum ExitCode {
    CLEAN(0),
    VIOLATIONS(1),
    /** Something could not be judged, or nothing was found to judge. */
    NOT_JUDGED(2),
    USAGE(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
