package io.pratique.collect;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evidence document of one run of a collector, before it is written (spec/posture.md, section
 * 4).
 *
 * @param collector the name of the collector: {@code host-agent}
 * @param version of the program that collects
 * @param scope the names of the account, region and the like; empty for a host on its own
 */
public record Evidence(
        String collector,
        String version,
        Instant collectedAt,
        Origin origin,
        Map<String, String> scope,
        Coverage coverage,
        List<Subject> subjects) {
    /** The version of the form. */
    public static final String SCHEMA = "posture.evidence/1";

    public Evidence {
        scope = Map.copyOf(scope);
        subjects = List.copyOf(subjects);
    }

    /** Where the facts come from. */
    public enum Origin {
        LIVE,
        IAC,
        UPLOAD
    }

    /**
     * One thing to judge, with its facts.
     *
     * @param kind {@code docker.host}, {@code docker.container}, {@code image}, {@code k8s.node}…
     * @param id unique within its kind
     * @param relations the ids of other subjects, by what they are to this one
     * @param facts what the judge needs to know of the subject as a whole
     * @param extra members of the subject beside these, such as {@code ecs}
     * @param content its document, or why there is none
     * @param location where it is written; empty for what is live
     */
    public record Subject(
            String kind,
            String id,
            Map<String, List<String>> relations,
            Value.Fields facts,
            Value.Fields extra,
            Content content,
            Optional<Location> location) {
        public Subject {
            relations = Map.copyOf(relations);
        }

        /** A live subject whose document is redacted first. */
        public static Subject live(
                String kind,
                String id,
                Map<String, List<String>> relations,
                Value.Fields doc,
                Redaction redaction) {
            Redaction.Redacted redacted = redaction.redact(doc);
            return new Subject(
                    kind,
                    id,
                    relations,
                    Value.EMPTY,
                    Value.EMPTY,
                    new Doc(redacted.fields(), List.of(), redacted.pointers()),
                    Optional.empty());
        }

        /** A subject that is there and could not be read. */
        public static Subject missing(
                String kind,
                String id,
                Map<String, List<String>> relations,
                Coverage.Reason reason,
                String supply) {
            return new Subject(
                    kind,
                    id,
                    relations,
                    Value.EMPTY,
                    Value.EMPTY,
                    new Missing(reason, supply),
                    Optional.empty());
        }

        /** The same with members beside. */
        public Subject with(Value.Fields extra) {
            return new Subject(kind, id, relations, facts, extra, content, location);
        }
    }

    /** What a subject has. */
    public sealed interface Content {}

    /**
     * What was read, unknown fields kept.
     *
     * @param unresolved JSON pointers into it: there, and its value is not known
     * @param redactions JSON pointers into it: a secret, or what may be one, stood there
     */
    public record Doc(Value.Fields fields, List<String> unresolved, List<String> redactions)
            implements Content {
        public Doc {
            unresolved = List.copyOf(unresolved);
            redactions = List.copyOf(redactions);
        }
    }

    /**
     * Why a subject has no document.
     *
     * @param supply the call or path that would give it
     */
    public record Missing(Coverage.Reason reason, String supply) implements Content {}

    /**
     * A place in a file.
     *
     * @param line from 1
     */
    public record Location(String file, int line) {}
}
