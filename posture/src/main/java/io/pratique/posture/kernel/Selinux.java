package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;
import io.pratique.posture.view.TaskView;
import java.util.List;
import java.util.Optional;

/** SELinux confines containers. CIS Docker 1.6.0 5.3; rows 31 and 47. */
final class Selinux {
    private Selinux() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        if (instance.isWindows()) {
            return Outcome.notApplicable("Windows has no SELinux.");
        }
        return switch (NodeHost.docker(instance)) {
            case NodeHost.Asked.Instead(Outcome outcome) -> outcome;
            case NodeHost.Asked.Report(HostView host) -> {
                Verdict verdict = new Verdict();
                for (TaskView definition : instance.definitions()) {
                    for (ContainerDefinition container : definition.containers()) {
                        Value options = container.at("dockerSecurityOptions");
                        if (SecurityOptions.labelOff(options.texts())) {
                            verdict.fail(container.name(), options, "", "no label:disable");
                        }
                    }
                }
                yield host(verdict, host);
            }
        };
    }

    static Outcome host(HostView host, Parameters parameters) {
        return host(new Verdict(), host);
    }

    private static Outcome host(Verdict verdict, HostView host) {
        Value present = host.at("selinux/present");
        Value mode = host.at("selinux/mode");
        if (present.isFalse() || present.isUnknown() && mode.text().equals("Disabled")) {
            return Outcome.notApplicable("The kernel has no SELinux.");
        }
        verdict.check("", mode, mode.text().equalsIgnoreCase("enforcing"), "Enforcing");
        Value options = host.securityOptions();
        verdict.check("", options, host.securityOption("selinux").isPresent(), "name=selinux");
        Optional<List<ContainerView>> containers = host.containers();
        if (containers.isEmpty()) {
            verdict.unknown(
                    "", host.doc(), host.containersMissing(), "no container without a label");
        }
        for (ContainerView container : containers.orElse(List.of())) {
            if (container.isExempt() || container.isStopped()) {
                continue;
            }
            Value security = container.optional("HostConfig/SecurityOpt");
            Value label = container.at("ProcessLabel");
            if (SecurityOptions.labelOff(security.texts())) {
                verdict.fail(container.name(), security, "", "no label=disable");
            } else {
                verdict.check(container.name(), label, label.hasContent(), "a label");
            }
        }
        return verdict.decide(
                "SELinux confines containers.", "SELinux does not confine containers.");
    }
}
