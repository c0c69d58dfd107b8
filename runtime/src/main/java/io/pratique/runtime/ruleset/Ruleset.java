package io.pratique.runtime.ruleset;

import io.pratique.document.Position;
import io.pratique.runtime.rule.RuleAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rules are on, for which pods of which clusters, and what they do.
 *
 * @param name letters, digits, {@code _} and {@code .}; never changes
 * @param description free text, may be empty
 * @param podLabels the pods it is for; has no effect on Amazon ECS
 * @param clusterLabels the clusters it is for
 * @param rules in their order; a rule that is not in the list is off
 */
public record Ruleset(
        String name,
        String description,
        Selector podLabels,
        Selector clusterLabels,
        List<Entry> rules,
        String file,
        Position position) {
    public Ruleset {
        rules = List.copyOf(rules);
    }

    /**
     * A rule that is on.
     *
     * @param id of the rule, or its name when it has none
     * @param action empty for what the rule says itself, which is log when it says nothing
     */
    public record Entry(String id, Optional<RuleAction> action, Position position) {}

    /** A label. */
    public record Label(String key, String value) {}

    /** How labels are meant. */
    public enum Match {
        /** What carries any of them. */
        ANY("any"),
        /** What carries none of them. */
        NOT_ANY("notAny");

        private final String word;

        Match(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * Chooses by labels.
     *
     * @param labels none for everything
     */
    public record Selector(List<Label> labels, Match match) {
        public Selector {
            labels = List.copyOf(labels);
        }

        /** Whether something with these labels is chosen. */
        public boolean selects(Map<String, String> carried) {
            if (labels.isEmpty()) {
                return true;
            }
            boolean any =
                    labels.stream()
                            .anyMatch(label -> label.value().equals(carried.get(label.key())));
            return any == (match == Match.ANY);
        }
    }

    /**
     * Whether the ruleset is for a pod.
     *
     * @param pod its labels
     * @param cluster those of its cluster
     */
    public boolean selects(Map<String, String> pod, Map<String, String> cluster) {
        return podLabels.selects(pod) && clusterLabels.selects(cluster);
    }

    /** The entry of a rule, by its id or name. */
    public Optional<Entry> entry(String id, String name) {
        return rules.stream()
                .filter(entry -> entry.id().equals(id) || entry.id().equals(name))
                .findFirst();
    }
}
