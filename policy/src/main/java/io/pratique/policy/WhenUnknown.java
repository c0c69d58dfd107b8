package io.pratique.policy;

import java.util.Locale;

/** What a rule does with what it cannot judge. */
public enum WhenUnknown {
    /** Says so: the verdict is unknown unless something else logs or blocks. The default. */
    REPORT,
    LOG,
    BLOCK,
    PASS;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
