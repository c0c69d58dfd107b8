package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.TaskView;
import java.util.Optional;

/**
 * The system calls of containers are filtered. CIS Docker 1.6.0 5.22; rows 8 and 42. Privileged
 * containers have no filter.
 */
final class SeccompOff {
    private SeccompOff() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value privileged = container.at("privileged");
            Value options = container.at("dockerSecurityOptions");
            Optional<Missing> hole = options.unknownInside();
            if (SecurityOptions.seccompOff(options.texts())) {
                verdict.fail(container.name(), options, "", "no seccomp unconfined");
            } else if (hole.isPresent()) {
                verdict.unknown(container.name(), options, hole.get(), "no seccomp unconfined");
            } else {
                verdict.check(container.name(), privileged, !privileged.isTrue(), "not privileged");
            }
        }
        for (ContainerView live : task.live()) {
            verdict.include(container(live, parameters), live.name());
        }
        for (HostView host : task.hosts()) {
            if (daemonOff(host)) {
                verdict.fail(
                        host.subject().id(), host.securityOptions(), "", "a daemon with seccomp");
            }
        }
        return verdict.decide(
                "Nothing switches seccomp off.", "The seccomp filter is switched off.");
    }

    static boolean daemonOff(HostView host) {
        return host.securityOption("seccomp").orElse("").contains("unconfined")
                || host.option("seccomp-profile").text().equals("unconfined");
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        Optional<HostView> host = container.host();
        Verdict verdict = new Verdict();
        if (host.isPresent()) {
            Value options = host.get().securityOptions();
            if (options.isSet() && host.get().securityOption("seccomp").isEmpty()) {
                return Outcome.notApplicable("The kernel of the host has no seccomp.");
            }
            if (daemonOff(host.get())) {
                verdict.fail("", options, "the daemon's profile is unconfined", "a profile");
            } else if (options.isUnknown()) {
                verdict.unknown("", options, options.unknown().orElseThrow(), "a profile");
            }
        }
        Value options = container.optional("HostConfig/SecurityOpt");
        Value privileged = container.at("HostConfig/Privileged");
        if (SecurityOptions.seccompOff(options.texts())) {
            verdict.fail("", options, "", "no seccomp unconfined");
        } else if (options.isUnknown()) {
            verdict.unknown("", options, options.unknown().orElseThrow(), "no seccomp unconfined");
        }
        verdict.check("", privileged, !privileged.isTrue(), "not privileged");
        return verdict.decide(
                "The container's system calls are filtered.",
                "The seccomp filter is switched off.");
    }
}
