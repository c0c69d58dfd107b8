package io.pratique.policy;

import io.pratique.model.Severity;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of a policy.
 *
 * @param id its type; with {@code -2}, {@code -3}… for further rules of the same type; or what the
 *     policy says
 * @param mitigation what is done with a running workload; empty when the rule is judged only at
 *     deployment
 * @param namespaces names or globs where it holds; empty for all
 * @param message what people are told; empty for the type's own description
 * @param enabled false takes the type away, in a namespaced definition also what it would inherit
 */
public record Rule(
        String id,
        RuleType type,
        Parameters parameters,
        Action action,
        Optional<Mitigation> mitigation,
        List<String> namespaces,
        Severity severity,
        String message,
        WhenUnknown whenUnknown,
        boolean enabled) {
    /** The type of the rules about signatures. */
    public static final String SIGNATURE_TYPE = "verifyImages";

    public Rule {
        namespaces = List.copyOf(namespaces);
    }

    /** Whether it is about signatures, so that no exception applies to it. */
    public boolean isSignature() {
        return type.id().equals(SIGNATURE_TYPE);
    }

    /** A rule with some parameters of its own, in every namespace. */
    static Rule of(RuleType type, Action action, Map<String, Object> written) {
        return new Rule(
                type.id(),
                type,
                parameters(type, written),
                action,
                Optional.empty(),
                List.of(),
                type.severity(),
                "",
                WhenUnknown.REPORT,
                true);
    }

    /** The parameters of a rule: those written, and the defaults of the others. */
    public static Parameters parameters(RuleType type, Map<String, Object> written) {
        return Parameters.of(type.parameters(), written);
    }
}
