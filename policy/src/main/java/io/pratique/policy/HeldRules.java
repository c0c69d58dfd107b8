package io.pratique.policy;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Location;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Findings;
import io.pratique.policy.rule.Fix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a workload is judged by, in the order of the policies. Equal rules of several
 * policies are asked once, so that a workload that all of them allow costs what different rules
 * there are.
 */
final class HeldRules {
    private static final HeldRules EMPTY = new HeldRules(List.of());

    private final HeldRule[] rules;

    /** The checks of rules for which the unknown counts, each once. */
    private final Check[] strict;

    /** The other checks, which let the unknown pass. */
    private final Check[] lenient;

    private HeldRules(List<HeldRule> rules) {
        this.rules = rules.toArray(HeldRule[]::new);
        Set<Check> counting = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Check> passing = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Check> strictly = new ArrayList<>();
        List<Check> leniently = new ArrayList<>();
        for (HeldRule held : rules) {
            Check check = held.compiled().check();
            if (held.rule().whenUnknown() != WhenUnknown.PASS && counting.add(check)) {
                strictly.add(check);
            }
        }
        for (HeldRule held : rules) {
            Check check = held.compiled().check();
            if (!counting.contains(check) && passing.add(check)) {
                leniently.add(check);
            }
        }
        this.strict = strictly.toArray(Check[]::new);
        this.lenient = leniently.toArray(Check[]::new);
    }

    static HeldRules of(List<HeldRule> rules) {
        return rules.isEmpty() ? EMPTY : new HeldRules(rules);
    }

    int size() {
        return rules.length;
    }

    /** Whether there is anything to say, found without keeping it: nothing is allocated. */
    boolean finds(Workload workload, Facts facts) {
        for (Check check : strict) {
            if (check.judge(workload, facts, Probe.ANYTHING)) {
                return true;
            }
        }
        for (Check check : lenient) {
            if (check.judge(workload, facts, Probe.VIOLATIONS)) {
                return true;
            }
        }
        return false;
    }

    /** Judges a workload and keeps every reason. */
    Decision judge(Workload workload, Facts facts, OwnImages ownImages) {
        Collector collector = new Collector(facts, ownImages);
        for (HeldRule held : rules) {
            collector.judge(held, workload);
        }
        return collector.decision();
    }

    /** Wants to know only whether there is anything. */
    private enum Probe implements Findings {
        ANYTHING(true),
        VIOLATIONS(false);

        private final boolean unknownCounts;

        Probe(boolean unknownCounts) {
            this.unknownCounts = unknownCounts;
        }

        @Override
        public boolean violated(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                Object observed,
                String expected,
                Fix fix) {
            return true;
        }

        @Override
        public boolean unknown(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                String reason,
                String remedy) {
            return unknownCounts;
        }

        // The shorter forms too, which would make a supplier that nobody asks.

        @Override
        public boolean violated(
                Workload workload,
                Attribute attribute,
                int index,
                Object observed,
                String expected,
                Fix fix) {
            return true;
        }

        @Override
        public boolean violated(
                Workload workload,
                Container container,
                Attribute attribute,
                int index,
                Object observed,
                String expected,
                Fix fix) {
            return true;
        }

        @Override
        public boolean unknown(
                Workload workload,
                @Nullable Container container,
                Attribute attribute,
                int index,
                Setting<?> setting) {
            return unknownCounts;
        }
    }
}
