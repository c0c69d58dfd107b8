package io.pratique.policy;

import io.pratique.model.Container;
import io.pratique.model.Location;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Findings;
import io.pratique.policy.rule.Fix;
import io.pratique.policy.rule.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Policies, ready to decide. Built once, immutable, safe for several threads.
 *
 * <p>The rules that hold in a namespace are listed when it is built, so that a decision costs what
 * its own rules cost however many policies and namespaces there are. A workload is first judged
 * against a {@link Findings} that keeps nothing: when no check reports, which is the common case,
 * nothing was allocated. Only otherwise is it judged again, and the reasons collected.
 */
public final class CompiledPolicy {
    private record CompiledRule(SecurityPolicy policy, Rule rule, Check check) {
        boolean appliesTo(Workload workload) {
            return policy.platform() == workload.platform()
                    && !(workload.onlyFargate()
                            && !rule.type().targets().contains(Target.ECS_FARGATE));
        }
    }

    private final Map<String, CompiledRule[]> byNamespace;
    private final CompiledRule[] elsewhere;

    private CompiledPolicy(Map<String, CompiledRule[]> byNamespace, CompiledRule[] elsewhere) {
        this.byNamespace = byNamespace;
        this.elsewhere = elsewhere;
    }

    public static CompiledPolicy of(List<SecurityPolicy> policies) {
        List<CompiledRule> all = new ArrayList<>();
        Set<String> namespaces = new LinkedHashSet<>();
        for (SecurityPolicy policy : policies) {
            for (Rule rule : policy.rules()) {
                all.add(new CompiledRule(policy, rule, rule.type().compile(rule.parameters())));
                namespaces.addAll(rule.namespaces());
            }
        }
        Map<String, CompiledRule[]> byNamespace = new HashMap<>();
        for (String namespace : namespaces) {
            byNamespace.put(
                    namespace,
                    all.stream()
                            .filter(compiled ->
                                    compiled.rule().namespaces().isEmpty()
                                            || compiled.rule().namespaces().contains(namespace))
                            .toArray(CompiledRule[]::new));
        }
        return new CompiledPolicy(
                byNamespace,
                all.stream()
                        .filter(compiled -> compiled.rule().namespaces().isEmpty())
                        .toArray(CompiledRule[]::new));
    }

    /** Decides on a workload that is about to start. */
    public Decision decide(Workload workload, Facts facts) {
        CompiledRule[] rules = byNamespace.getOrDefault(workload.identity().namespace(), elsewhere);
        boolean found = false;
        for (CompiledRule compiled : rules) {
            if (compiled.appliesTo(workload)
                    && compiled.check().judge(workload, facts, Anything.PROBE)) {
                found = true;
                break;
            }
        }
        if (!found) {
            return Decision.allowed();
        }
        List<Violation> violations = new ArrayList<>();
        List<Unjudged> unjudged = new ArrayList<>();
        for (CompiledRule compiled : rules) {
            if (compiled.appliesTo(workload)) {
                compiled.check()
                        .judge(workload, facts, new Collector(compiled, violations, unjudged));
            }
        }
        return Decision.of(violations, unjudged, List.of());
    }

    /** Wants to know only whether there is anything. */
    private enum Anything implements Findings {
        PROBE;

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
            return true;
        }
    }

    private record Collector(
            CompiledRule compiled, List<Violation> violations, List<Unjudged> unjudged)
            implements Findings {
        @Override
        public boolean violated(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                Object observed,
                String expected,
                Fix fix) {
            Rule rule = compiled.rule();
            violations.add(
                    new Violation(
                            compiled.policy().name(),
                            rule.id(),
                            rule.type().id(),
                            rule.action(),
                            rule.mitigation(),
                            rule.severity(),
                            container == null ? "" : container.name(),
                            at.get(),
                            observed instanceof Setting<?> setting
                                    ? setting.shown()
                                    : observed.toString(),
                            expected,
                            rule.message().isEmpty() ? rule.type().description() : rule.message(),
                            fix));
            return true;
        }

        @Override
        public boolean unknown(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                String reason,
                String remedy) {
            Rule rule = compiled.rule();
            unjudged.add(
                    new Unjudged(
                            compiled.policy().name(),
                            rule.id(),
                            rule.type().id(),
                            container == null ? "" : container.name(),
                            at.get(),
                            reason,
                            remedy));
            return true;
        }
    }
}
