package io.pratique.policy;

/**
 * When a workload is judged. The rules and the engine are the same; only which of them count
 * differs.
 */
public enum Phase {
    /** Before it starts: every rule, as every rule has an action. */
    DEPLOYMENT,
    /** While it runs: the rules that have a mitigation. */
    CONTINUOUS
}
