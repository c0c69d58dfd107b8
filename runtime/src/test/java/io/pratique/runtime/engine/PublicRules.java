package io.pratique.runtime.engine;

import io.pratique.runtime.field.Constant;
import io.pratique.runtime.filter.Expression;
import io.pratique.runtime.filter.Filter;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** The stable public rules, when they stand beside the checkout. */
public final class PublicRules {
    private PublicRules() {}

    /** The file; the test is left out when it is not there. */
    public static byte[] bytes() throws IOException {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path file = up.resolve("shared/data/falco/rules/falco_rules.yaml");
            if (Files.exists(file)) {
                return Files.readAllBytes(file);
            }
        }
        Assumptions.abort("the public rules are not beside this checkout");
        throw new IllegalStateException();
    }

    static List<DetectionRule> stable() throws IOException {
        return new RuleLoader(LoadOptions.standard())
                .load(List.of(RuleLoader.Input.of("stable", bytes())))
                .rules();
    }

    /** By the text of a field: the constants that rules compare it with. */
    static Map<String, List<Constant>> constants(List<DetectionRule> rules) {
        Map<String, List<Constant>> constants = new HashMap<>();
        Set<Filter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (DetectionRule rule : rules) {
            collect(rule.filter(), constants, seen);
        }
        return constants;
    }

    private static void collect(
            Filter filter, Map<String, List<Constant>> constants, Set<Filter> seen) {
        if (!seen.add(filter)) {
            return;
        }
        switch (filter) {
            case Filter.All all -> all.filters().forEach(part -> collect(part, constants, seen));
            case Filter.Any any -> any.filters().forEach(part -> collect(part, constants, seen));
            case Filter.Negation negation -> collect(negation.filter(), constants, seen);
            case Filter.Compare compare -> add(compare, List.of(compare.right()), constants);
            case Filter.Quantified quantified -> add(quantified, quantified.rights(), constants);
            case Filter.Member member -> add(member, member.set(), constants);
            case Filter.Below below -> add(below, below.paths(), constants);
            case Filter.Exists _, Filter.CompareWith _ -> {}
        }
    }

    private static void add(
            Filter.Check check, List<Constant> values, Map<String, List<Constant>> constants) {
        if (check.left() instanceof Expression.Read read) {
            constants.computeIfAbsent(read.field().text(), _ -> new ArrayList<>()).addAll(values);
        }
    }
}
