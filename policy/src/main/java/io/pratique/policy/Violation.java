package io.pratique.policy;

import io.pratique.model.Location;
import io.pratique.model.Severity;
import io.pratique.policy.rule.Fix;
import java.util.Optional;

/**
 * A value that breaks a rule.
 *
 * @param action what its rule does at deployment
 * @param mitigation what its rule does with a running workload; empty for nothing
 * @param container the name of the container; empty for the pod or task itself
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
        Fix fix) {}
