package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Platform;
import io.pratique.model.SecurityContext;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What the rules on seccomp and AppArmor profiles share: a pod's value and each container's value
 * must be of an allowed type.
 *
 * @param required whether a container without a profile violates when its pod has none that is
 *     allowed
 * @param setElsewhere whether a container has its profile in another place that is judged there
 */
record Profiles(
        Function<SecurityContext, Setting<String>> profile,
        Attribute podAttribute,
        Attribute attribute,
        Set<String> allowed,
        String expected,
        boolean required,
        BiPredicate<Workload, Container> setElsewhere) {
    private static final String RUNTIME_DEFAULT = "RuntimeDefault";

    /** A profile of the runtime has no file on the node. */
    private static final Fix FIX =
            new Fix.Write("\"" + RUNTIME_DEFAULT + "\"", List.of("localhostProfile"));

    boolean judge(Workload workload, Findings out) {
        Setting<String> pod = profile.apply(workload.security());
        boolean found = false;
        boolean podAllowed =
                pod instanceof Setting.Of<String>(String type) && allowed.contains(type);
        if (pod.isSet() && !podAllowed) {
            found = out.violated(workload, podAttribute, 0, pod, expected, fix(workload));
        }
        boolean inherited = false;
        List<Container> containers = workload.containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            Setting<String> own = profile.apply(container.security());
            switch (own) {
                case Setting.Of<String>(String type) -> {
                    if (!allowed.contains(type)) {
                        found |= violated(workload, container, own, out);
                    }
                }
                case Setting.Unset<String> _ -> {
                    boolean elsewhere = setElsewhere.test(workload, container);
                    inherited |= !elsewhere;
                    if (required && !podAllowed && !pod.isUnknown() && !elsewhere) {
                        found |= violated(workload, container, own, out);
                    }
                }
                case Setting.Unknown<String> unknown ->
                        found |= out.unknown(workload, container, attribute, unknown);
            }
        }
        if (inherited && pod.isUnknown()) {
            found |= out.unknown(workload, null, podAttribute, pod);
        }
        return found;
    }

    private boolean violated(
            Workload workload, Container container, Setting<String> own, Findings out) {
        return out.violated(workload, container, attribute, 0, own, expected, fix(workload));
    }

    /** ECS keeps profiles as one of several words in a list: which to take out is for a person. */
    private Fix fix(Workload workload) {
        return workload.platform() == Platform.KUBERNETES && allowed.contains(RUNTIME_DEFAULT)
                ? FIX
                : Fix.MANUAL;
    }

    /**
     * The type of profile that the value of an annotation stands for; one that no rule allows when
     * it stands for none.
     */
    static String ofAnnotation(String value) {
        return switch (value) {
            case "runtime/default" -> RUNTIME_DEFAULT;
            case "unconfined" -> "Unconfined";
            default -> value.startsWith("localhost/") ? "Localhost" : "";
        };
    }
}
