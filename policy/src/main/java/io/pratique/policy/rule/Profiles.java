package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.SecurityContext;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What the rules on seccomp and AppArmor profiles share: a pod's value and each container's value
 * must be of an allowed type.
 */
final class Profiles {
    private Profiles() {}

    /**
     * Judges the pod and every container.
     *
     * @param required whether a container without a profile violates when its pod has none that is
     *     allowed
     */
    static boolean judge(
            Workload workload,
            Function<SecurityContext, Setting<String>> profile,
            Attribute podAttribute,
            Attribute attribute,
            Set<String> allowed,
            String expected,
            boolean required,
            Findings out) {
        Setting<String> pod = profile.apply(workload.security());
        boolean found = false;
        boolean podAllowed =
                pod instanceof Setting.Of<String>(String type) && allowed.contains(type);
        if (pod.isSet() && !podAllowed) {
            found =
                    out.violated(
                            workload,
                            podAttribute,
                            0,
                            pod,
                            expected,
                            Fix.write("\"RuntimeDefault\""));
        }
        List<Container> containers = workload.containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            Setting<String> own = profile.apply(container.security());
            switch (own) {
                case Setting.Of<String>(String type) -> {
                    if (!allowed.contains(type)) {
                        found |= violated(workload, container, attribute, own, expected, out);
                    }
                }
                case Setting.Unset<String> _ -> {
                    if (required && !podAllowed) {
                        found |= violated(workload, container, attribute, own, expected, out);
                    }
                }
                case Setting.Unknown<String> unknown ->
                        found |= out.unknown(workload, container, attribute, unknown);
            }
        }
        return found;
    }

    private static boolean violated(
            Workload workload,
            Container container,
            Attribute attribute,
            Setting<String> own,
            String expected,
            Findings out) {
        return out.violated(
                workload, container, attribute, 0, own, expected, Fix.write("\"RuntimeDefault\""));
    }
}
