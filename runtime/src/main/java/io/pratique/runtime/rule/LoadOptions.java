package io.pratique.runtime.rule;

import java.util.Map;
import java.util.Set;

/**
 * What a loader takes for granted.
 *
 * @param plugins names and versions of the plugins whose fields this version has
 * @param leastPriority rules below are not loaded
 * @param extraKeys keys of rules that are kept with the rule and are no problem: managed rules
 *     carry what their catalogue needs
 */
public record LoadOptions(
        Map<String, Version> plugins, Priority leastPriority, Set<String> extraKeys) {
    /** The version of Falco's engine whose language this is. */
    public static final Version ENGINE_VERSION = new Version(0, 63, 0);

    public LoadOptions {
        plugins = Map.copyOf(plugins);
        extraKeys = Set.copyOf(extraKeys);
    }

    /**
     * Every priority, no other keys, and the plugins whose fields the catalogue has. They are said
     * to be of the last version below 1: what fields a rule needs is checked one by one anyway.
     */
    public static LoadOptions standard() {
        return new LoadOptions(
                Map.of("container", new Version(0, 99, 0), "k8smeta", new Version(0, 99, 0)),
                Priority.DEBUG,
                Set.of());
    }

    public LoadOptions withExtraKeys(Set<String> keys) {
        return new LoadOptions(plugins, leastPriority, keys);
    }

    public LoadOptions withLeastPriority(Priority least) {
        return new LoadOptions(plugins, least, extraKeys);
    }
}
