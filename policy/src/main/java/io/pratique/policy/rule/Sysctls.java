package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Sysctl;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod, or on ECS a container, sets a kernel parameter that is not allowed. */
final class Sysctls implements RuleType {
    @Override
    public String id() {
        return "sysctls";
    }

    @Override
    public String description() {
        return "A workload sets kernel parameters that are not known to be safe for its neighbours.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.texts(
                        "allowed",
                        List.of(
                                "kernel.shm_rmid_forced",
                                "net.ipv4.ip_local_port_range",
                                "net.ipv4.ip_unprivileged_port_start",
                                "net.ipv4.tcp_syncookies",
                                "net.ipv4.ping_group_range"),
                        "The parameters that pass, spelled with dots (Pod Security Standards, baseline v1.0)."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<String> allowed = Set.copyOf(parameters.texts("allowed"));
        String expected =
                allowed.isEmpty()
                        ? "no kernel parameter"
                        : "one of " + String.join(", ", parameters.texts("allowed"));
        return (workload, _, out) -> {
            boolean found = judge(workload, null, workload.sysctls(), allowed, expected, out);
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                found |= judge(workload, container, container.sysctls(), allowed, expected, out);
            }
            return found;
        };
    }

    private static boolean judge(
            Workload workload,
            @Nullable Container container,
            List<Sysctl> sysctls,
            Set<String> allowed,
            String expected,
            Findings out) {
        boolean found = false;
        for (int i = 0; i < sysctls.size(); i++) {
            int index = i;
            Setting<String> name = sysctls.get(i).name();
            if (name.isUnknown()) {
                found |=
                        container == null
                                ? out.unknown(workload, null, Attribute.POD_SYSCTL, i, name)
                                : out.unknown(workload, container, Attribute.SYSCTL, i, name);
            } else if (!allowed.contains(name.or(""))) {
                found |=
                        out.violated(
                                workload,
                                container,
                                () ->
                                        container == null
                                                ? workload.locate(Attribute.POD_SYSCTL, index)
                                                : workload.locate(
                                                        container, Attribute.SYSCTL, index),
                                name,
                                expected,
                                Fix.MANUAL);
            }
        }
        return found;
    }
}
