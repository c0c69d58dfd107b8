package io.pratique.runtime.capture;

import java.io.IOException;

/**
 * A capture that is cut off or broken. The events before the place were delivered.
 *
 * <p>The message says what was expected; {@link #offset} is in the bytes of the capture after
 * decompression.
 */
public final class InvalidCapture extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String problem;

    InvalidCapture(long offset, String problem) {
        super(problem + " (at byte " + offset + " of the decompressed capture)");
        this.offset = offset;
        this.problem = problem;
    }

    InvalidCapture(long offset, String problem, IOException cause) {
        this(offset, problem);
        initCause(cause);
    }

    /** Bytes from the beginning of the decompressed capture. */
    public long offset() {
        return offset;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }
}
