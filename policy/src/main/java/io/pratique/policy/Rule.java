package io.pratique.policy;

import io.pratique.model.Severity;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A rule of a policy.
 *
 * @param id its type; with {@code -2}, {@code -3}… for further rules of the same type
 * @param namespaces where it holds; empty for all
 * @param message what people are told; empty for the type's own description
 */
public record Rule(
        String id,
        RuleType type,
        Parameters parameters,
        Action action,
        List<String> namespaces,
        Severity severity,
        String message) {
    public Rule {
        namespaces = List.copyOf(namespaces);
    }

    /** A rule with some parameters of its own, in every namespace. */
    static Rule of(RuleType type, Action action, Map<String, Object> written) {
        Map<String, Object> values =
                type.parameters().stream()
                        .collect(
                                Collectors.toMap(
                                        parameter -> parameter.name(),
                                        parameter ->
                                                written.getOrDefault(
                                                        parameter.name(), parameter.fallback())));
        return new Rule(
                type.id(), type, new Parameters(values), action, List.of(), type.severity(), "");
    }
}
