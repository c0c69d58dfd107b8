package io.pratique.policy.format;

import io.pratique.document.Kind;
import io.pratique.document.Nearest;
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
public final class ParameterValues {
    /** What an object gives for some parameters, as {@link Parameters} keeps it. */
    public record Written(Map<String, Object> values) {
        static final Written NONE = new Written(Map.of());
    }

    private ParameterValues() {}

    /** The value, or empty when it is wrong, which is then a problem. */
    private static Optional<Object> read(Parameter parameter, Node node, Problems problems) {
        return switch (parameter.shape()) {
            case FLAG ->
                    node.isBoolean()
                            ? Optional.of(node.kind() == Kind.TRUE)
                            : wrong(parameter, node, problems);
            case TEXT ->
                    node.isText()
                            ? chosen(parameter, node, problems)
                            : wrong(parameter, node, problems);
            case NUMBER -> {
                Optional<Object> number = number(node);
                yield number.isPresent() ? number : wrong(parameter, node, problems);
            }
            case TEXTS, NUMBERS, OBJECTS ->
                    node.isArray()
                            ? list(parameter, node, problems)
                            : wrong(parameter, node, problems);
        };
    }

    private static Optional<Object> list(Parameter parameter, Node list, Problems problems) {
        int errors = problems.errors();
        List<Object> values = new ArrayList<>();
        for (Node element : list.elements()) {
            Optional<Object> value =
                    switch (parameter.shape()) {
                        case TEXTS ->
                                element.isText()
                                        ? chosen(parameter, element, problems)
                                        : wrong(parameter, element, problems);
                        case NUMBERS -> {
                            Optional<Object> number = number(element);
                            yield number.isPresent() ? number : wrong(parameter, element, problems);
                        }
                        case OBJECTS ->
                                Optional.of(
                                        Parameters.of(
                                                parameter.fields(),
                                                written(
                                                                "'" + parameter.name() + "'",
                                                                parameter.fields(),
                                                                element,
                                                                problems)
                                                        .values()));
                        case FLAG, TEXT, NUMBER ->
                                throw new IllegalArgumentException(parameter.name());
                    };
            value.ifPresent(values::add);
        }
        return problems.errors() == errors ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    private static Optional<Object> chosen(Parameter parameter, Node node, Problems problems) {
        String text = node.text();
        if (parameter.choices().isEmpty() || parameter.choices().contains(text)) {
            return Optional.of(text);
        }
        problems.error(
                node,
                "wrong-parameter",
                "'"
                        + parameter.name()
                        + "' must be one of "
                        + String.join(", ", parameter.choices())
                        + ", and is '"
                        + text
                        + "'",
                Nearest.hint(text, parameter.choices()));
        return Optional.empty();
    }

    private static Optional<Object> wrong(Parameter parameter, Node node, Problems problems) {
        problems.error(
                node,
                "wrong-parameter",
                "'"
                        + parameter.name()
                        + "' must be "
                        + parameter.shape().words()
                        + ", and is "
                        + node.kind().word(),
                switch (parameter.shape()) {
                    case TEXTS, NUMBERS, OBJECTS ->
                            node.isArray() || node.isObject()
                                    ? ""
                                    : "Write it as a list: [" + node.text() + "].";
                    case FLAG, TEXT, NUMBER ->
                            node.isText() || node.isArray() || node.isObject()
                                    ? ""
                                    : parameter.shape() == Parameter.Shape.TEXT
                                            ? "Write it between quotes: \"" + node.text() + "\"."
                                            : "";
                });
        return Optional.empty();
    }

    private static Optional<Object> number(Node node) {
        long number = node.document().asLong(node.index(), Long.MIN_VALUE);
        return number == Long.MIN_VALUE ? Optional.empty() : Optional.of(number);
    }

    /** The values that an object gives for some parameters; what is wrong becomes a problem. */
    public static Written written(
            String owner, List<Parameter> known, Node object, Problems problems) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (!object.isObject()) {
            problems.error(
                    object,
                    "wrong-type",
                    "the parameters of "
                            + owner
                            + " must be an object, and this is "
                            + object.kind().word(),
                    "");
            return Written.NONE;
        }
        Map<String, Parameter> byName = new LinkedHashMap<>();
        known.forEach(parameter -> byName.put(parameter.name(), parameter));
        missing(owner, known, object, problems);
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
        return new Written(values);
    }

    /** A problem for each parameter that must be written and is not. */
    static void missing(String owner, List<Parameter> known, Node object, Problems problems) {
        for (Parameter parameter : known) {
            if (parameter.required() && object.present(parameter.name()).isEmpty()) {
                problems.error(
                        object,
                        "missing-parameter",
                        owner + " needs the parameter '" + parameter.name() + "'",
                        parameter.description());
            }
        }
    }

    private static String unknown(String key, Set<String> known) {
        String near = Nearest.hint(key, known);
        if (!near.isEmpty()) {
            return near;
        }
        return known.isEmpty() ? "It has none." : "It has " + String.join(", ", known) + ".";
    }
}
