package io.pratique.policy.format;

import io.pratique.document.Kind;
import io.pratique.document.Node;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the values of rule parameters. */
final class ParameterValues {
    private ParameterValues() {}

    /**
     * The value as {@link io.pratique.policy.rule.Parameters} keeps it; empty when it is wrong,
     * which is then a problem.
     */
    static Optional<Object> read(Parameter parameter, Node node, Problems problems) {
        Optional<Object> value =
                switch (parameter.shape()) {
                    case FLAG ->
                            node.isBoolean()
                                    ? Optional.of(node.kind() == Kind.TRUE)
                                    : Optional.empty();
                    case TEXT -> node.isText() ? Optional.of(node.text()) : Optional.empty();
                    case NUMBER -> number(node).map(number -> (Object) number);
                    case TEXTS ->
                            node.isArray() && node.elements().stream().allMatch(Node::isText)
                                    ? Optional.of(node.elements().stream().map(Node::text).toList())
                                    : Optional.empty();
                    case NUMBERS -> numbers(node);
                    case OBJECTS -> objects(parameter, node, problems);
                };
        if (value.isEmpty()) {
            problems.error(
                    node,
                    "wrong-parameter",
                    "'"
                            + parameter.name()
                            + "' must be "
                            + parameter.shape().words()
                            + ", and is "
                            + node.kind().word(),
                    "");
            return value;
        }
        if (parameter.shape() == Parameter.Shape.OBJECTS) {
            return value;
        }
        List<?> written = value.get() instanceof List<?> list ? list : List.of(value.get());
        for (Object word : written) {
            if (!parameter.choices().isEmpty() && !parameter.choices().contains(word)) {
                problems.error(
                        node,
                        "wrong-parameter",
                        "'"
                                + parameter.name()
                                + "' must be one of "
                                + String.join(", ", parameter.choices())
                                + ", and is '"
                                + word
                                + "'",
                        Nearest.hint(String.valueOf(word), parameter.choices()));
                return Optional.empty();
            }
        }
        return value;
    }

    private static Optional<Long> number(Node node) {
        long number = node.document().asLong(node.index(), Long.MIN_VALUE);
        return number == Long.MIN_VALUE ? Optional.empty() : Optional.of(number);
    }

    private static Optional<Object> numbers(Node node) {
        if (!node.isArray()) {
            return Optional.empty();
        }
        List<Long> numbers = new ArrayList<>();
        for (Node element : node.elements()) {
            Optional<Long> number = number(element);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            numbers.add(number.get());
        }
        return Optional.of(numbers);
    }

    private static Optional<Object> objects(Parameter parameter, Node node, Problems problems) {
        if (!node.isArray() || !node.elements().stream().allMatch(Node::isObject)) {
            return Optional.empty();
        }
        List<Parameters> objects = new ArrayList<>();
        for (Node element : node.elements()) {
            objects.add(
                    Parameters.of(
                            parameter.fields(),
                            written(
                                    "'" + parameter.name() + "'",
                                    parameter.fields(),
                                    element,
                                    problems)));
        }
        return Optional.of(objects);
    }

    /** The values that an object gives for some parameters; what is wrong becomes a problem. */
    static Map<String, Object> written(
            String owner, List<Parameter> known, Node object, Problems problems) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Parameter> byName = new LinkedHashMap<>();
        for (Parameter parameter : known) {
            byName.put(parameter.name(), parameter);
            if (parameter.required() && object.present(parameter.name()).isEmpty()) {
                problems.error(
                        object,
                        "missing-parameter",
                        owner + " needs the parameter '" + parameter.name() + "'",
                        parameter.description());
            }
        }
        for (Map.Entry<String, Node> member : object.members()) {
            Parameter parameter = byName.get(member.getKey());
            if (parameter == null) {
                problems.error(
                        object.positionOfKey(member.getKey()),
                        member.getValue().pointer(),
                        "unknown-parameter",
                        owner + " has no parameter '" + member.getKey() + "'",
                        unknown(member.getKey(), byName.keySet()));
            } else if (!member.getValue().isNull()) {
                read(parameter, member.getValue(), problems)
                        .ifPresent(value -> values.put(parameter.name(), value));
            }
        }
        return values;
    }

    private static String unknown(String key, Set<String> known) {
        String near = Nearest.hint(key, known);
        if (!near.isEmpty()) {
            return near;
        }
        return known.isEmpty() ? "It has none." : "It has " + String.join(", ", known) + ".";
    }
}
