package io.pratique.policy.rule;

import io.pratique.model.Workload;

/** A rule with its parameters, ready to judge. Immutable and safe for several threads. */
@FunctionalInterface
public interface Check {
    /**
     * Judges a workload.
     *
     * @return true when anything was given to {@code out}
     */
    boolean judge(Workload workload, Facts facts, Findings out);
}
