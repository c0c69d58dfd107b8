package io.pratique.runtime.correlation;

import java.util.Map;

/**
 * What a suppression counted in one window.
 *
 * @param rule whose detections they are
 * @param group the fields of {@code group-by} and their values; fields without a value are absent
 * @param passed how many were told
 * @param suppressed how many were not; at least one
 * @param first the time of the first event of the window, in nanoseconds since 1970
 * @param last the time of the last one
 */
public record Suppressed(
        Suppression suppression,
        String rule,
        Map<String, String> group,
        long passed,
        long suppressed,
        long first,
        long last) {
    public Suppressed {
        group = Map.copyOf(group);
    }
}
