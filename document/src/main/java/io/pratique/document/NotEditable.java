package io.pratique.document;

/**
 * A change that cannot be made in the text of a document without guessing what its author wants.
 * The message is half a sentence: it says why.
 */
public final class NotEditable extends Exception {
    private static final long serialVersionUID = 1;

    NotEditable(String why) {
        super(why, null, false, false);
    }

    /** Why; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
