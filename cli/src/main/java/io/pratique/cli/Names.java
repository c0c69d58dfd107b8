package io.pratique.cli;

import io.pratique.model.Identity;
import io.pratique.model.Workload;

/** Workloads and containers as people call them. */
final class Names {
    private Names() {}

    /** {@code Deployment shop/web}, {@code TaskDefinition worker}. */
    static String of(Workload workload) {
        Identity identity = workload.identity();
        String name = identity.name().isEmpty() ? "(no name)" : identity.name();
        return identity.kind()
                + " "
                + (identity.namespace().isEmpty() ? name : identity.namespace() + "/" + name);
    }

    /** As the other one, with the container behind it unless that is empty. */
    static String of(Workload workload, String container) {
        return container.isEmpty() ? of(workload) : of(workload) + ", container " + container;
    }
}
