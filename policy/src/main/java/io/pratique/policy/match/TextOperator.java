package io.pratique.policy.match;

import java.util.Optional;

/**
 * How a text is compared with the values of a condition. All comparisons heed the letter case.
 *
 * <p>With several values, a positive operator holds when it does for any of them, and a negative
 * one when it does for all: {@code notEquals [a, b]} is "neither a nor b". With no value at all, a
 * positive operator never holds and a negative one always does.
 */
public enum TextOperator {
    /** The text is the value. */
    EQUALS("equals", false),
    /** The text is none of the values. */
    NOT_EQUALS("notEquals", true),
    /** The value stands somewhere in the text. */
    CONTAINS("contains", false),
    /** No value stands anywhere in the text. */
    NOT_CONTAINS("notContains", true),
    /** The text begins with the value. */
    STARTS_WITH("startsWith", false),
    /** The text ends with the value. */
    ENDS_WITH("endsWith", false),
    /**
     * A part of the text matches the value, a regular expression in <a
     * href="https://github.com/google/re2/wiki/Syntax">RE2 syntax</a>. A part is enough, as it is
     * for {@code matches} of the conditions of Kubernetes: write {@code ^…$} for the whole text.
     */
    MATCHES("matches", false),
    /**
     * The whole text matches the value, a shell pattern: {@code *} is any run of characters but
     * {@code /}, {@code **} any run, {@code ?} one character but {@code /}, {@code [a-z]} and
     * {@code [!a-z]} one character of a class or outside it and never {@code /}, {@code {a,b}} one
     * of the alternatives, and a backslash takes the next character for itself. {@code a/**}{@code
     * /b} does not match {@code a/b}: the slashes are characters like others.
     */
    GLOB("glob", false);

    private final String id;
    private final boolean negative;

    TextOperator(String id, boolean negative) {
        this.id = id;
        this.negative = negative;
    }

    /** The operator of an {@link #id}; empty when there is none, also for another letter case. */
    public static Optional<TextOperator> ofId(String id) {
        for (TextOperator operator : values()) {
            if (operator.id.equals(id)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    /** How policies write it, such as {@code notEquals}. */
    public String id() {
        return id;
    }

    /** Whether it holds when a comparison does not. */
    public boolean isNegative() {
        return negative;
    }
}
