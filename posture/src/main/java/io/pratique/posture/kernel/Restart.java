package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;

/** Crashes are not repeated for ever. CIS Docker 1.6.0 5.15, adapted for ECS; rows 14, 74, 92. */
final class Restart {
    private Restart() {}

    static Outcome task(TaskView task, Parameters parameters) {
        long least = parameters.number("min_restart_period", 300);
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value enabled = container.at("restartPolicy/enabled");
            Value period = container.at("restartPolicy/restartAttemptPeriod");
            if (enabled.isTrue()) {
                verdict.check(
                        container.name(),
                        period,
                        period.number(300) >= least,
                        "at least " + least + " seconds");
            } else {
                verdict.check(container.name(), enabled, true, "no quick restart");
            }
        }
        for (Value service : task.services()) {
            String controller = service.at("deploymentController/type").text("ECS");
            if (controller.equals("ECS")) {
                Value breaker =
                        service.at("deploymentConfiguration/deploymentCircuitBreaker/enable");
                verdict.check(
                        service.get("serviceName").text(service.subject().id()),
                        breaker,
                        breaker.isTrue(),
                        "true");
            }
        }
        task.servicesUnknown()
                .ifPresent(missing ->
                        verdict.unknown("", task.doc(), missing, "the services that use it"));
        for (ContainerView live : task.live()) {
            verdict.include(container(live, parameters), live.name());
        }
        return verdict.decide(
                "Restarts are bounded.", "A container that crashes is started again without end.");
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        Value policy = container.at("HostConfig/RestartPolicy/Name");
        Value count = container.at("HostConfig/RestartPolicy/MaximumRetryCount").lenient();
        String name = policy.text();
        Verdict verdict = new Verdict();
        if (name.equals("on-failure")) {
            long retries = count.number(0);
            verdict.check("", count, retries >= 1 && retries <= 5, "1 to 5");
        } else {
            verdict.check("", policy, name.isEmpty() || name.equals("no"), "no, or on-failure:5");
        }
        return verdict.decide(
                "Restarts are bounded.", "A container that crashes is started again without end.");
    }
}
