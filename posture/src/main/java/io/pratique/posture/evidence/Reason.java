package io.pratique.posture.evidence;

import java.util.Optional;

/** Why something is not known. */
public enum Reason {
    NOT_COLLECTED,
    ACCESS_DENIED,
    THROTTLED,
    UNREACHABLE,
    UNRESOLVED_IAC,
    PARSE_ERROR,
    TOO_LARGE,
    UNSUPPORTED_FORMAT,
    STALE,
    PARAM_MISSING;

    public static Optional<Reason> of(String name) {
        for (Reason reason : values()) {
            if (reason.name().equals(name)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
