package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.State;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.TaskView;
import java.util.Optional;
import java.util.Set;

/**
 * On Fargate, where no-new-privileges cannot be set: nothing to gain rights with. Row 99, adapted.
 */
final class PrivilegeGain {
    private PrivilegeGain() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value options = container.at("dockerSecurityOptions");
            if (options.hasContent()) {
                verdict.fail(container.name(), options, "", "not set: Fargate refuses it");
                continue;
            }
            Value drop = container.at("linuxParameters/capabilities/drop");
            Set<String> dropped = Capabilities.names(drop);
            if (dropped.contains("ALL")
                    || dropped.contains("SETUID") && dropped.contains("SETGID")) {
                verdict.pass(container.name(), drop, "", "ALL, or SETUID and SETGID");
                continue;
            }
            Optional<ImageView> image = task.image(container);
            Optional<Missing> hole = drop.unknownInside();
            if (image.isPresent()) {
                Outcome files = Setuid.image(image.get(), parameters);
                if (files.state() == State.FAIL && hole.isPresent()) {
                    verdict.unknown(container.name(), drop, hole.get(), "ALL");
                } else {
                    verdict.include(files, container.name());
                }
            } else {
                verdict.unknown(
                        container.name(),
                        container.at("image"),
                        Images.missing(task, container),
                        "ALL dropped, or an image without setuid files");
            }
        }
        return verdict.decide(
                "No process can gain rights.",
                "A process can gain rights: nothing is dropped, and the image has setuid files.");
    }
}
