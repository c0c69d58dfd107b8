package io.pratique.runtime.language;

/** A condition that breaks the grammar, names what is not there, or compares what cannot be. */
public final class InvalidCondition extends RuntimeException {
    private final Place place;
    private final String hint;
    private final boolean unknownName;

    public InvalidCondition(Place place, String message, String hint) {
        this(place, message, hint, false);
    }

    private InvalidCondition(Place place, String message, String hint, boolean unknownName) {
        super(message, null, false, false);
        this.place = place;
        this.hint = hint;
        this.unknownName = unknownName;
    }

    /** A field or an event type that this version does not know. */
    public static InvalidCondition unknown(Place place, String message, String hint) {
        return new InvalidCondition(place, message, hint, true);
    }

    public Place place() {
        return place;
    }

    /** What to write instead, a sentence; empty when the message says it all. */
    public String hint() {
        return hint;
    }

    /** Whether a newer version, or another plugin, may know the name that is missing here. */
    public boolean isUnknownName() {
        return unknownName;
    }

    /** The message of this error; never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }

    /** The line at which it happened, and a caret under the column. */
    public String snippet(String text) {
        return Snippet.of(text, place.index());
    }
}
