package io.pratique.runtime.rule;

import java.util.List;
import java.util.Optional;

/**
 * What was loaded from some files.
 *
 * @param rules those without an error, disabled ones included, in the order of their first
 *     definition
 * @param lists with the lists in their items put in
 * @param macros conditions as they were written
 * @param results one for each file, in load order
 */
public record RuleFiles(
        List<DetectionRule> rules,
        List<NamedList> lists,
        List<NamedMacro> macros,
        List<LoadResult> results) {
    /** A list. */
    public record NamedList(String name, List<String> items, String file, boolean used) {
        public NamedList {
            items = List.copyOf(items);
        }
    }

    /** A macro. */
    public record NamedMacro(String name, String condition, String file, boolean used) {}

    public RuleFiles {
        rules = List.copyOf(rules);
        lists = List.copyOf(lists);
        macros = List.copyOf(macros);
        results = List.copyOf(results);
    }

    public boolean isSuccessful() {
        return results.stream().allMatch(LoadResult::isSuccessful);
    }

    public boolean hasWarnings() {
        return results.stream().anyMatch(result -> !result.warnings().isEmpty());
    }

    public Optional<DetectionRule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
