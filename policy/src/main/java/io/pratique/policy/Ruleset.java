package io.pratique.policy;

import java.util.List;
import java.util.Optional;

/**
 * Which runtime detections are on, for which pods, and what they do. A policy names its rulesets.
 *
 * @param name letters, digits, {@code _}, {@code .} and {@code -}; never changes
 * @param description free text, may be empty
 * @param labels the pods it is for; empty for all
 * @param match how the labels are meant
 * @param rules in their order
 */
public record Ruleset(
        String name,
        String description,
        List<Label> labels,
        LabelMatch match,
        List<Detection> rules) {
    public Ruleset {
        labels = List.copyOf(labels);
        rules = List.copyOf(rules);
    }

    /** A label of a pod. */
    public record Label(String key, String value) {}

    /** How labels are meant. */
    public enum LabelMatch {
        /** Pods that carry any of them. */
        ANY("any"),
        /** Pods that carry none of them. */
        NOT_ANY("notAny");

        private final String id;

        LabelMatch(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /**
     * A detection rule that is on.
     *
     * @param id such as {@code PQ-0001}; a ruleset that came from elsewhere keeps its ids
     * @param mitigation empty when the ruleset does not say, which counts as log
     */
    public record Detection(String id, Optional<Mitigation> mitigation) {}
}
