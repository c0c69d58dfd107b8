package io.pratique.runtime.managed;

import io.pratique.runtime.language.ConditionText;
import io.pratique.runtime.rule.DetectionRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What a newer pack changes, so that it can be read before it is used. */
public final class PackDiff {
    private PackDiff() {}

    /** What became of a rule. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * A difference.
     *
     * @param keys what of the rule differs; empty when it was added or removed
     */
    public record Change(Kind kind, String id, String name, List<String> keys) {
        public Change {
            keys = List.copyOf(keys);
        }
    }

    /** The differences, in the order of the ids. */
    public static List<Change> between(List<ManagedRule> before, List<ManagedRule> after) {
        Map<String, ManagedRule> old = byId(before);
        Map<String, ManagedRule> fresh = byId(after);
        TreeSet<String> ids = new TreeSet<>(old.keySet());
        ids.addAll(fresh.keySet());
        List<Change> changes = new ArrayList<>();
        for (String id : ids) {
            Optional<ManagedRule> was = Optional.ofNullable(old.get(id));
            Optional<ManagedRule> is = Optional.ofNullable(fresh.get(id));
            if (was.isEmpty()) {
                changes.add(change(Kind.ADDED, is.orElseThrow(), List.of()));
            } else if (is.isEmpty()) {
                changes.add(change(Kind.REMOVED, was.get(), List.of()));
            } else {
                List<String> keys = keys(facts(was.get()), facts(is.get()));
                if (!keys.isEmpty()) {
                    changes.add(change(Kind.CHANGED, is.get(), keys));
                }
            }
        }
        return List.copyOf(changes);
    }

    private static Change change(Kind kind, ManagedRule rule, List<String> keys) {
        return new Change(kind, rule.id(), rule.rule().name(), keys);
    }

    private static Map<String, ManagedRule> byId(List<ManagedRule> rules) {
        Map<String, ManagedRule> map = new LinkedHashMap<>();
        rules.forEach(rule -> map.put(rule.id(), rule));
        return map;
    }

    private static List<String> keys(Map<String, String> was, Map<String, String> is) {
        return is.keySet().stream()
                .filter(key -> !Objects.equals(is.get(key), was.get(key)))
                .toList();
    }

    private static Map<String, String> facts(ManagedRule managed) {
        DetectionRule rule = managed.rule();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("rule", rule.name());
        facts.put("version", managed.version());
        facts.put("desc", rule.description());
        // With lists and macros put in: a list that changed changes the rules that use it.
        facts.put("condition", ConditionText.of(rule.condition()));
        facts.put("output", rule.output().text());
        facts.put("priority", rule.priority().word());
        facts.put("enabled", Boolean.toString(rule.enabled()));
        facts.put("tags", new TreeSet<>(rule.tags()).toString());
        facts.put("rationale", managed.rationale());
        facts.put("falsePositives", managed.falsePositives());
        facts.put("response", managed.response());
        return facts;
    }
}
