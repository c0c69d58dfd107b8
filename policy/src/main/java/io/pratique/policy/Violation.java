package io.pratique.policy;

import io.pratique.model.Location;
import io.pratique.model.Severity;
import io.pratique.policy.rule.Fix;

/**
 * A value that breaks a rule.
 *
 * @param container the name of the container; empty for the pod or task itself
 */
public record Violation(
        String policy,
        String rule,
        String type,
        Action action,
        Severity severity,
        String container,
        Location location,
        String observed,
        String expected,
        String message,
        Fix fix) {}
