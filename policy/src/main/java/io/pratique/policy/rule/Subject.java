package io.pratique.policy.rule;

/** What a rule type judges; a rule is never asked about anything else. */
public enum Subject {
    /** Pods, what makes pods, and task definitions. */
    WORKLOAD,
    /** A request of somebody who wants into a running pod: exec, attach, port-forward. */
    POD_ACCESS;

    /** What an object of a kind is a subject of. */
    public static Subject ofKind(String kind) {
        return switch (kind) {
            case "PodExecOptions", "PodAttachOptions", "PodPortForwardOptions" -> POD_ACCESS;
            default -> WORKLOAD;
        };
    }
}
