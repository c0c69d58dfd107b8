package io.pratique.policy;

import io.pratique.model.Platform;
import io.pratique.model.Workload;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Policies, ready to decide. Built once, immutable to whoever uses it, safe for several threads.
 *
 * <p>The rules that hold in a namespace are listed when it is first asked for, so that a decision
 * costs what its own rules cost, however many policies, definitions and namespaces there are. A
 * workload is first judged by checks that keep nothing: when none reports, which is the common
 * case, nothing was allocated. Only otherwise is it judged again, and the reasons collected.
 */
public final class CompiledPolicy {
    private final List<PolicyTable> kubernetesTables;
    private final NamespaceIndex kubernetes;
    private final LaunchTypeIndex ecs;
    private final Supplier<OwnImages> ownImages;

    private record CheckKey(RuleType type, Parameters parameters) {}

    private CompiledPolicy(
            List<PolicyTable> kubernetesTables,
            List<PolicyTable> ecsTables,
            Supplier<OwnImages> ownImages) {
        this.kubernetesTables = kubernetesTables;
        this.kubernetes = new NamespaceIndex(kubernetesTables);
        this.ecs = new LaunchTypeIndex(ecsTables);
        this.ownImages = ownImages;
    }

    /**
     * Compiles policies of any platforms; a workload is judged by all that are for it.
     *
     * @throws io.pratique.policy.match.InvalidPattern when a condition on names is no pattern
     * @throws io.pratique.policy.rule.InvalidParameters when the parameters of a rule contradict
     *     each other. The reader of policies refuses both
     */
    public static CompiledPolicy of(List<SecurityPolicy> policies) {
        return of(policies, OwnImages::shipped);
    }

    /**
     * As the other one, with other images of our own than those that are shipped.
     *
     * @param ownImages asked when something violates a rule; always gives the same
     */
    public static CompiledPolicy of(List<SecurityPolicy> policies, Supplier<OwnImages> ownImages) {
        Map<CheckKey, Check> checks = new HashMap<>();
        List<PolicyTable> kubernetes = new ArrayList<>();
        List<PolicyTable> ecs = new ArrayList<>();
        for (SecurityPolicy policy : policies) {
            PolicyTable table =
                    new PolicyTable(
                            policy,
                            rule ->
                                    checks.computeIfAbsent(
                                            new CheckKey(rule.type(), rule.parameters()),
                                            key -> key.type().compile(key.parameters())));
            switch (policy.platform()) {
                case KUBERNETES -> kubernetes.add(table);
                case ECS -> ecs.add(table);
            }
        }
        return new CompiledPolicy(List.copyOf(kubernetes), List.copyOf(ecs), ownImages);
    }

    /** Decides on a workload that is about to start. */
    public Decision decide(Workload workload, Facts facts) {
        return decide(workload, facts, Phase.DEPLOYMENT);
    }

    /**
     * Decides on a workload. In {@link Phase#CONTINUOUS} the verdict still says what deployment
     * would do by these rules; {@link Decision#mitigation} is what is to be done.
     */
    public Decision decide(Workload workload, Facts facts, Phase phase) {
        Place place =
                workload.platform() == Platform.KUBERNETES
                        ? kubernetes.of(workload.identity().namespace())
                        : ecs.of(workload.launchTypes());
        HeldRules rules = place.rules(phase, Subject.ofKind(workload.identity().kind()));
        return rules.finds(workload, facts)
                ? rules.judge(workload, facts, ownImages.get())
                : Decision.allowed();
    }

    /**
     * Decides on a change of an object, which is let through where judging it would only be in the
     * way: deletions, objects that wait for theirs, and updates of pods that change nothing that
     * their containers run (labels, finalizers, status).
     */
    public Ruling decide(Change change, Facts facts, Existing existing) {
        return switch (change) {
            case Change.Create(Workload workload) ->
                    new Ruling.Judged(decide(workload, facts), List.of());
            case Change.Update(Workload before, Workload after) ->
                    new Update(this, before, after).decide(facts, existing);
            case Change.Delete _ -> new Ruling.NotJudged(Ruling.Reason.DELETION);
        };
    }

    /** Which rules hold in a namespace of Kubernetes, and which definitions they come from. */
    public Explanation explain(String namespace) {
        return new Explanation(
                namespace,
                kubernetesTables.stream().map(table -> table.explain(namespace)).toList());
    }
}
