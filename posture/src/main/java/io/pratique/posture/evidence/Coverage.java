package io.pratique.posture.evidence;

import java.util.Optional;

/**
 * What a collector read, or could not.
 *
 * @param source the word of the call or file group: {@code docker-daemon}, {@code
 *     ecs:DescribeTaskDefinition}
 * @param reason set unless the status is {@link Status#OK}
 * @param detail for people: {@code GET /info: 403}; never a secret
 * @param subject the id of the subject that has the hole; empty when it is the whole source
 * @param path a JSON pointer inside the subject's {@code doc}; empty when it is all of it
 */
public record Coverage(
        String source,
        Status status,
        Optional<Reason> reason,
        String detail,
        String subject,
        String path) {
    /** How it went. */
    public enum Status {
        OK,
        DENIED,
        FAILED,
        SKIPPED;

        static Optional<Status> of(String name) {
            for (Status status : values()) {
                if (status.name().equals(name)) {
                    return Optional.of(status);
                }
            }
            return Optional.empty();
        }
    }

    /** The reason to give for what this entry left out. */
    public Reason why() {
        return reason.orElse(
                switch (status) {
                    case DENIED -> Reason.ACCESS_DENIED;
                    case FAILED -> Reason.UNREACHABLE;
                    case OK, SKIPPED -> Reason.NOT_COLLECTED;
                });
    }
}
