package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;

/** Swarm mode is off. CIS Docker 1.6.0 5.1 (7.1 before); row 24. */
final class Swarm {
    private Swarm() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        return switch (NodeHost.docker(instance)) {
            case NodeHost.Asked.Instead(Outcome outcome) -> outcome;
            case NodeHost.Asked.Report(HostView host) -> {
                Value state = host.at("info/Swarm/LocalNodeState");
                yield new Verdict()
                        .check("", state, state.text().equals("inactive"), "inactive")
                        .decide("Swarm mode is off.", "Swarm mode is not off.");
            }
        };
    }
}
