package io.pratique.policy.match;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An operator and its values, compiled. Immutable and free of locks: one matcher serves all
 * decisions at once. Matching takes time linear in the text for every operator and value, so that
 * neither the author of a policy nor that of a workload can stall a decision; only {@link
 * TextOperator#MATCHES} allocates.
 */
public final class TextMatcher {
    /** The longest value, in UTF-16 units. */
    public static final int MAX_VALUE_LENGTH = 1_024;

    /** The most values of one matcher; each alternative of a {@code glob} counts. */
    public static final int MAX_VALUES = 10_000;

    private final TextOperator operator;
    private final List<String> values;
    private final Test anyHolds;

    private TextMatcher(TextOperator operator, List<String> values, Test anyHolds) {
        this.operator = operator;
        this.values = values;
        this.anyHolds = anyHolds;
    }

    /**
     * Compiles a condition.
     *
     * @param values what to compare with, in any order and number up to {@link #MAX_VALUES}; an
     *     empty text is refused where it would be found in every text
     * @throws InvalidPattern when the operator cannot take a value, or there are too many
     */
    public static TextMatcher of(TextOperator operator, List<String> values) {
        List<String> copy = List.copyOf(values);
        checkSizes(copy);
        return new TextMatcher(operator, copy, compile(operator, copy));
    }

    /** Whether the condition holds for a text. */
    public boolean matches(String text) {
        return anyHolds.holds(text) != operator.isNegative();
    }

    /** The operator it was made with. */
    public TextOperator operator() {
        return operator;
    }

    /** The values it was made with, in their order. */
    public List<String> values() {
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TextMatcher that
                && operator == that.operator
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return 31 * operator.hashCode() + values.hashCode();
    }

    /** The condition as a policy writes it: {@code startsWith [ghcr.io/, quay.io/]}. */
    @Override
    public String toString() {
        return operator.id() + ' ' + values;
    }

    static void checkSizes(List<String> values) {
        if (values.size() > MAX_VALUES) {
            throw new InvalidPattern(
                    MAX_VALUES,
                    "there are more than " + MAX_VALUES + " values",
                    "Use fewer values, or a pattern that covers many.");
        }
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).length() > MAX_VALUE_LENGTH) {
                throw new InvalidPattern(
                        i,
                        MAX_VALUE_LENGTH,
                        "the value is longer than " + MAX_VALUE_LENGTH + " characters",
                        "Shorten the value.");
            }
        }
    }

    /** The comparison with any value; a negative operator is the opposite of its positive one. */
    private static Test compile(TextOperator operator, List<String> values) {
        return switch (operator) {
            case EQUALS, NOT_EQUALS -> {
                Set<String> set = Set.copyOf(values);
                yield set::contains;
            }
            case CONTAINS, NOT_CONTAINS -> {
                String[] parts = nonEmpty(values);
                yield text -> {
                    for (String part : parts) {
                        if (text.contains(part)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            case STARTS_WITH -> {
                String[] prefixes = nonEmpty(values);
                yield text -> {
                    for (String prefix : prefixes) {
                        if (text.startsWith(prefix)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            case ENDS_WITH -> {
                String[] suffixes = nonEmpty(values);
                yield text -> {
                    for (String suffix : suffixes) {
                        if (text.endsWith(suffix)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            // The only way to the class that needs the library of regular expressions, which most
            // policies never load.
            case MATCHES -> RegularExpressions.compile(List.of(nonEmpty(values)));
            case GLOB -> NamePatterns.of(values)::matches;
        };
    }

    /**
     * The values, none of which is empty. An empty one stands for a value that was forgotten, and
     * would be found in every text: as an exception from a rule it would except everything.
     */
    private static String[] nonEmpty(List<String> values) {
        int empty = values.indexOf("");
        if (empty >= 0) {
            throw new InvalidPattern(
                    empty,
                    0,
                    "the value is empty, and would hold for every text",
                    "Write a value, or leave the condition out.");
        }
        return values.toArray(String[]::new);
    }

    /** The compiled values of an operator. */
    interface Test {
        boolean holds(String text);
    }
}
