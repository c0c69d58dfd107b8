package io.pratique.posture.evidence;

import java.util.Locale;
import java.util.Optional;

/** Where evidence comes from. In {@link #IAC} an absent field has the default of its format. */
public enum Origin {
    LIVE,
    IAC,
    UPLOAD;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Origin> of(String id) {
        for (Origin origin : values()) {
            if (origin.id().equals(id)) {
                return Optional.of(origin);
            }
        }
        return Optional.empty();
    }
}
