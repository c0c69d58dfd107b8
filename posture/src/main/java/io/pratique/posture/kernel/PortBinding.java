package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.SubjectKind;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Basis;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ports are published on one address, not on all of them. CIS Docker 1.6.0 5.14; rows 3, 72, 81.
 */
final class PortBinding {
    private PortBinding() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        Value mode = task.at("networkMode");
        String word = mode.text("bridge");
        for (ContainerDefinition container : task.containers()) {
            Value mappings = container.at("portMappings");
            if (mappings.isAbsent() || mappings.isSet() && !mappings.hasContent()) {
                verdict.pass(container.name(), mappings, "no port", "no port on every address");
            } else if (mode.isUnknown()) {
                verdict.unknown(
                        container.name(), mode, mode.unknown().orElseThrow(), "awsvpc or none");
            } else if (word.equals("awsvpc") || word.equals("none")) {
                verdict.pass(container.name(), mode, "", "awsvpc or none");
            } else if (mappings.isUnknown()) {
                verdict.unknown(
                        container.name(), mappings, mappings.unknown().orElseThrow(), "no port");
            } else {
                verdict.fail(
                        container.name(),
                        mappings,
                        mappings.shown() + " in network mode " + word,
                        "network mode awsvpc or none");
            }
        }
        for (Value run : task.tasks()) {
            for (Value part : run.get("containers").elements()) {
                for (Value binding : part.get("networkBindings").elements()) {
                    if (isWildcard(binding.get("bindIP").text())) {
                        verdict.note(
                                "Confirmed: task "
                                        + run.subject().id()
                                        + " is bound to "
                                        + binding.get("bindIP").text());
                    }
                }
            }
        }
        return verdict.decide(
                "No port is published on every address of a host.",
                "Ports are published on every address of the host: only the network mode changes that.");
    }

    /** True for an address that stands for all, IPv4 and IPv6. */
    static boolean isWildcard(String address) {
        return address.isEmpty()
                || address.equals("0.0.0.0")
                || address.equals("::")
                || address.equals("[::]")
                || address.equals("*");
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        Value ports = container.optional("NetworkSettings/Ports");
        Verdict verdict = new Verdict();
        int published = 0;
        for (Value.Named port : ports.members()) {
            for (Value binding : port.value().elements()) {
                published++;
                Value address = binding.lenient().get("HostIp");
                verdict.check(
                        port.name(),
                        address,
                        !isWildcard(address.text()),
                        "one address of the host");
            }
        }
        if (ports.isUnknown()) {
            verdict.unknown("", ports, ports.unknown().orElseThrow(), "one address of the host");
        } else if (published == 0) {
            return Outcome.notApplicable("The container publishes no port.");
        }
        return verdict.decide(
                "Every port is published on one address.",
                "A port is published on every address of the host.");
    }

    /** What is open to everybody on Fargate, where every task has its own interface. */
    static Outcome fargate(TaskView task, Parameters parameters) {
        Set<Long> ports = new TreeSet<>();
        for (ContainerDefinition container : task.containers()) {
            Value mappings = container.at("portMappings");
            if (mappings.isUnknown()) {
                return Outcome.noEvidence(mappings.unknown().orElseThrow());
            }
            for (Value mapping : mappings.elements()) {
                ports.add(mapping.get("containerPort").number(0));
                PortRange.of(mapping.get("containerPortRange").text())
                        .ifPresent(range -> ports.add(range.first()));
            }
        }
        if (ports.isEmpty()) {
            return Outcome.notApplicable("No port is mapped.");
        }
        if (task.services().isEmpty() && task.tasks().isEmpty()) {
            return Outcome.enforced(
                    Basis.API_REJECTS,
                    "Fargate takes network mode awsvpc only; no service or task was read.");
        }
        Verdict verdict = new Verdict();
        for (Value service : task.services()) {
            Value network = service.at("networkConfiguration/awsvpcConfiguration");
            open(
                    verdict,
                    task,
                    service.get("serviceName").text(service.subject().id()),
                    network.get("assignPublicIp"),
                    network.get("assignPublicIp").text().equals("ENABLED"),
                    network.get("securityGroups"),
                    ports);
        }
        for (Value run : task.tasks()) {
            for (Value attachment : run.get("attachments").elements()) {
                for (Value detail : attachment.get("details").elements()) {
                    if (detail.get("name").text().equals("networkInterfaceId")) {
                        networkInterface(verdict, task, run, detail.get("value"), ports);
                    }
                }
            }
            if (task.services().isEmpty() && !run.get("attachments").hasContent()) {
                verdict.unknown(
                        run.subject().id(),
                        run.get("attachments"),
                        new Missing(Reason.NOT_COLLECTED, "ecs:DescribeTasks attachments"),
                        "no public address");
            }
        }
        return verdict.decide(
                "No mapped port is open to the internet.",
                "A mapped port is open to the internet.");
    }

    private static void networkInterface(
            Verdict verdict, TaskView task, Value run, Value id, Set<Long> ports) {
        Optional<Value> found = task.world().find(SubjectKind.NETWORK_INTERFACE, id.text());
        if (found.isEmpty()) {
            if (task.services().isEmpty()) {
                verdict.unknown(
                        run.subject().id(),
                        id,
                        new Missing(
                                Reason.NOT_COLLECTED, "ec2:DescribeNetworkInterfaces " + id.text()),
                        "no public address");
            }
            return;
        }
        Value address = found.get().at("association/publicIp");
        open(
                verdict,
                task,
                run.subject().id(),
                address,
                address.isSet(),
                found.get().get("groups"),
                ports);
    }

    private static void open(
            Verdict verdict,
            TaskView task,
            String part,
            Value address,
            boolean isPublic,
            Value groups,
            Set<Long> ports) {
        if (address.isUnknown() || !isPublic) {
            verdict.check(part, address, true, "no public address");
            return;
        }
        if (groups.isUnknown() || !groups.hasContent()) {
            verdict.unknown(
                    part,
                    groups,
                    groups.unknown()
                            .orElse(new Missing(Reason.NOT_COLLECTED, "the security groups")),
                    "groups that are not open to everybody");
            return;
        }
        for (Value group : groups.elements()) {
            String id = group.isObject() ? group.get("groupId").text() : group.text();
            Optional<Value> read = task.world().find(SubjectKind.SECURITY_GROUP, id);
            if (read.isEmpty()) {
                verdict.unknown(
                        part,
                        group,
                        new Missing(Reason.NOT_COLLECTED, "ec2:DescribeSecurityGroups " + id),
                        "a group that is not open to everybody");
                continue;
            }
            Optional<Value> rule = openRule(read.get(), ports);
            if (rule.isPresent()) {
                verdict.fail(part, rule.get(), "", "no rule for 0.0.0.0/0 or ::/0");
            } else {
                verdict.pass(part, read.get(), id, "no rule for 0.0.0.0/0 or ::/0");
            }
        }
    }

    private static Optional<Value> openRule(Value group, Set<Long> ports) {
        for (Value rule : group.get("ipPermissions").elements()) {
            boolean everybody = false;
            for (Value range : rule.get("ipRanges").elements()) {
                everybody |= range.get("cidrIp").text().equals("0.0.0.0/0");
            }
            for (Value range : rule.get("ipv6Ranges").elements()) {
                everybody |= range.get("cidrIpv6").text().equals("::/0");
            }
            long from = rule.get("fromPort").number(0);
            long to = rule.get("toPort").number(65_535);
            for (long port : ports) {
                if (everybody && port >= from && port <= to) {
                    return Optional.of(rule);
                }
            }
        }
        return Optional.empty();
    }
}
