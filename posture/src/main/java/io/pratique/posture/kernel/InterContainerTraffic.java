package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;
import io.pratique.posture.view.TaskView;
import java.util.Optional;

/**
 * Containers on the default bridge do not talk to each other. CIS Docker 1.6.0 2.2; rows 22 and 67.
 */
final class InterContainerTraffic {
    private InterContainerTraffic() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        if (instance.isWindows()) {
            return Outcome.notApplicable("Windows has no docker0 bridge.");
        }
        boolean bridge = false;
        for (TaskView definition : instance.definitions()) {
            String mode = definition.at("networkMode").text("bridge");
            bridge |= mode.equals("bridge") || definition.at("networkMode").isUnknown();
        }
        if (!bridge && instance.instance().isPresent() && instance.tasksUnknown().isEmpty()) {
            Value facts = instance.instance().get();
            return new Verdict()
                    .pass("", facts.get("runningTasksCount"), "no task on the bridge", "none")
                    .decide("No task of the instance uses the bridge.", "");
        }
        Optional<HostView> host =
                instance.host().filter(view -> view.subject().missing().isEmpty());
        if (host.isEmpty()) {
            return Outcome.noEvidence(instance.hostMissing());
        }
        Value icc = host.get().option("icc");
        if (!bridge && !icc.isFalse() && instance.instance().isPresent()) {
            return Outcome.noEvidence(instance.tasksUnknown().orElseThrow());
        }
        return new Verdict()
                .check("", icc, icc.isFalse(), "false")
                .decide(
                        "The daemon keeps containers apart.",
                        "Containers on the bridge can talk to each other.");
    }

    static Outcome host(HostView host, Parameters parameters) {
        if (host.option("bridge").text().equals("none")) {
            return Outcome.notApplicable("The default bridge is switched off.");
        }
        Value icc = host.option("icc");
        Value network =
                host.doc()
                        .lenient()
                        .at("networks/bridge/Options")
                        .get("com.docker.network.bridge.enable_icc");
        Verdict verdict = new Verdict();
        if (network.isFalse()) {
            verdict.pass("", network, "", "false");
        } else if (network.isUnknown() && !icc.isFalse()) {
            verdict.unknown("", network, network.unknown().orElseThrow(), "false");
        } else {
            verdict.check("", icc, icc.isFalse(), "false");
        }
        return verdict.decide(
                "Containers on the default bridge are kept apart.",
                "Containers on the default bridge can talk to each other.");
    }
}
