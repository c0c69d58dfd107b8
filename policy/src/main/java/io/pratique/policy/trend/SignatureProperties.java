package io.pratique.policy.trend;

import io.pratique.document.Nearest;
import io.pratique.document.Node;
import io.pratique.policy.Rule;
import io.pratique.policy.format.Problems;
import io.pratique.policy.format.RuleCompilation;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the properties of verifyImages: {@code attestors.all} and {@code any} are {@code allOf} and
 * {@code anyOf} here, and each condition has one value and words of its own for the operators.
 */
final class SignatureProperties {
    private static final Map<String, String> OPERATORS =
            Map.of(
                    "equals", "equals",
                    "contains", "contains",
                    "beginsWith", "startsWith",
                    "startsWith", "startsWith",
                    "endsWith", "endsWith");

    private SignatureProperties() {}

    static Optional<TrendTypes.Typed> read(RuleType type, Node properties, Problems problems) {
        Map<String, Object> values = new LinkedHashMap<>();
        Optional<Node> attestors = properties.present("attestors");
        if (attestors.isEmpty()) {
            problems.error(properties, "missing-parameter", "'verifyImages' needs attestors", "");
            return Optional.empty();
        }
        names(attestors.get(), "all", "allOf", values, problems);
        names(attestors.get(), "any", "anyOf", values, problems);
        List<Parameters> conditions = new ArrayList<>();
        List<Parameter> fields =
                type.parameters().stream()
                        .filter(parameter -> parameter.name().equals("conditions"))
                        .findFirst()
                        .map(Parameter::fields)
                        .orElse(List.of());
        for (Node condition : RulesetReader.list(properties, "conditions", problems)) {
            condition(condition, fields, problems).ifPresent(conditions::add);
        }
        if (!conditions.isEmpty()) {
            values.put("conditions", List.copyOf(conditions));
        }
        if (problems.hasErrors()) {
            return Optional.empty();
        }
        Parameters parameters = Rule.parameters(type, values);
        RuleCompilation.check(type, parameters, properties, problems);
        return Optional.of(new TrendTypes.Typed(type, parameters));
    }

    private static void names(
            Node attestors, String from, String to, Map<String, Object> values, Problems problems) {
        List<String> names = new ArrayList<>();
        for (Node name : RulesetReader.list(attestors, from, problems)) {
            if (name.isText()) {
                names.add(name.text());
            } else {
                problems.error(
                        name, "wrong-parameter", "the name of an attestor must be a text", "");
            }
        }
        if (!names.isEmpty()) {
            values.put(to, List.copyOf(names));
        }
    }

    private static Optional<Parameters> condition(
            Node node, List<Parameter> fields, Problems problems) {
        Optional<String> type =
                word(node, "type", Map.of("match", "match", "exclude", "exclude"), problems);
        Optional<String> part =
                word(
                        node,
                        "resourceFilter",
                        Map.of("registry", "registry", "repository", "repository"),
                        problems);
        Optional<String> operator = word(node, "operatorOrFunction", OPERATORS, problems);
        Optional<String> value = node.textOf("value");
        if (value.isEmpty()) {
            problems.error(node, "missing-parameter", "the condition lacks its value", "");
        }
        if (type.isEmpty() || part.isEmpty() || operator.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Parameters.of(
                        fields,
                        Map.of(
                                "type", type.get(),
                                "part", part.get(),
                                "operator", operator.get(),
                                "values", List.of(value.get()))));
    }

    private static Optional<String> word(
            Node node, String name, Map<String, String> words, Problems problems) {
        Optional<Node> written = node.present(name);
        Optional<String> word =
                written.filter(Node::isText).map(Node::text).map(text -> words.get(text));
        if (word.isEmpty()) {
            problems.error(
                    written.orElse(node),
                    "wrong-parameter",
                    "'"
                            + name
                            + "' of a condition must be one of "
                            + String.join(", ", words.keySet().stream().sorted().toList()),
                    written.filter(Node::isText)
                            .map(text -> Nearest.hint(text.text(), words.keySet()))
                            .orElse(""));
        }
        return word;
    }
}
