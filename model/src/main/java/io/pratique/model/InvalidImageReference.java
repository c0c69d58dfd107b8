package io.pratique.model;

/** A text that is no image reference. */
public final class InvalidImageReference extends RuntimeException {
    private final int offset;

    InvalidImageReference(String message, int offset) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /** Where in the text the fault is, in characters from 0. */
    public int offset() {
        return offset;
    }
}
