package io.pratique.runtime.rule;

import java.util.Locale;
import java.util.Optional;

/** How urgent a rule's alert is, the most urgent first. */
public enum Priority {
    EMERGENCY("Emergency"),
    ALERT("Alert"),
    CRITICAL("Critical"),
    ERROR("Error"),
    WARNING("Warning"),
    NOTICE("Notice"),
    INFORMATIONAL("Informational"),
    DEBUG("Debug");

    private final String word;

    Priority(String word) {
        this.word = word;
    }

    /** As alerts write it. */
    public String word() {
        return word;
    }

    public boolean isAtLeast(Priority least) {
        return compareTo(least) <= 0;
    }

    /** The priority that a word means, in any case; {@code info} is informational. */
    public static Optional<Priority> of(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("info")) {
            return Optional.of(INFORMATIONAL);
        }
        for (Priority priority : values()) {
            if (priority.word.toLowerCase(Locale.ROOT).equals(lower)) {
                return Optional.of(priority);
            }
        }
        return Optional.empty();
    }
}
