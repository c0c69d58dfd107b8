package io.pratique.posture.kernel;

import io.pratique.posture.result.Outcome;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;
import java.util.Optional;

/** Applicability of the machines' rows that need a host report. */
final class NodeHost {
    private NodeHost() {}

    /** The host report, or why the row does not apply or is not known. */
    sealed interface Asked {
        /** The report. */
        record Report(HostView host) implements Asked {}

        /** What to say instead. */
        record Instead(Outcome outcome) implements Asked {}
    }

    static Asked docker(InstanceView instance) {
        if (instance.isManaged()) {
            return new Asked.Instead(
                    Outcome.notApplicable("AWS runs the host of a managed instance."));
        }
        Optional<HostView> host =
                instance.host().filter(view -> view.subject().missing().isEmpty());
        if (host.isEmpty()) {
            return new Asked.Instead(Outcome.noEvidence(instance.hostMissing()));
        }
        return host.get().isOtherRuntime()
                ? new Asked.Instead(Outcome.notApplicable("The instance does not run Docker."))
                : new Asked.Report(host.get());
    }
}
