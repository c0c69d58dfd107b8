package io.pratique.policy;

import java.util.Locale;

/** What an update is held to for what was wrong before it. */
public enum Existing {
    /** Everything counts: an update that keeps a violation is judged as one that brings it. */
    JUDGE,
    /** Only what the update brings counts; what it keeps is listed beside the decision. */
    ALLOW;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
