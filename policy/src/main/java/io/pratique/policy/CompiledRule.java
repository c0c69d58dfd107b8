package io.pratique.policy;

import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import io.pratique.policy.match.NamePatterns;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule, ready to judge.
 *
 * @param policy the name of the policy that has it
 * @param namespaces null for all
 */
record CompiledRule(String policy, Rule rule, Check check, @Nullable NamePatterns namespaces) {
    boolean holdsIn(String namespace) {
        return namespaces == null || namespaces.matches(namespace);
    }

    /**
     * Whether its type exists where a workload can run.
     *
     * @param launchTypes those of an ECS workload; empty when it does not say
     */
    boolean existsOn(Platform platform, Set<LaunchType> launchTypes) {
        Set<Target> targets = rule.type().targets();
        if (platform == Platform.KUBERNETES) {
            return targets.contains(Target.KUBERNETES);
        }
        boolean onlyFargate = launchTypes.size() == 1 && launchTypes.contains(LaunchType.FARGATE);
        return targets.contains(Target.ECS_FARGATE)
                || (!onlyFargate && targets.contains(Target.ECS_EC2));
    }
}
