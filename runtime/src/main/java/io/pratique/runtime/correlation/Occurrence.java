package io.pratique.runtime.correlation;

import java.util.Map;

/**
 * A detection, or a correlation that another one counts.
 *
 * @param rule the name of the rule
 * @param id of the rule; empty when it has none
 * @param time of the event, in nanoseconds since 1970
 * @param fields values by their fields, as outputs print them; a field without a value is absent
 */
public record Occurrence(String rule, String id, long time, Map<String, String> fields) {
    public Occurrence {
        fields = Map.copyOf(fields);
    }

    /** Whether a reference in a correlation or suppression means this rule. */
    boolean isOf(String reference) {
        return rule.equals(reference) || (!id.isEmpty() && id.equals(reference));
    }
}
