package io.pratique.runtime.correlation;

import io.pratique.document.Position;
import io.pratique.runtime.rule.Priority;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A correlation in Sigma's form.
 *
 * @param name by which other correlations refer to it; unique
 * @param id empty when it has none
 * @param type what is counted
 * @param rules names or ids of detection rules or correlations
 * @param groupBy fields, or names of {@code aliases}, that must be equal; none for one group
 * @param aliases by alias and reference: the field that the alias means for that rule
 * @param timespan in nanoseconds; two events this far apart are still together
 * @param threshold of the count
 * @param field whose values {@link Type#VALUE_COUNT} counts; empty otherwise
 * @param generate whether the detections it counts are told too; when not, they are counted
 */
public record CorrelationRule(
        String title,
        String name,
        String id,
        String description,
        Priority priority,
        Set<String> tags,
        Type type,
        List<String> rules,
        List<String> groupBy,
        Map<String, Map<String, String>> aliases,
        long timespan,
        Threshold threshold,
        String field,
        boolean generate,
        String file,
        Position position) {
    /** What a correlation counts. */
    public enum Type {
        /** Events. */
        EVENT_COUNT("event_count"),
        /** Different values of a field. */
        VALUE_COUNT("value_count"),
        /** Different rules of its list. */
        TEMPORAL("temporal"),
        /** All rules of its list, one after the other. */
        TEMPORAL_ORDERED("temporal_ordered");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public CorrelationRule {
        tags = Set.copyOf(tags);
        rules = List.copyOf(rules);
        groupBy = List.copyOf(groupBy);
        aliases = Map.copyOf(aliases);
    }

    /** The field that a part of {@code group-by}, or {@link #field}, means for a rule. */
    String fieldOf(String nameOrAlias, String reference) {
        Map<String, String> byRule = aliases.get(nameOrAlias);
        return byRule == null ? nameOrAlias : byRule.getOrDefault(reference, nameOrAlias);
    }
}
