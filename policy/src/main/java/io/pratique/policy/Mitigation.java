package io.pratique.policy;

import java.util.Locale;

/**
 * What a continuous rule does with a running workload that violates it, the mildest first.
 * Kubernetes only.
 */
public enum Mitigation {
    LOG,
    ISOLATE,
    TERMINATE;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
