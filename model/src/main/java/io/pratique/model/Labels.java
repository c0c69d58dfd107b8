package io.pratique.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The labels of an object, or the tags of a task definition.
 *
 * @param values by their keys
 * @param others what every other key has: unset, or unknown where keys are computed at deployment
 */
public record Labels(Map<String, Setting<String>> values, Setting<String> others) {
    private static final Labels NONE = new Labels(Map.of(), Setting.unset());

    public Labels {
        values = Map.copyOf(values);
    }

    public static Labels none() {
        return NONE;
    }

    /** Labels of which nothing can be known. */
    public static Labels unknown(String expression) {
        return new Labels(Map.of(), Setting.unknown(expression));
    }

    public Setting<String> get(String key) {
        return values.getOrDefault(key, others);
    }

    /** These and others, which win where both have a key. */
    Labels with(Labels more) {
        Map<String, Setting<String>> both = new LinkedHashMap<>(values);
        both.putAll(more.values);
        return new Labels(both, others.isUnknown() ? others : more.others);
    }
}
