package io.pratique.collect;

import java.util.List;
import java.util.Optional;

/**
 * What a collector looked at and what became of it (spec/posture.md, section 4). It is what turns a
 * hole into "no evidence" instead of a pass: whatever a collector was to read has an entry here,
 * and a fact that is missing from the document has one that is not {@link Status#OK}.
 */
public record Coverage(List<Entry> entries) {
    public Coverage {
        entries = List.copyOf(entries);
    }

    /** Whether a source was read. */
    public enum Status {
        OK,
        /** There, and not for us to read. */
        DENIED,
        /** Asked, and the answer did not come or made no sense. */
        FAILED,
        /** Not asked, as there is nothing to ask or it was not wanted. */
        SKIPPED
    }

    /** Why a source was not read: the reason codes of {@code NO_EVIDENCE} (section 2). */
    public enum Reason {
        NOT_COLLECTED,
        ACCESS_DENIED,
        THROTTLED,
        UNREACHABLE,
        UNRESOLVED_IAC,
        PARSE_ERROR,
        TOO_LARGE,
        UNSUPPORTED_FORMAT
    }

    /**
     * One call or group of files.
     *
     * @param source a word of the {@code evidence} column of the template table: {@code
     *     docker-daemon}, {@code host-files}…
     * @param reason empty exactly when the status is OK
     * @param detail the call or the path, and what came back; empty when there is nothing to add
     * @param subject the id of the subject that has the hole; empty when no single one has it
     * @param path a JSON pointer into the {@code doc} of that subject: what stands there, or would,
     *     is not known
     */
    public record Entry(
            String source,
            Status status,
            Optional<Reason> reason,
            String detail,
            String subject,
            String path) {
        public Entry {
            if (reason.isEmpty() != (status == Status.OK)) {
                throw new IllegalArgumentException(
                        source + ": a source that was not read has a reason, and no other");
            }
        }

        public static Entry ok(String source, String detail) {
            return new Entry(source, Status.OK, Optional.empty(), detail, "", "");
        }

        public static Entry denied(String source, String detail) {
            return new Entry(
                    source, Status.DENIED, Optional.of(Reason.ACCESS_DENIED), detail, "", "");
        }

        public static Entry failed(String source, Reason reason, String detail) {
            return new Entry(source, Status.FAILED, Optional.of(reason), detail, "", "");
        }

        public static Entry skipped(String source, String detail) {
            return new Entry(
                    source, Status.SKIPPED, Optional.of(Reason.NOT_COLLECTED), detail, "", "");
        }

        /** The same as a hole of one subject. */
        public Entry in(String subject, String path) {
            return new Entry(source, status, reason, detail, subject, path);
        }
    }

    /** Whether everything was read. */
    public boolean isComplete() {
        return entries.stream().allMatch(entry -> entry.status() == Status.OK);
    }

    /** The entries of one source, in their order. */
    public List<Entry> of(String source) {
        return entries.stream().filter(entry -> entry.source().equals(source)).toList();
    }
}
