package io.pratique.cli;

import java.io.IOException;

/** Standard output cannot be written to: there is nobody left to tell results to. */
final class OutputFailed extends RuntimeException {
    private final boolean readerGone;

    OutputFailed(IOException cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        // The one message for EPIPE: the launcher sets LC_MESSAGES so that it is not translated.
        this.readerGone = getMessage() != null && getMessage().contains("Broken pipe");
    }

    /** Whether the program that read the output has ended, as {@code head} does. */
    boolean readerGone() {
        return readerGone;
    }
}
