package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
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
        return List.of();
    }

    @Override
    public Check compile(Parameters parameters) {
        return (workload, _, out) -> {
            boolean found = false;
            if (isTrue(workload.security().windowsHostProcess())) {
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
                if (isTrue(container.security().windowsHostProcess())) {
                    found |=
                            out.violated(
                                    workload,
                                    container,
                                    Attribute.WINDOWS_HOST_PROCESS,
                                    0,
                                    true,
                                    "false, or not set",
                                    Fix.REMOVE);
                }
            }
            return found;
        };
    }

    private static boolean isTrue(Setting<Boolean> setting) {
        return setting instanceof Setting.Of<Boolean>(Boolean flag) && flag;
    }
}
