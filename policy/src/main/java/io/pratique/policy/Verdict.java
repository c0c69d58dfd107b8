package io.pratique.policy;

import java.util.Locale;

/**
 * What is decided on a workload. UNKNOWN: nothing blocks or logs it, and something could not be
 * judged.
 */
public enum Verdict {
    ALLOW,
    UNKNOWN,
    LOG,
    BLOCK;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
