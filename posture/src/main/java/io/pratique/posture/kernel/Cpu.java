package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;

/** CPU is shared out. CIS Docker 1.6.0 5.12; rows 5, 71, 83. */
final class Cpu {
    private Cpu() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        Value size = task.at("cpu");
        if (size.isSet()) {
            return verdict.pass("", size, "", "a cpu value")
                    .decide("The task has a cpu value.", "");
        }
        return each(verdict, task, size);
    }

    static Outcome fargate(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        if (task.containers().size() == 1) {
            return verdict.pass("", task.at("cpu"), "one container", "a cpu value")
                    .decide("The task has one container, which the task's cpu bounds.", "");
        }
        return each(verdict, task, task.at("containerDefinitions"));
    }

    private static Outcome each(Verdict verdict, TaskView task, Value size) {
        boolean all = true;
        for (ContainerDefinition container : task.containers()) {
            Value cpu = container.at("cpu");
            all &= !cpu.isUnknown() && cpu.number(0) > 0;
        }
        if (!all && size.isUnknown()) {
            return Outcome.noEvidence(size.unknown().orElseThrow());
        }
        for (ContainerDefinition container : task.containers()) {
            Value cpu = container.at("cpu");
            verdict.check(container.name(), cpu, cpu.number(0) > 0, "above 0");
        }
        return verdict.decide(
                "Every container has a cpu share.", "A container has no cpu share of its own.");
    }

    /** The agent's placeholder of 2 shares is no share. */
    static Outcome container(ContainerView container, Parameters parameters) {
        Value nano = container.at("HostConfig/NanoCpus");
        Value quota = container.at("HostConfig/CpuQuota");
        Value shares = container.at("HostConfig/CpuShares");
        Value limit = container.doc().lenient().at("cgroup").lenient().get("cpu.max");
        Verdict verdict = new Verdict();
        String wanted = "a cpu limit, or more than the placeholder of 2 shares";
        if (nano.number(0) > 0) {
            verdict.pass("", nano, "", wanted);
        } else if (quota.number(0) > 0) {
            verdict.pass("", quota, "", wanted);
        } else if (shares.number(0) > 2) {
            verdict.pass("", shares, "", wanted);
        } else if (limit.isSet()
                && !limit.text().startsWith("max")
                && !limit.text().startsWith("-1")) {
            verdict.pass("", limit, "task cgroup: " + limit.text(), wanted);
        } else if (limit.isUnknown() || limit.isAbsent() && container.isOfTask()) {
            verdict.unknown("", limit, container.cgroupMissing(limit), wanted);
        } else {
            Value open = nano.isUnknown() ? nano : quota.isUnknown() ? quota : shares;
            verdict.check("", open, false, wanted);
        }
        return verdict.decide(
                "The container has a cpu share or limit.", "The container has no cpu share.");
    }
}
