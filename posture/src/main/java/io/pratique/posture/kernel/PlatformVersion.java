package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Basis;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.TaskView;
import java.util.Optional;

/**
 * Fargate's platform is the newest. Row 86, adapted: the platform version is the honest counterpart
 * of Docker's.
 */
final class PlatformVersion {
    private PlatformVersion() {}

    static Outcome task(TaskView task, Parameters parameters) {
        if (task.services().isEmpty() && task.tasks().isEmpty()) {
            Optional<Missing> hole = task.servicesUnknown();
            return hole.isPresent()
                    ? Outcome.noEvidence(hole.get())
                    : Outcome.enforced(
                            Basis.AWS_OPERATED,
                            "Nothing runs it, and a task definition names no platform version.");
        }
        String system = task.isWindows() ? "windows=" : "linux=";
        String latest = "";
        for (String entry : parameters.texts("latest_platform")) {
            latest = entry.startsWith(system) ? entry.substring(system.length()) : latest;
        }
        Verdict verdict = new Verdict();
        for (Value service : task.services()) {
            one(
                    verdict,
                    service.get("serviceName").text(service.subject().id()),
                    service.get("platformVersion"),
                    latest);
        }
        for (Value run : task.tasks()) {
            one(verdict, run.subject().id(), run.get("platformVersion"), latest);
        }
        return verdict.decide(
                "The newest platform version is used.", "An older platform version is used.");
    }

    private static void one(Verdict verdict, String part, Value version, String latest) {
        String text = version.text("LATEST");
        verdict.check(
                part,
                version,
                text.equals("LATEST") || Versions.compare(text, latest) >= 0,
                "LATEST or " + latest);
    }
}
