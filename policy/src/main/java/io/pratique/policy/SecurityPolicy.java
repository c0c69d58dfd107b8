package io.pratique.policy;

import io.pratique.model.Platform;
import java.util.List;

/**
 * A policy: what may run on one platform.
 *
 * @param name letters, digits, {@code _} and {@code .}; presets also have colons
 */
public record SecurityPolicy(String name, Platform platform, String description, List<Rule> rules) {
    public SecurityPolicy {
        rules = List.copyOf(rules);
    }
}
