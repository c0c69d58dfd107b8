package io.pratique.policy.fix;

/** An operation of a JSON Patch (RFC 6902); those of its six that a mend needs. */
public sealed interface Operation {
    /** The JSON pointer of what is changed. */
    String path();

    /** The word that RFC 6902 has for it. */
    default String word() {
        return switch (this) {
            case Add _ -> "add";
            case Replace _ -> "replace";
            case Remove _ -> "remove";
        };
    }

    /**
     * A new member of an object, or with {@code -} as the last step a new last element of a list.
     *
     * @param json the value
     */
    record Add(String path, String json) implements Operation {}

    /**
     * Another value for what is there.
     *
     * @param json the value
     */
    record Replace(String path, String json) implements Operation {}

    /** What is there goes away. */
    record Remove(String path) implements Operation {}
}
