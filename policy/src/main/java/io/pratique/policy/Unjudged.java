package io.pratique.policy;

import io.pratique.model.Location;

/** A rule that could not be judged: neither passed nor violated. */
public record Unjudged(
        String policy,
        String rule,
        String type,
        String container,
        Location location,
        String reason,
        String remedy) {}
