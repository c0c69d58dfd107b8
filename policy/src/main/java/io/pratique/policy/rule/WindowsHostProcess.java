package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;

/** A container runs as a process of its Windows host. */
final class WindowsHostProcess implements RuleType {
    @Override
    public String id() {
        return "windowsHostProcess";
    }

    @Override
    public String description() {
        return "A Windows container runs as a process of its host, with the host's files and network.";
    }

    @Override
    public Severity severity() {
        return Severity.CRITICAL;
    }

    @Override
    public Set<Target> targets() {
        return Target.kubernetes();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.whenUnset(
                        false,
                        "A container is a process of its host only when it asks for it, so it passes."));
    }

    @Override
    public Check compile(Parameters parameters) {
        boolean violatesWhenUnset = parameters.violatesWhenUnset();
        return (workload, _, out) -> {
            Setting<Boolean> pod = workload.security().windowsHostProcess();
            boolean found = false;
            if (isTrue(pod)) {
                found =
                        out.violated(
                                workload,
                                Attribute.POD_WINDOWS_HOST_PROCESS,
                                0,
                                true,
                                "false, or not set",
                                Fix.REMOVE);
            }
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                Setting<Boolean> own = container.security().windowsHostProcess();
                if (isTrue(own)) {
                    found |= violated(workload, container, own, Fix.REMOVE, out);
                } else if (own.isUnset() && pod.isUnset() && violatesWhenUnset) {
                    found |= violated(workload, container, own, Fix.write("false"), out);
                } else if (own.orElse(pod).isUnknown()) {
                    found |=
                            out.unknown(
                                    workload,
                                    container,
                                    Attribute.WINDOWS_HOST_PROCESS,
                                    own.orElse(pod));
                }
            }
            return found;
        };
    }

    private static boolean violated(
            Workload workload, Container container, Setting<Boolean> own, Fix fix, Findings out) {
        return out.violated(
                workload,
                container,
                Attribute.WINDOWS_HOST_PROCESS,
                0,
                own,
                own.isUnset() ? "false" : "false, or not set",
                fix);
    }

    private static boolean isTrue(Setting<Boolean> setting) {
        return setting instanceof Setting.Of<Boolean>(Boolean flag) && flag;
    }
}
