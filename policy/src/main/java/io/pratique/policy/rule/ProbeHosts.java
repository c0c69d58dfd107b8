package io.pratique.policy.rule;

import io.pratique.model.Container;
import io.pratique.model.HostUse;
import io.pratique.model.Severity;
import java.util.List;
import java.util.Set;

/** A probe or lifecycle handler names a host: the kubelet then connects there from the node. */
final class ProbeHosts implements RuleType {
    @Override
    public String id() {
        return "probeHosts";
    }

    @Override
    public String description() {
        return "A probe or lifecycle handler names a host: the kubelet can be made to send requests to it from the node.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.kubernetes();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.texts(
                        "allowed",
                        List.of(),
                        "Hosts that pass; none by default, not even 127.0.0.1."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<String> allowed = Set.copyOf(parameters.texts("allowed"));
        return (workload, _, out) -> {
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                List<HostUse> hosts = container.hosts();
                for (int h = 0; h < hosts.size(); h++) {
                    HostUse use = hosts.get(h);
                    String host = use.host().or("");
                    if (use.host().isUnknown()) {
                        found |=
                                out.unknown(
                                        workload,
                                        container,
                                        () -> workload.locate(container, use.path()),
                                        use.host().shown(),
                                        "Judge what is deployed, or give the value.");
                    } else if (!host.isEmpty() && !allowed.contains(host)) {
                        found |=
                                out.violated(
                                        workload,
                                        container,
                                        () -> workload.locate(container, use.path()),
                                        host,
                                        "not set",
                                        Fix.REMOVE);
                    }
                }
            }
            return found;
        };
    }
}
