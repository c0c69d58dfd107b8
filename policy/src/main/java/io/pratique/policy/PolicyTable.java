package io.pratique.policy;

import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import io.pratique.policy.CompiledDefinition.Wildcard;
import io.pratique.policy.Explanation.From;
import io.pratique.policy.match.NamePatterns;
import io.pratique.policy.rule.Check;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One policy, ready to say which of its rules hold where. */
final class PolicyTable {
    private final SecurityPolicy policy;
    private final List<CompiledRule> rules;
    private final List<CompiledRule> signatures;
    private final List<CompiledException> exceptions;
    private final List<CompiledDefinition> definitions = new ArrayList<>();
    private final Map<String, Chosen> byName = new HashMap<>();
    private final List<Wildcard> byGlob = new ArrayList<>();

    /**
     * @param checks makes the check of a rule, or gives the one that it made for an equal rule
     * @throws io.pratique.policy.match.InvalidPattern when a name of a namespace, a workload, a
     *     container or a value is no pattern
     */
    PolicyTable(SecurityPolicy policy, Checks checks) {
        this.policy = policy;
        this.rules = compile(policy.rules(), checks);
        this.signatures = compile(policy.signatures(), checks);
        this.exceptions =
                policy.exceptions().stream().map(e -> new CompiledException(e.name(), e)).toList();
        // ECS has no namespaces for a definition to be for.
        if (policy.platform() == Platform.KUBERNETES) {
            for (Definition definition : policy.namespaced()) {
                add(definition, checks);
            }
        }
        byGlob.sort(Comparator.comparingInt(Wildcard::prefix).reversed());
    }

    /** Makes checks of rules. */
    interface Checks {
        Check of(Rule rule);
    }

    private record Chosen(CompiledDefinition definition, String pattern) {}

    /**
     * What holds in a namespace.
     *
     * @param replaced rules of the policy that the definition replaces or takes away
     */
    record Held(
            @Nullable CompiledDefinition definition,
            String pattern,
            List<HeldRule> rules,
            List<Rule> replaced,
            List<CompiledException> exceptions) {}

    private void add(Definition definition, Checks checks) {
        CompiledDefinition compiled =
                new CompiledDefinition(
                        definition.name(),
                        NamePatterns.of(definition.namespaces()),
                        compile(definition.rules(), checks),
                        definition.exceptions().stream()
                                .map(e ->
                                        new CompiledException(
                                                definition.name() + "/" + e.name(), e))
                                .toList());
        definitions.add(compiled);
        for (String written : definition.namespaces()) {
            NamePatterns pattern = NamePatterns.of(List.of(written));
            for (String name : pattern.exactNames()) {
                byName.putIfAbsent(name, new Chosen(compiled, written));
            }
            if (pattern.hasPatterns()) {
                byGlob.add(
                        new Wildcard(
                                compiled,
                                written,
                                pattern,
                                CompiledDefinition.literalPrefix(written)));
            }
        }
    }

    private List<CompiledRule> compile(List<Rule> all, Checks checks) {
        return all.stream()
                .map(rule ->
                        new CompiledRule(
                                policy.name(),
                                rule,
                                checks.of(rule),
                                CompiledException.patterns(rule.namespaces())))
                .toList();
    }

    SecurityPolicy policy() {
        return policy;
    }

    /** Whether it has a say on a workload of a platform that says it is for some launch types. */
    boolean isFor(Platform platform, Set<LaunchType> launchTypes) {
        if (policy.platform() != platform) {
            return false;
        }
        if (policy.launchTypes().isEmpty() || launchTypes.isEmpty()) {
            return true;
        }
        for (LaunchType type : launchTypes) {
            if (policy.launchTypes().contains(type)) {
                return true;
            }
        }
        return false;
    }

    /** All names and patterns of namespaces in which something holds that does not elsewhere. */
    List<NamePatterns> namespaces() {
        List<NamePatterns> all = new ArrayList<>();
        rules.forEach(rule -> add(rule.namespaces(), all));
        signatures.forEach(rule -> add(rule.namespaces(), all));
        exceptions.forEach(exception -> add(exception.namespaces(), all));
        definitions.forEach(definition -> all.add(definition.namespaces()));
        return all;
    }

