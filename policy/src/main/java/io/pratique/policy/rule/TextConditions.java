package io.pratique.policy.rule;

import io.pratique.policy.match.InvalidPattern;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import java.util.Arrays;
import java.util.List;

/** What the rule types with an operator and values share. */
final class TextConditions {
    static final List<String> OPERATORS =
            Arrays.stream(TextOperator.values()).map(TextOperator::id).toList();

    private TextConditions() {}

    /**
     * Compiles a condition of a rule.
     *
     * @param parameter the one that holds the values, or the way to it: {@code conditions/0/values}
     */
    static TextMatcher compile(String parameter, String operator, List<String> values) {
        if (values.isEmpty()) {
            throw new InvalidParameters(
                    parameter, "'" + name(parameter) + "' has no value", "Write at least one.");
        }
        TextOperator known = TextOperator.ofId(operator).orElseThrow();
        try {
            return TextMatcher.of(known, values);
        } catch (InvalidPattern e) {
            String value = e.index() < values.size() ? values.get(e.index()) : "";
            String place =
                    e.offset().isPresent() ? ", at character " + (e.offset().getAsInt() + 1) : "";
            throw new InvalidParameters(
                    parameter + "/" + e.index(),
                    "'" + value + "' of '" + name(parameter) + "'" + place + ": " + e.getMessage(),
                    e.hint());
        }
    }

    private static String name(String way) {
        return way.substring(way.lastIndexOf('/') + 1);
    }

    /** What would not violate, where the condition says what violates. */
    static String opposite(TextMatcher matcher) {
        String values = String.join("' or '", matcher.values());
        return switch (matcher.operator()) {
            case EQUALS -> "anything but '" + values + "'";
            case NOT_EQUALS -> "'" + values + "'";
            case CONTAINS -> "nothing with '" + values + "' in it";
            case NOT_CONTAINS -> "something with '" + values + "' in it";
            case STARTS_WITH -> "nothing that starts with '" + values + "'";
            case ENDS_WITH -> "nothing that ends with '" + values + "'";
            case MATCHES, GLOB -> "nothing that matches '" + values + "'";
        };
    }

    /** What fulfils the condition. */
    static String words(TextMatcher matcher) {
        return matcher.operator().id() + " '" + String.join("' or '", matcher.values()) + "'";
    }
}
