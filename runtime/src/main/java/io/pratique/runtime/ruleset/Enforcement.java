package io.pratique.runtime.ruleset;

import io.pratique.runtime.rule.RuleAction;

/**
 * What a rule's action comes to where it runs.
 *
 * @param asked by the ruleset
 * @param done what can be done there
 * @param reason why it is less than what was asked, a sentence; empty when it is not
 */
public record Enforcement(RuleAction asked, RuleAction done, String reason) {
    /** What the place of a workload can do. */
    public enum Capability {
        /** A Kubernetes cluster: network policies isolate, pods are deleted. */
        KUBERNETES,
        /** Amazon ECS with an agent that may stop tasks. */
        ECS_STOPS_TASKS,
        /** Amazon ECS with an agent that watches only. */
        ECS_WATCHES
    }

    /** Whether less is done than asked; such a downgrade is shown, never silent. */
    public boolean isDowngraded() {
        return asked != done;
    }

    /** What an action comes to. */
    public static Enforcement of(RuleAction asked, Capability place) {
        return switch (asked) {
            case LOG -> new Enforcement(asked, asked, "");
            case ISOLATE ->
                    switch (place) {
                        case KUBERNETES -> new Enforcement(asked, asked, "");
                        case ECS_STOPS_TASKS, ECS_WATCHES ->
                                new Enforcement(
                                        asked,
                                        RuleAction.LOG,
                                        "Amazon ECS cannot isolate a task: it is logged.");
                    };
            case TERMINATE ->
                    switch (place) {
                        case KUBERNETES, ECS_STOPS_TASKS -> new Enforcement(asked, asked, "");
                        case ECS_WATCHES ->
                                new Enforcement(
                                        asked,
                                        RuleAction.LOG,
                                        "The agent of this cluster may not stop tasks: it is"
                                                + " logged.");
                    };
        };
    }
}
