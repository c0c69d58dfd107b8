package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;
import java.util.List;

/**
 * No port below 1024 is published. CIS Docker 1.6.0 5.8; rows 17, 78, 94. 1024 itself is no
 * privileged port.
 */
final class PrivilegedPorts {
    private PrivilegedPorts() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Value mode = task.at("networkMode");
        if (mode.isUnknown()) {
            return Outcome.noEvidence(mode.unknown().orElseThrow());
        }
        String word = mode.text("bridge");
        if (word.equals("none")) {
            return new Verdict()
                    .pass("", mode, "", "no port")
                    .decide("Network mode none publishes nothing.", "");
        }
        boolean same = word.equals("host") || word.equals("awsvpc");
        return mapped(task, parameters, same);
    }

    static Outcome fargate(TaskView task, Parameters parameters) {
        boolean mapped = false;
        for (ContainerDefinition container : task.containers()) {
            Value mappings = container.at("portMappings");
            mapped |= mappings.hasContent() || mappings.isUnknown();
        }
        return mapped
                ? mapped(task, parameters, true)
                : Outcome.notApplicable("No port is mapped.");
    }

    private static Outcome mapped(TaskView task, Parameters parameters, boolean same) {
        List<String> allowed = parameters.texts("allowed_ports");
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value mappings = container.at("portMappings");
            if (!mappings.hasContent()) {
                verdict.check(container.name(), mappings, true, "no port below 1024");
            }
            for (Value mapping : mappings.elements()) {
                Value range = mapping.get("containerPortRange");
                Value port =
                        same || !mapping.get("hostPort").isAbsent()
                                ? mapping.get(same ? "containerPort" : "hostPort")
                                : mapping.get("hostPort");
                if (same && range.isSet()) {
                    boolean low =
                            PortRange.of(range.text())
                                    .filter(r -> r.first() < 1_024 && r.last() >= 1)
                                    .isPresent();
                    verdict.check(container.name(), range, !low, "no port below 1024");
                } else {
                    // Bridge mode: 0, absent or a range asks for a dynamic port of the host.
                    long number = port.number(0);
                    boolean low = number >= 1 && number <= 1_023 && !allowed.contains(port.text());
                    verdict.check(container.name(), port, !low, "no port below 1024");
                }
            }
        }
        return verdict.decide(
                "No port below 1024 is published.", "A port below 1024 is published.");
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        List<String> allowed = parameters.texts("allowed_ports");
        Value ports = container.optional("NetworkSettings/Ports");
        Verdict verdict = new Verdict();
        int published = 0;
        for (Value.Named port : ports.members()) {
            for (Value binding : port.value().elements()) {
                published++;
                Value host = binding.get("HostPort");
                long number = host.number(0);
                boolean low = number >= 1 && number <= 1_023 && !allowed.contains(host.text());
                verdict.check(port.name(), host, !low, "no port below 1024");
            }
        }
        if (ports.isUnknown()) {
            verdict.unknown("", ports, ports.unknown().orElseThrow(), "no port below 1024");
        } else if (published == 0) {
            return Outcome.notApplicable("The container publishes no port.");
        }
        return verdict.decide(
                "No port below 1024 is published.", "A port below 1024 is published.");
    }
}
