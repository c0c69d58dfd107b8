package io.pratique.document;

import java.util.List;

/**
 * A value as it is written: where its text starts and ends. A tape keeps only what readers need;
 * this is made anew when a document is to be changed.
 */
sealed interface Part {
    /** The offset of its first byte; for a block list that of its first dash. */
    int start();

    /** The offset behind its last byte: behind the bracket, or behind the last value in a block. */
    int end();

    /** How a scalar is written. */
    enum Style {
        PLAIN,
        SINGLE,
        DOUBLE,
        BLOCK
    }

    /**
     * A scalar.
     *
     * @param isNull whether it is null, in words or by being left out
     */
    record Scalar(int start, int end, Style style, boolean isNull) implements Part {}

    /**
     * A list.
     *
     * @param flow whether it is in brackets
     */
    record Sequence(int start, int end, boolean flow, List<Part> elements) implements Part {}

    /**
     * An object.
     *
     * @param flow whether it is in braces
     */
    record Mapping(int start, int end, boolean flow, List<Member> members) implements Part {}

    /**
     * What must not be changed: text of it means something elsewhere, or comes from there.
     *
     * @param why for people: {@code it is an alias}
     */
    record Odd(int start, int end, String why) implements Part {}

    /**
     * A member of an object.
     *
     * @param start the offset of its key
     * @param colon the offset behind its colon
     * @param quoted whether the key stands in double quotes
     */
    record Member(int start, int colon, String key, boolean quoted, Part value) {
        int end() {
            return Math.max(colon, value.end());
        }
    }
}
