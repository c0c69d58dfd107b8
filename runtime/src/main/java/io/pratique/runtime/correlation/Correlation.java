package io.pratique.runtime.correlation;

import java.util.List;
import java.util.Map;

/**
 * A correlation that held.
 *
 * @param group the fields or aliases of {@code group-by} and their common values
 * @param count what was counted: events, values, or rules
 * @param first the time of the earliest event, in nanoseconds since 1970
 * @param last the time of the latest event
 * @param examples some of the events, the latest last; at least one
 */
public record Correlation(
        CorrelationRule rule,
        Map<String, String> group,
        long count,
        long first,
        long last,
        List<Occurrence> examples) {
    public Correlation {
        group = Map.copyOf(group);
        examples = List.copyOf(examples);
    }

    /** As another correlation counts it. */
    Occurrence occurrence() {
        return new Occurrence(rule.name(), rule.id(), last, group);
    }
}
