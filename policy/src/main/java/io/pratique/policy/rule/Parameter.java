package io.pratique.policy.rule;

import java.util.List;

/**
 * A parameter of a rule type: the one source of its reading, its schema and its documentation.
 *
 * @param name as written in a policy
 * @param fallback the value when it is not written
 * @param choices the values allowed; empty for any
 * @param description a sentence, with the reason of the default
 */
public record Parameter(
        String name, Shape shape, Object fallback, List<String> choices, String description) {
    /** The type of the value. */
    public enum Shape {
        FLAG("true or false"),
        TEXT("a text"),
        NUMBER("a whole number"),
        TEXTS("a list of texts"),
        NUMBERS("a list of whole numbers");

        private final String words;

        Shape(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    static Parameter flag(String name, boolean fallback, String description) {
        return new Parameter(name, Shape.FLAG, fallback, List.of(), description);
    }

    static Parameter choice(
            String name, String fallback, List<String> choices, String description) {
        return new Parameter(name, Shape.TEXT, fallback, choices, description);
    }

    static Parameter texts(String name, List<String> fallback, String description) {
        return new Parameter(name, Shape.TEXTS, fallback, List.of(), description);
    }

    static Parameter numbers(String name, List<Long> fallback, String description) {
        return new Parameter(name, Shape.NUMBERS, fallback, List.of(), description);
    }

    /** What a boolean rule does with a value that is not written. */
    static Parameter whenUnset(boolean violates, String reason) {
        return choice(
                "whenUnset", violates ? "violate" : "pass", List.of("violate", "pass"), reason);
    }
}
