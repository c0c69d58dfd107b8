package io.pratique.runtime.capture;

/** A text of made-up events that cannot be read. */
public final class InvalidSample extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    InvalidSample(int line, String problem) {
        super("line " + line + ": " + problem);
        this.line = line;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }
}
