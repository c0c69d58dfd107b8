package io.pratique.policy;

import java.util.Locale;

/** What a deployment rule does with what violates it, the mildest first. */
public enum Action {
    LOG,
    BLOCK;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
