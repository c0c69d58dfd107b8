package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;
import java.util.Optional;

/** Machines do not fill up with containers. CIS Docker 1.6.0 6.2; row 6. */
final class Sprawl {
    private Sprawl() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        if (instance.instance().isEmpty()) {
            return Outcome.noEvidence(instance.instanceMissing());
        }
        Value facts = instance.instance().get();
        long most = parameters.number("max_tasks_per_instance", 100);
        long stopped = parameters.number("max_stopped", 25);
        Verdict verdict = new Verdict();
        Value running = facts.get("runningTasksCount");
        Value pending = facts.get("pendingTasksCount");
        if (running.isAbsent()) {
            verdict.unknown(
                    "",
                    running,
                    new Missing(Reason.NOT_COLLECTED, "ecs:DescribeContainerInstances"),
                    "at most " + most);
        } else {
            verdict.check(
                    "",
                    running,
                    running.number(0) + pending.number(0) <= most,
                    "at most " + most + " tasks");
        }
        Optional<HostView> host =
                instance.host().filter(view -> view.subject().missing().isEmpty());
        if (host.isPresent()) {
            Value all = host.get().at("info/Containers");
            Value live = host.get().at("info/ContainersRunning");
            if (live.isUnknown()) {
                all = live;
            }
            long dead = all.number(0) - live.number(0);
            if (all.isUnknown() || dead <= stopped) {
                verdict.check("", all, true, "at most " + stopped + " stopped containers");
            } else {
                verdict.fail("", all, dead + " stopped", "at most " + stopped + " stopped");
            }
        } else {
            verdict.unknown(
                    "",
                    facts,
                    instance.hostMissing(),
                    "at most " + stopped + " stopped containers");
        }
        return verdict.decide(
                "The machine has few containers.", "The machine has too many containers.");
    }
}
