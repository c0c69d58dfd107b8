package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Basis;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;
import io.pratique.posture.view.TaskView;
import java.util.List;
import java.util.Optional;

/** The number of processes is limited. CIS Docker 1.6.0 5.29, adapted for ECS; rows 15 and 93. */
final class Pids {
    private Pids() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        if (instance.isWindows()) {
            return Outcome.notApplicable("Windows has no process limit of cgroups.");
        }
        Optional<HostView> host =
                instance.host().filter(view -> view.subject().missing().isEmpty());
        if (host.isEmpty()) {
            return Outcome.noEvidence(instance.hostMissing());
        }
        long most = parameters.number("max_pids", 4_096);
        Value agent = host.get().at("ecsAgent/settings").lenient();
        Value limit = agent.get("ECS_TASK_PIDS_LIMIT");
        Verdict verdict = new Verdict();
        if (within(limit.number(0), most)) {
            return verdict.pass("", limit, "", "1 to " + most)
                    .decide("The agent limits the processes of each task.", "");
        }
        Optional<List<ContainerView>> containers = host.get().containers();
        int judged = 0;
        for (ContainerView container : containers.orElse(List.of())) {
            if (!container.isExempt() && !container.isStopped()) {
                Value pids = container.at("HostConfig/PidsLimit");
                verdict.check(container.name(), pids, within(pids.number(0), most), "1 to " + most);
                judged++;
            }
        }
        if (judged == 0) {
            if (containers.isEmpty() && limit.isAbsent()) {
                return Outcome.noEvidence(host.get().containersMissing());
            }
            verdict.check("", limit, false, "1 to " + most);
        }
        if (verdict.failed() && limit.isUnknown()) {
            // A limit of the agent would do: what is not known may be good.
            return Outcome.noEvidence(limit.unknown().orElseThrow());
        }
        return verdict.decide(
                "Every container has a limit of processes.",
                "Neither the agent nor the containers limit the number of processes.");
    }

    private static boolean within(long value, long most) {
        return value >= 1 && value <= most;
    }

    static Outcome fargate(TaskView task, Parameters parameters) {
        long most = parameters.number("max_pids", 4_096);
        Verdict verdict = new Verdict();
        boolean single = task.containers().size() == 1;
        for (ContainerDefinition container : task.containers()) {
            Value limits = container.at("ulimits");
            Value hard = limits.get("nproc");
            boolean found = false;
            for (Value limit : limits.elements()) {
                if (limit.get("name").text().equals("nproc")) {
                    hard = limit.get("hardLimit");
                    found = true;
                }
            }
            Optional<Missing> hole = limits.unknownInside();
            if (!found && hole.isPresent()) {
                verdict.unknown(container.name(), limits, hole.get(), "nproc of 1 to " + most);
            } else if (!found && single) {
                return Outcome.enforced(
                        Basis.ISOLATION,
                        "The task has one container: a fork storm stays in its own machine.");
            } else if (!found) {
                verdict.fail(container.name(), limits, "no nproc", "nproc of 1 to " + most);
            } else {
                verdict.check(
                        container.name(),
                        hard,
                        within(hard.number(0), most),
                        "nproc of 1 to " + most);
            }
        }
        return verdict.decide(
                "Every container has an nproc limit.",
                "Containers share a task, and one has no nproc limit.");
    }
}
