package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;
import java.util.List;

/** Devices of the host stay with the host. CIS Docker 1.6.0 5.18; row 9. */
final class Devices {
    private Devices() {}

    static Outcome task(TaskView task, Parameters parameters) {
        List<String> allowed = parameters.texts("allowed_devices");
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value devices = container.at("linuxParameters/devices");
            if (!devices.hasContent()) {
                verdict.check(container.name(), devices, true, "no device");
            }
            for (Value device : devices.elements()) {
                Value path = device.get("hostPath");
                verdict.check(container.name(), path, allowed.contains(path.text()), "no device");
            }
        }
        for (ContainerView live : task.live()) {
            for (Value device : live.optional("HostConfig/Devices").elements()) {
                Value path = device.get("PathOnHost");
                verdict.check(live.name(), path, allowed.contains(path.text()), "no device");
            }
            Value rules = live.optional("HostConfig/DeviceCgroupRules");
            if (rules.hasContent()) {
                verdict.fail(live.name(), rules, "", "no device rule");
            }
        }
        return verdict.decide(
                "No device of the host is mapped.", "A device of the host is mapped.");
    }
}
