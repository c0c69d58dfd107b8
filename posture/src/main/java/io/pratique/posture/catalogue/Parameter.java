package io.pratique.posture.catalogue;

import java.util.List;

/**
 * What the owner of a template may set.
 *
 * @param type {@code boolean}, {@code integer}, {@code string}, {@code duration} or {@code
 *     string-list}
 * @param values the default; one word unless it is a list; {@code none} for a text that is not set
 * @param strict the default of the profile {@code strict}
 */
public record Parameter(
        String name, String type, List<String> values, List<String> strict, String description) {
    /** Its JSON Schema. */
    public String schema() {
        return switch (type) {
            case "boolean" -> "{\"type\":\"boolean\"}";
            case "integer" -> "{\"type\":\"integer\",\"minimum\":0}";
            case "string-list" -> "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}";
            default -> "{\"type\":\"string\"}";
        };
    }
}
