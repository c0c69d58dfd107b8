package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Port;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import java.util.List;
import java.util.Set;

/** A container takes a port of its host. */
final class HostPorts implements RuleType {
    @Override
    public String id() {
        return "hostPorts";
    }

    @Override
    public String description() {
        return "A container listens on a port of its host, past network policies and load balancers.";
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
                Parameter.numbers("allowed", List.of(), "Ports that pass; none by default."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<Long> allowed = Set.copyOf(parameters.numbers("allowed"));
        return (workload, _, out) -> {
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                List<Port> ports = container.ports();
                for (int p = 0; p < ports.size(); p++) {
                    Setting<Long> port = ports.get(p).hostPort();
                    if (port instanceof Setting.Of<Long>(Long number)
                            && number != 0
                            && !allowed.contains(number)) {
                        found |=
                                out.violated(
                                        workload,
                                        container,
                                        Attribute.HOST_PORT,
                                        p,
                                        port,
                                        "not set",
                                        ports.get(p).implied() ? Fix.MANUAL : Fix.REMOVE);
                    } else if (port.isUnknown()) {
                        found |= out.unknown(workload, container, Attribute.HOST_PORT, port);
                    }
                }
            }
            return found;
        };
    }
}
