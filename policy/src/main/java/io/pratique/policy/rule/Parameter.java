package io.pratique.policy.rule;

import java.util.List;

/**
 * A parameter of a rule type: the one source of its reading, its schema and its documentation.
 *
 * @param name as written in a policy
 * @param required true when a policy must write it; the fallback then counts for nothing
 * @param fallback the value when it is not written
 * @param choices the values allowed; empty for any
 * @param fields what each object of the list has; empty for other shapes
 * @param description a sentence, with the reason of the default
 */
public record Parameter(
        String name,
        Shape shape,
        boolean required,
        Object fallback,
        List<String> choices,
        List<Parameter> fields,
        String description) {
    public Parameter {
        choices = List.copyOf(choices);
        fields = List.copyOf(fields);
    }

    /** The type of the value. */
    public enum Shape {
        FLAG("true or false"),
        TEXT("a text"),
        NUMBER("a whole number"),
        TEXTS("a list of texts"),
        NUMBERS("a list of whole numbers"),
        OBJECTS("a list of objects");

        private final String words;

        Shape(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    static Parameter flag(String name, boolean fallback, String description) {
        return optional(name, Shape.FLAG, fallback, List.of(), description);
    }

    static Parameter text(String name, String fallback, String description) {
        return optional(name, Shape.TEXT, fallback, List.of(), description);
    }

    static Parameter choice(
            String name, String fallback, List<String> choices, String description) {
        return optional(name, Shape.TEXT, fallback, choices, description);
    }

    static Parameter number(String name, long fallback, String description) {
        return optional(name, Shape.NUMBER, fallback, List.of(), description);
    }

    static Parameter texts(String name, List<String> fallback, String description) {
        return optional(name, Shape.TEXTS, fallback, List.of(), description);
    }

    static Parameter numbers(String name, List<Long> fallback, String description) {
        return optional(name, Shape.NUMBERS, fallback, List.of(), description);
    }

    /** Objects that {@link Parameters#objects} gives; none when it is not written. */
    static Parameter objects(String name, List<Parameter> fields, String description) {
        return new Parameter(name, Shape.OBJECTS, false, List.of(), List.of(), fields, description);
    }

    /** What a boolean rule does with a value that is not written. */
    static Parameter whenUnset(boolean violates, String reason) {
        return choice(
                "whenUnset", violates ? "violate" : "pass", List.of("violate", "pass"), reason);
    }

    /** The same parameter, which a policy must write. */
    Parameter mustBeWritten() {
        return new Parameter(name, shape, true, fallback, choices, fields, description);
    }

    private static Parameter optional(
            String name, Shape shape, Object fallback, List<String> choices, String description) {
        return new Parameter(name, shape, false, fallback, choices, List.of(), description);
    }
}
