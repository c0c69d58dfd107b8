package io.pratique.policy.match;

import java.util.OptionalInt;

/** A value that its operator cannot take. There is no stack trace: the fault is in the policy. */
public final class InvalidPattern extends RuntimeException {
    private static final int UNKNOWN = -1;

    private final int index;
    private final int offset;
    private final String hint;

    InvalidPattern(int index, int offset, String message, String hint) {
        super(message, null, false, false);
        this.index = index;
        this.offset = offset;
        this.hint = hint;
    }

    /** A fault of a value as a whole, or at a place in it that is not known. */
    InvalidPattern(int index, String message, String hint) {
        this(index, UNKNOWN, message, hint);
    }

    /** Which of the values is wrong, from 0. */
    public int index() {
        return index;
    }

    /** Where in the value, in UTF-16 units from 0 to its length; empty when that is not known. */
    public OptionalInt offset() {
        return offset == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(offset);
    }

    /** What to do about it: one sentence. */
    public String hint() {
        return hint;
    }
}
