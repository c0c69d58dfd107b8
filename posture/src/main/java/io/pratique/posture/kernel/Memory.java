package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Basis;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;

/**
 * Memory is limited. CIS Docker 1.6.0 5.11; rows 11, 73, 88. A limit of the task counts for its
 * containers.
 */
final class Memory {
    private Memory() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        Value size = task.at("memory");
        if (size.isSet()) {
            return verdict.pass("", size, "", "a memory limit")
                    .decide("The task has a memory limit.", "");
        }
        boolean all = true;
        for (ContainerDefinition container : task.containers()) {
            all &= container.at("memory").number(0) > 0;
        }
        if (!all && size.isUnknown()) {
            return Outcome.noEvidence(size.unknown().orElseThrow());
        }
        return each(verdict, task)
                .decide(
                        "Every container has a memory limit.",
                        "A container has no hard memory limit.");
    }

    private static Verdict each(Verdict verdict, TaskView task) {
        for (ContainerDefinition container : task.containers()) {
            Value memory = container.at("memory");
            Value soft = container.at("memoryReservation");
            if (memory.isAbsent() && soft.isSet()) {
                verdict.fail(
                        container.name(),
                        soft,
                        "memoryReservation " + soft.text() + " only, a soft limit",
                        "memory");
            } else {
                verdict.check(container.name(), memory, memory.number(0) > 0, "above 0");
            }
        }
        return verdict;
    }

    static Outcome fargate(TaskView task, Parameters parameters) {
        Value size = task.at("memory");
        if (size.isUnknown()) {
            return Outcome.noEvidence(size.unknown().orElseThrow());
        }
        Verdict verdict = new Verdict();
        if (size.isAbsent()) {
            verdict.fail("", size, "", "memory: Fargate refuses a task without it");
        }
        if (parameters.flag("require_container_memory") && task.containers().size() > 1) {
            each(verdict, task);
        }
        if (verdict.failed() || verdict.isUnknown()) {
            return verdict.decide("", "Memory is not limited as it should be.");
        }
        return Outcome.enforced(
                Basis.API_REJECTS, "Fargate takes no task without a memory limit, which is hard.");
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        Value memory = container.at("HostConfig/Memory");
        Value cgroup = container.doc().lenient().get("cgroup").lenient();
        Value limit = cgroup.get("memory.max");
        if (limit.isAbsent()) {
            limit = cgroup.get("memory.limit_in_bytes");
        }
        Verdict verdict = new Verdict();
        String wanted = "a memory limit of the container or its task";
        // cgroup v1 writes "no limit" as a number near 2^63.
        long bytes = limit.number(-1);
        if (memory.number(0) <= 0 && bytes > 0 && bytes < 1L << 60) {
            verdict.pass("", limit, "task cgroup: " + bytes, wanted);
        } else if (memory.number(0) <= 0
                && (limit.isUnknown() || limit.isAbsent() && container.isOfTask())) {
            verdict.unknown("", limit, container.cgroupMissing(limit), wanted);
        } else {
            verdict.check("", memory, memory.number(0) > 0, wanted);
        }
        return verdict.decide("Memory is limited.", "The container's memory is not limited.");
    }
}
