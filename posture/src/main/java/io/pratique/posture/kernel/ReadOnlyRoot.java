package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;

/** The root file system is read-only. CIS Docker 1.6.0 5.13; rows 19, 75, 96. */
final class ReadOnlyRoot {
    private ReadOnlyRoot() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value flag = container.at("readonlyRootFilesystem");
            verdict.check(container.name(), flag, flag.isTrue(), "true");
        }
        for (Value service : task.services()) {
            if (service.get("enableExecuteCommand").isTrue()) {
                verdict.note(
                        "Service "
                                + service.get("serviceName").text()
                                + " has ECS Exec on, which AWS says does not work with a read-only root.");
            }
        }
        return verdict.decide(
                "Every root file system is read-only.", "A root file system can be written to.");
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        Value flag = container.at("HostConfig/ReadonlyRootfs");
        return new Verdict()
                .check("", flag, flag.isTrue(), "true")
                .decide(
                        "The root file system is read-only.",
                        "The root file system can be written to.");
    }
}
