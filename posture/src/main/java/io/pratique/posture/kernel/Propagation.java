package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;
import java.util.List;

/** Mounts of a container do not spread to the host. CIS Docker 1.6.0 5.20; row 23. */
final class Propagation {
    private Propagation() {}

    private static final String WANTED = "not shared, not rshared";

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value tmpfs = container.at("linuxParameters/tmpfs");
            if (!tmpfs.hasContent()) {
                verdict.check(container.name(), tmpfs, true, WANTED);
            }
            for (Value mount : tmpfs.elements()) {
                Value options = mount.get("mountOptions");
                verdict.check(container.name(), options, !isShared(options.texts()), WANTED);
            }
        }
        for (Value volume : task.at("volumes").elements()) {
            Value options = volume.at("dockerVolumeConfiguration/driverOpts").get("o");
            verdict.check(
                    volume.get("name").text(),
                    options,
                    !isShared(List.of(options.text().split(",", -1))),
                    WANTED);
        }
        for (ContainerView live : task.live()) {
            for (Value mount : live.at("Mounts").elements()) {
                Value propagation = mount.lenient().get("Propagation");
                verdict.check(live.name(), propagation, !isShared(propagation.texts()), WANTED);
            }
        }
        return verdict.decide("No mount is shared.", "A mount is shared with the host.");
    }

    private static boolean isShared(List<String> options) {
        for (String option : options) {
            if (option.equals("shared") || option.equals("rshared")) {
                return true;
            }
        }
        return false;
    }
}
