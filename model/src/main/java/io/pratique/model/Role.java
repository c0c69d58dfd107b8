package io.pratique.model;

import java.util.Locale;

/** The part that a container plays in its workload. */
public enum Role {
    /** Runs to its end before the others start. */
    INIT,
    /** An init container that goes on running (its {@code restartPolicy} is Always). */
    SIDECAR,
    MAIN,
    /** Added to a running pod for debugging. */
    EPHEMERAL;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
