package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Basis;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.HostPaths;
import io.pratique.posture.view.TaskView;
import java.util.List;

/**
 * What Fargate refuses: no task has it, and a template that sets it is not registered. Rows 80, 85,
 * 87, 89, 90, 95, 100, 102.
 */
final class FargateForbidden {
    private FargateForbidden() {}

    private static Outcome forbidden(TaskView task, List<String> fields, Basis basis, String why) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            for (String field : fields) {
                Value value = container.at(field);
                boolean set = field.equals("privileged") ? value.isTrue() : value.hasContent();
                if (set || value.isUnknown()) {
                    verdict.check(container.name(), value, false, "not set: Fargate refuses it");
                }
            }
        }
        return ended(verdict, basis, why);
    }

    private static Outcome ended(Verdict verdict, Basis basis, String why) {
        return verdict.failed() || verdict.isUnknown()
                ? verdict.decide("", "Fargate refuses this: the registration will fail.")
                : Outcome.enforced(basis, why);
    }

    static Outcome daemonSeccomp(TaskView task, Parameters parameters) {
        return forbidden(
                task,
                List.of("dockerSecurityOptions"),
                Basis.AWS_OPERATED,
                "AWS runs the engine and does not publish its profile.");
    }

    static Outcome seccomp(TaskView task, Parameters parameters) {
        return forbidden(
                task,
                List.of("privileged", "dockerSecurityOptions"),
                Basis.API_REJECTS,
                "No field that is valid on Fargate switches the filter off.");
    }

    static Outcome devices(TaskView task, Parameters parameters) {
        return forbidden(
                task,
                List.of("linuxParameters/devices"),
                Basis.API_REJECTS,
                "Fargate takes no devices.");
    }

    static Outcome privileged(TaskView task, Parameters parameters) {
        return forbidden(
                task,
                List.of("privileged"),
                Basis.API_REJECTS,
                "Fargate takes no privileged container.");
    }

    static Outcome selinux(TaskView task, Parameters parameters) {
        return forbidden(
                task,
                List.of("dockerSecurityOptions"),
                Basis.AWS_OPERATED,
                "AWS runs the host and publishes nothing of SELinux.");
    }

    static Outcome socket(TaskView task, Parameters parameters) {
        return volumes(task, true);
    }

    static Outcome directories(TaskView task, Parameters parameters) {
        return volumes(task, false);
    }

    private static Outcome volumes(TaskView task, boolean socketOnly) {
        Verdict verdict = new Verdict();
        Value volumes = task.at("volumes");
        volumes.unknownInside()
                .ifPresent(missing -> verdict.unknown("", volumes, missing, "no host path"));
        for (Value volume : volumes.elements()) {
            Value path = volume.at("host/sourcePath");
            boolean bad = !socketOnly || HostPaths.reachesEngine(path.text("/none"));
            if (path.isUnknown() || path.hasContent() && bad) {
                verdict.check(volume.get("name").text(), path, false, "no host path");
            }
        }
        return ended(
                verdict,
                Basis.API_REJECTS,
                "Fargate takes no host path, and the host's files cannot be reached.");
    }

    static Outcome uts(TaskView task, Parameters parameters) {
        return Outcome.enforced(
                Basis.NO_PARAMETER,
                "The ECS API has no field for it, and each task has an environment of its own.");
    }
}
