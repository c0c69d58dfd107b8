package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.SubjectKind;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;
import java.util.Optional;
import java.util.Set;

/** Machines that run containers run nothing else. NIST SP 800-190; row 34, adapted. */
final class DedicatedHost {
    private DedicatedHost() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        if (instance.isManaged()) {
            return Outcome.notApplicable("AWS runs the host of a managed instance.");
        }
        Optional<HostView> host =
                instance.host().filter(view -> view.subject().missing().isEmpty());
        if (host.isEmpty()) {
            return Outcome.noEvidence(instance.hostMissing());
        }
        Set<String> allowed = Set.copyOf(parameters.texts("host_process_allowlist"));
        Verdict verdict = new Verdict();
        Value processes = host.get().at("processes");
        verdict.check("", processes, true, "only processes of the allow list");
        for (Value process : processes.elements()) {
            Value name = process.get("name");
            if (!process.lenient().get("container").hasContent()
                    && !isAllowed(name.text(), allowed)) {
                verdict.check("", name, false, "in a container, or in the allow list");
            }
        }
        Optional<String> ami = instance.attribute("ecs.ami-id");
        if (ami.isPresent()) {
            verdict.check(
                    "",
                    instance.instance().orElseThrow().get("attributes"),
                    isApproved(instance, ami.get(), parameters),
                    "an ECS-optimised or approved AMI");
        } else if (instance.instance().isPresent()) {
            verdict.unknown(
                    "",
                    instance.instance().get().get("attributes"),
                    new Missing(Reason.NOT_COLLECTED, "the attribute ecs.ami-id"),
                    "an ECS-optimised or approved AMI");
        } else {
            verdict.note("No container instance was read: the AMI is not judged.");
        }
        return verdict.decide(
                "The machine runs containers only.",
                "The machine runs another workload, or an AMI that is not approved.");
    }

    private static boolean isApproved(InstanceView instance, String ami, Parameters parameters) {
        if (parameters.texts("approved_amis").contains(ami)) {
            return true;
        }
        for (Subject subject : instance.world().of(SubjectKind.RECOMMENDED_AMI)) {
            Value doc = Value.of(subject, false);
            if (doc.get("image_id").text().equals(ami)
                    || doc.get("history").texts().contains(ami)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAllowed(String name, Set<String> allowed) {
        return allowed.contains(name)
                || name.startsWith("systemd")
                || name.startsWith("(sd-")
                || name.startsWith("[");
    }
}
