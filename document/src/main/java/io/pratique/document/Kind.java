package io.pratique.document;

/** What a node of a document is. A {@link #KEY} is always followed by the node of its value. */
public enum Kind {
    NULL,
    FALSE,
    TRUE,
    NUMBER,
    STRING,
    KEY,
    ARRAY,
    OBJECT;

    private static final Kind[] BY_ORDINAL = values();

    static Kind of(int ordinal) {
        return BY_ORDINAL[ordinal];
    }

    /** The word a message uses for it, with its article. */
    public String word() {
        return switch (this) {
            case NULL -> "null";
            case FALSE, TRUE -> "a boolean";
            case NUMBER -> "a number";
            case STRING, KEY -> "a text";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
        };
    }
}
