package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;

/**
 * No container has every right of its host. CIS Docker 1.6.0 5.5; row 18. The key is {@code
 * privileged}, not {@code privilege}.
 */
final class Privileged {
    private Privileged() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value flag = container.at("privileged");
            verdict.check(container.name(), flag, !flag.isTrue(), "false");
        }
        for (ContainerView live : task.live()) {
            Value flag = live.at("HostConfig/Privileged");
            verdict.check(live.name(), flag, !flag.isTrue(), "false");
        }
        return verdict.decide("No container is privileged.", "A container is privileged.");
    }
}
