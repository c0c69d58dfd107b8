package io.pratique.policy.rule;

/**
 * What is known beside the workload itself, such as the scan results of its images. Not known is a
 * fact of its own.
 */
public interface Facts {
    /** Knows nothing. */
    static Facts none() {
        return new Facts() {};
    }
}
