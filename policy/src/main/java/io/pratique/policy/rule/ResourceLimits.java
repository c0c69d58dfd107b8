package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Resources;
import io.pratique.model.Role;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;

/**
 * A container may use as much of its host as it likes. Ephemeral containers are not judged: the API
 * refuses resources for them. A request that is not written is the limit (API server's defaults),
 * and a bound on the whole pod or task bounds each container.
 */
final class ResourceLimits implements RuleType {
    @Override
    public String id() {
        return "resourceLimits";
    }

    @Override
    public String description() {
        return "A container has no bound on what it may use: a leak or an attacker in it starves its neighbours.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.notFargate();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.flag(
                        "cpuLimit",
                        true,
                        "Demands a limit of CPU; on by default, as a miner takes all that it can."),
                Parameter.flag(
                        "memoryLimit",
                        true,
                        "Demands a limit of memory; on by default, as memory cannot be taken back from a container but by killing one."),
                Parameter.flag(
                        "cpuRequest",
                        false,
                        "Demands a request of CPU; off by default, as it is about scheduling rather than safety."),
                Parameter.flag(
                        "memoryRequest",
                        false,
                        "Demands a request of memory (memoryReservation on ECS); off by default, as it is about scheduling rather than safety."));
    }

    @Override
    public Check compile(Parameters parameters) {
        boolean cpuLimit = parameters.flag("cpuLimit");
        boolean memoryLimit = parameters.flag("memoryLimit");
        boolean cpuRequest = parameters.flag("cpuRequest");
        boolean memoryRequest = parameters.flag("memoryRequest");
        if (!cpuLimit && !memoryLimit && !cpuRequest && !memoryRequest) {
            throw new InvalidParameters(
                    "memoryLimit",
                    "the rule demands nothing",
                    "Leave one of cpuLimit, memoryLimit, cpuRequest and memoryRequest true.");
        }
        return (workload, _, out) -> {
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                if (container.role() == Role.EPHEMERAL) {
                    continue;
                }
                Resources r = within(container.resources(), workload.resources());
                if (cpuLimit) {
                    found |= judge(workload, container, Attribute.CPU_LIMIT, r.cpuLimit(), out);
                }
                if (memoryLimit) {
                    found |=
                            judge(
                                    workload,
                                    container,
                                    Attribute.MEMORY_LIMIT,
                                    r.memoryLimit(),
                                    out);
                }
                if (cpuRequest) {
                    found |=
                            judge(
                                    workload,
                                    container,
                                    Attribute.CPU_REQUEST,
                                    r.cpuRequest().orElse(r.cpuLimit()),
                                    out);
                }
                if (memoryRequest) {
                    found |=
                            judge(
                                    workload,
                                    container,
                                    Attribute.MEMORY_REQUEST,
                                    r.memoryRequest().orElse(r.memoryLimit()),
                                    out);
                }
            }
            return found;
        };
    }

    /** What a pod or task may use as a whole bounds each of its containers. */
    private static Resources within(Resources own, Resources whole) {
        return whole.equals(Resources.none())
                ? own
                : new Resources(
                        own.cpuLimit().orElse(whole.cpuLimit()),
                        own.memoryLimit().orElse(whole.memoryLimit()),
                        own.cpuRequest().orElse(whole.cpuRequest()),
                        own.memoryRequest().orElse(whole.memoryRequest()));
    }

    private static boolean judge(
            Workload workload,
            Container container,
            Attribute attribute,
            Setting<String> value,
            Findings out) {
        return switch (value) {
            case Setting.Of<String>(String quantity) ->
                    quantity.equals("0") && violated(workload, container, attribute, value, out);
            case Setting.Unset<String> _ -> violated(workload, container, attribute, value, out);
            case Setting.Unknown<String> unknown ->
                    out.unknown(workload, container, attribute, unknown);
        };
    }

    private static boolean violated(
            Workload workload,
            Container container,
            Attribute attribute,
            Setting<String> value,
            Findings out) {
        return out.violated(
                workload, container, attribute, 0, value, expected(attribute), Fix.MANUAL);
    }

    private static String expected(Attribute attribute) {
        return attribute == Attribute.CPU_LIMIT
                ? "a limit of CPU"
                : attribute == Attribute.MEMORY_LIMIT
                        ? "a limit of memory"
                        : attribute == Attribute.CPU_REQUEST
                                ? "a request of CPU"
                                : "a request of memory";
    }
}
