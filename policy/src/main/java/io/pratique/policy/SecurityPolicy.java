package io.pratique.policy;

import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import java.util.List;
import java.util.Set;

/**
 * A policy: what may run on one platform.
 *
 * @param name letters, digits, {@code _} and {@code .}; presets also have colons
 * @param launchTypes the launch types an ECS policy is for; empty for all, and on Kubernetes
 * @param telemetry whether its decisions become events
 * @param rulesets the names of the runtime rulesets that go with it
 * @param namespaced definitions for some namespaces; Kubernetes only
 */
public record SecurityPolicy(
        String name,
        Platform platform,
        Set<LaunchType> launchTypes,
        String description,
        boolean telemetry,
        List<Rule> rules,
        List<PolicyException> exceptions,
        List<Rule> signatures,
        List<String> rulesets,
        List<Definition> namespaced) {
    public SecurityPolicy {
        launchTypes = Set.copyOf(launchTypes);
        rules = List.copyOf(rules);
        exceptions = List.copyOf(exceptions);
        signatures = List.copyOf(signatures);
        rulesets = List.copyOf(rulesets);
        namespaced = List.copyOf(namespaced);
    }

    /** A policy that has nothing but rules. */
    public static SecurityPolicy of(
            String name, Platform platform, String description, List<Rule> rules) {
        return new SecurityPolicy(
                name,
                platform,
                Set.of(),
                description,
                true,
                rules,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** A copy under another name: {@code x} becomes {@code xPolicy}. */
    public SecurityPolicy duplicate() {
        return new SecurityPolicy(
                name.replace(':', '.') + "Policy",
                platform,
                launchTypes,
                description,
                telemetry,
                rules,
                exceptions,
                signatures,
                rulesets,
                namespaced);
    }
}