    private static void add(@Nullable NamePatterns patterns, List<NamePatterns> all) {
        if (patterns != null) {
            all.add(patterns);
        }
    }

    /** What holds in a namespace that is none of {@link #namespaces}. */
    Held elsewhere() {
        return held(null, rule -> rule.namespaces() == null, e -> e.namespaces() == null);
    }

    /** What holds in a namespace. */
    Held in(String namespace) {
        return held(
                chosen(namespace),
                rule -> rule.holdsIn(namespace),
                exception -> exception.holdsIn(namespace));
    }

    /** The names of the definitions that are for a namespace, though another one counts. */
    List<String> outranked(String namespace) {
        Chosen chosen = chosen(namespace);
        return definitions.stream()
                .filter(definition ->
                        chosen != null && !definition.name().equals(chosen.definition().name()))
                .filter(definition -> definition.namespaces().matches(namespace))
                .map(CompiledDefinition::name)
                .toList();
    }

    private @Nullable Chosen chosen(String namespace) {
        Chosen exact = byName.get(namespace);
        if (exact != null) {
            return exact;
        }
        for (Wildcard wildcard : byGlob) {
            if (wildcard.pattern().matches(namespace)) {
                return new Chosen(wildcard.definition(), wildcard.written());
            }
        }
        return null;
    }

    private interface RulesThere {
        boolean hold(CompiledRule rule);
    }

    private interface ExceptionsThere {
        boolean hold(CompiledException exception);
    }

    private Held held(@Nullable Chosen chosen, RulesThere there, ExceptionsThere exceptedThere) {
        List<CompiledException> applying = new ArrayList<>();
        add(exceptions, exceptedThere, applying);
        Set<String> set = new HashSet<>();
        List<HeldRule> held = new ArrayList<>();
        List<Rule> replaced = new ArrayList<>();
        if (chosen != null) {
            add(chosen.definition().exceptions(), exceptedThere, applying);
            for (CompiledRule rule : chosen.definition().rules()) {
                if (there.hold(rule)) {
                    set.add(rule.rule().type().id());
                }
            }
        }
        for (CompiledRule rule : rules) {
            if (rule.rule().enabled() && there.hold(rule)) {
                if (set.contains(rule.rule().type().id())) {
                    replaced.add(rule.rule());
                } else {
                    held.add(hold(rule, From.POLICY, applying));
                }
            }
        }
        if (chosen != null) {
            for (CompiledRule rule : chosen.definition().rules()) {
                if (rule.rule().enabled() && there.hold(rule)) {
                    held.add(hold(rule, From.DEFINITION, applying));
                }
            }
        }
        for (CompiledRule rule : signatures) {
            if (rule.rule().enabled() && there.hold(rule)) {
                held.add(new HeldRule(rule, From.SIGNATURES, List.of()));
            }
        }
        return new Held(
                chosen == null ? null : chosen.definition(),
                chosen == null ? "" : chosen.pattern(),
                held,
                replaced,
                applying);
    }

    private static void add(
            List<CompiledException> all, ExceptionsThere there, List<CompiledException> out) {
        for (CompiledException exception : all) {
            if (there.hold(exception)) {
                out.add(exception);
            }
        }
    }

    private static HeldRule hold(CompiledRule rule, From from, List<CompiledException> applying) {
        if (applying.isEmpty() || rule.rule().isSignature()) {
            return new HeldRule(rule, from, List.of());
        }
        return new HeldRule(
                rule, from, applying.stream().filter(e -> e.isFor(rule.rule())).toList());
    }

    /** For people: what holds in a namespace, and why. */
    Explanation.Part explain(String namespace) {
        Held held = in(namespace);
        CompiledDefinition definition = held.definition();
        return new Explanation.Part(
                policy.name(),
                Optional.ofNullable(definition)
                        .map(chosen -> new Explanation.Chosen(chosen.name(), held.pattern())),
                outranked(namespace),
                held.rules().stream()
                        .map(rule -> new Explanation.HeldRule(rule.rule(), rule.from()))
                        .toList(),
                held.replaced(),
                held.exceptions().stream().map(CompiledException::name).toList());
    }
}
