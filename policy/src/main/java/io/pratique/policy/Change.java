package io.pratique.policy;

import io.pratique.model.Workload;

/** What is asked of a cluster with an object. */
public sealed interface Change {
    /** It is made, or somebody wants into it (exec, attach, port-forward). */
    record Create(Workload workload) implements Change {}

    /**
     * It is replaced by another state of it.
     *
     * @param before the object as it stands
     * @param after the object as it would be
     */
    record Update(Workload before, Workload after) implements Change {}

    /** It is taken away. */
    record Delete(Workload workload) implements Change {}
}
