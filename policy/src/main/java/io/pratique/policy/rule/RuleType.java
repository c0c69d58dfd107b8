package io.pratique.policy.rule;

import io.pratique.model.Severity;
import java.util.List;
import java.util.Set;

/** A kind of rule that a policy can hold. Implementations have no state. */
public interface RuleType {
    /** Its stable id, which policies write as {@code type}. */
    String id();

    /** What violates it, a sentence. */
    String description();

    /** How bad a violation is when the policy does not say. */
    Severity severity();

    /** Where it exists. */
    Set<Target> targets();

    /** What it judges: {@link Subject#WORKLOAD} unless it says otherwise. */
    default Subject subject() {
        return Subject.WORKLOAD;
    }

    List<Parameter> parameters();

    /**
     * Makes the check of a rule.
     *
     * @throws InvalidParameters when the parameters contradict each other
     */
    Check compile(Parameters parameters);
}
