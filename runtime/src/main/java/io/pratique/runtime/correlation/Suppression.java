package io.pratique.runtime.correlation;

import io.pratique.document.Position;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Detections that are counted instead of told, one window of time after the other; how many there
 * were is told when the window closes.
 *
 * @param rules names or ids; none for all rules
 * @param where fields and the values they must have
 * @param groupBy fields: each combination of their values is counted by itself
 * @param pass how many of each window are told; 0 for none
 * @param timespan of a window, in nanoseconds
 * @param until the time of an event, in nanoseconds since 1970, from which everything is told
 *     again; empty for no end
 * @param owner who answers for it; may be empty
 * @param reason may be empty
 */
public record Suppression(
        String title,
        List<String> rules,
        Map<String, String> where,
        List<String> groupBy,
        long pass,
        long timespan,
        OptionalLong until,
        String owner,
        String reason,
        String file,
        Position position) {
    public Suppression {
        rules = List.copyOf(rules);
        where = Map.copyOf(where);
        groupBy = List.copyOf(groupBy);
    }

    boolean isFor(Occurrence occurrence) {
        if (until.isPresent() && occurrence.time() >= until.getAsLong()) {
            return false;
        }
        if (!rules.isEmpty() && rules.stream().noneMatch(occurrence::isOf)) {
            return false;
        }
        return where.entrySet().stream()
                .allMatch(wanted ->
                        wanted.getValue().equals(occurrence.fields().get(wanted.getKey())));
    }
}
