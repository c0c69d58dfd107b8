package io.pratique.policy;

import io.pratique.model.Location;
import io.pratique.model.Severity;
import io.pratique.policy.rule.Fix;
import java.util.Optional;

/**
 * A value that breaks a rule.
 *
 * @param policy the name of the policy that has the rule
 * @param rule the id of the rule
 * @param type the id of its type
 * @param action what its rule does at deployment
 * @param mitigation what its rule does with a running workload; empty for nothing
 * @param container the name of the container; empty for the pod or task itself
 * @param location where the value stands, or would stand
 * @param observed what stands there; {@code unknown (…)} when a rule treats the unknown as a
 *     violation
 * @param expected what should stand there, or what would make it known; for people
 * @param message what the rule tells people
 */
public record Violation(
        String policy,
        String rule,
        String type,
        Action action,
        Optional<Mitigation> mitigation,
        Severity severity,
        String container,
        Location location,
        String observed,
        String expected,
        String message,
        Fix fix) {

    /** The page about the rule's type, as a path below the project's folder. */
    public String documentation() {
        return documentation(type);
    }

    /**
     * The page about a rule type.
     *
     * @param type its id
     */
    public static String documentation(String type) {
        return "docs/rules/" + type + ".md";
    }
}
