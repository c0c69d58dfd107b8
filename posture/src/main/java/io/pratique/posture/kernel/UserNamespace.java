package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.State;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;
import io.pratique.posture.view.TaskView;

/** Root of a container is nobody on the host. CIS Docker 1.6.0 2.9; row 26. */
final class UserNamespace {
    private UserNamespace() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        return switch (NodeHost.docker(instance)) {
            case NodeHost.Asked.Instead(Outcome outcome) -> outcome;
            case NodeHost.Asked.Report(HostView host) -> report(instance, host, parameters);
        };
    }

    private static Outcome report(InstanceView instance, HostView host, Parameters parameters) {
        Value remap = host.option("userns-remap");
        Value options = host.securityOptions();
        boolean on =
                remap.hasContent()
                        || host.securityOption("userns").isPresent()
                        || host.securityOption("rootless").isPresent();
        if (!on
                && parameters.flag("skip_if_non_root")
                && !instance.tasks().isEmpty()
                && instance.tasksUnknown().isEmpty()) {
            boolean clean = true;
            for (TaskView definition : instance.definitions()) {
                clean &= EffectiveUser.task(definition, parameters).state() == State.PASS;
            }
            if (clean) {
                return Outcome.notApplicable(
                        "Every task on the instance runs as another user than root.");
            }
        }
        Verdict verdict = new Verdict();
        if (!on && options.isUnknown()) {
            verdict.unknown("", options, options.unknown().orElseThrow(), "name=userns");
        } else {
            verdict.check("", on ? options : remap, on, "a user, or default");
        }
        return verdict.decide(
                "User namespaces are on.", "Root of a container is root of the host.");
    }
}
