package io.pratique.policy;

import io.pratique.policy.rule.Subject;
import java.util.ArrayList;
import java.util.List;

/** A namespace, or the launch types of an ECS workload, with the rules that hold there. */
final class Place {
    private final HeldRules deployment;
    private final HeldRules continuous;
    private final HeldRules access;
    private final HeldRules continuousAccess;

    Place(List<HeldRule> rules) {
        this.deployment = select(rules, Phase.DEPLOYMENT, Subject.WORKLOAD);
        this.continuous = select(rules, Phase.CONTINUOUS, Subject.WORKLOAD);
        this.access = select(rules, Phase.DEPLOYMENT, Subject.POD_ACCESS);
        this.continuousAccess = select(rules, Phase.CONTINUOUS, Subject.POD_ACCESS);
    }

    private static HeldRules select(List<HeldRule> rules, Phase phase, Subject subject) {
        List<HeldRule> selected = new ArrayList<>();
        for (HeldRule held : rules) {
            Rule rule = held.rule();
            boolean inPhase = phase == Phase.DEPLOYMENT || rule.mitigation().isPresent();
            if (inPhase && rule.type().subject() == subject) {
                selected.add(held);
            }
        }
        return HeldRules.of(selected);
    }

    HeldRules rules(Phase phase, Subject subject) {
        if (phase == Phase.DEPLOYMENT) {
            return subject == Subject.WORKLOAD ? deployment : access;
        }
        return subject == Subject.WORKLOAD ? continuous : continuousAccess;
    }

    /** How many rules it keeps. */
    int size() {
        return deployment.size() + continuous.size() + access.size() + continuousAccess.size();
    }
}
