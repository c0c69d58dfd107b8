package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Basis;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;
import java.util.List;

/**
 * The namespaces of the host are not shared. CIS Docker 1.6.0 5.10, 5.16, 5.17, 5.21, 5.31; rows
 * 10, 16, 25, 44, 65, 66, 76.
 */
final class HostNamespaces {
    private HostNamespaces() {}

    static Outcome ipc(TaskView task, Parameters parameters) {
        return declared(task, "ipcMode", "HostConfig/IpcMode");
    }

    static Outcome pid(TaskView task, Parameters parameters) {
        return declared(task, "pidMode", "HostConfig/PidMode");
    }

    private static Outcome declared(TaskView task, String field, String observed) {
        Value mode = task.at(field);
        Verdict verdict =
                new Verdict().check("", mode, !mode.text().equals("host"), "anything but host");
        for (ContainerView live : task.live()) {
            Value value = live.at(observed);
            verdict.check(live.name(), value, !value.text().equals("host"), "anything but host");
        }
        return verdict.decide(
                "The namespace of the host is not shared.", "The namespace of the host is shared.");
    }

    static Outcome uts(TaskView task, Parameters parameters) {
        List<ContainerView> live = task.live();
        if (live.isEmpty()) {
            return Outcome.enforced(
                    Basis.NO_PARAMETER,
                    "The ECS API has no field for it, and no host reported the containers.");
        }
        Verdict verdict = new Verdict();
        for (ContainerView container : live) {
            Value mode = container.at("HostConfig/UTSMode");
            verdict.check(container.name(), mode, !mode.text().equals("host"), "anything but host");
        }
        return verdict.decide(
                "The namespace of the host is not shared.", "The namespace of the host is shared.");
    }

    static Judgement.ContainerRule container(String field) {
        return (container, _) -> {
            Value mode = container.at("HostConfig/" + field);
            return new Verdict()
                    .check("", mode, !mode.text().equals("host"), "anything but host")
                    .decide(
                            "The namespace of the host is not shared.",
                            "The namespace of the host is shared.");
        };
    }
}
