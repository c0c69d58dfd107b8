package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.TaskView;

/**
 * Health is probed where it runs. CIS Docker 1.6.0 5.27; rows 27 and 103. ECS does not run the
 * image's own check.
 */
final class RuntimeHealthcheck {
    private RuntimeHealthcheck() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        int essential = 0;
        for (ContainerDefinition container : task.containers()) {
            if (!container.isEssential()) {
                continue;
            }
            essential++;
            Value command = container.at("healthCheck/command");
            boolean good =
                    command.hasContent() && !command.texts().getFirst().equalsIgnoreCase("NONE");
            verdict.check(container.name(), command, good, "a command that probes the service");
        }
        for (Value run : task.tasks()) {
            Value health = run.get("healthStatus");
            if (health.isSet()) {
                verdict.note("Task " + run.subject().id() + " says " + health.text() + ".");
            }
        }
        if (essential == 0) {
            verdict.fail(
                    "",
                    task.at("containerDefinitions"),
                    "no container is essential",
                    "an essential container with a health check");
        }
        return verdict.decide(
                "Every essential container has a health check.",
                "An essential container has no health check.");
    }
}
