package io.pratique.runtime.ruleset;

import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.RuleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rulesets of a policy: which rules are on, and what is to be done when one fires in a pod. */
public final class Rulesets {
    private final List<Ruleset> rulesets;

    public Rulesets(List<Ruleset> rulesets) {
        this.rulesets = List.copyOf(rulesets);
    }

    /** The rules that any of the rulesets has, in the order given: what is to be compiled. */
    public List<DetectionRule> enabled(List<DetectionRule> rules) {
        List<DetectionRule> enabled = new ArrayList<>();
        for (DetectionRule rule : rules) {
            if (rulesets.stream().anyMatch(r -> r.entry(rule.id(), rule.name()).isPresent())) {
                enabled.add(rule);
            }
        }
        return enabled;
    }

    /**
     * What a ruleset says about a detection.
     *
     * @param ruleset the one that asks for most
     */
    public record Ruling(Ruleset ruleset, Enforcement enforcement) {}

    /**
     * What is to be done when a rule fired; empty when no ruleset that is for the pod has it. Where
     * several have it, the strongest action counts.
     *
     * @param pod its labels; on Amazon ECS they have no effect
     * @param cluster the labels of the cluster
     */
    public Optional<Ruling> ruling(
            DetectionRule rule,
            Map<String, String> pod,
            Map<String, String> cluster,
            Enforcement.Capability place) {
        boolean isKubernetes = place == Enforcement.Capability.KUBERNETES;
        @Nullable Ruling best = null;
        for (Ruleset ruleset : rulesets) {
            boolean selects =
                    ruleset.clusterLabels().selects(cluster)
                            && (!isKubernetes || ruleset.podLabels().selects(pod));
            Optional<Ruleset.Entry> entry = ruleset.entry(rule.id(), rule.name());
            if (selects && entry.isPresent()) {
                RuleAction action = entry.get().action().orElse(rule.action());
                if (best == null || action.compareTo(best.enforcement().asked()) > 0) {
                    best = new Ruling(ruleset, Enforcement.of(action, place));
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
