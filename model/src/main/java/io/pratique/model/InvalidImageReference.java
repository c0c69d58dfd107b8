package io.pratique.model;

/**
 * A text that is no image reference. Thrown by {@link ImageReference#of}; where the caller has to
 * choose what to do, {@link ImageReference#parse} says the same without an exception.
 *
 * <p>The text itself is not repeated in the message: it comes from outside, and the caller knows
 * where it stood. There is no stack trace, since the fault is in the data.
 */
public final class InvalidImageReference extends RuntimeException {
    private final ImageReference.Fault code;
    private final int offset;
    private final String hint;

    InvalidImageReference(ImageReference.ParseResult.Invalid invalid) {
        super(invalid.message(), null, false, false);
        this.code = invalid.code();
        this.offset = invalid.offset();
        this.hint = invalid.hint();
    }

    /** What is wrong, for programs. */
    public ImageReference.Fault code() {
        return code;
    }

    /** Where in the text the fault is, in UTF-16 units from 0 to the length of the text. */
    public int offset() {
        return offset;
    }

    /** What to do about it: one sentence. */
    public String hint() {
        return hint;
    }
}
