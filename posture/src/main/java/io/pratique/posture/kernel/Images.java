package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.TaskView;
import java.util.Optional;

/** What kernels that judge images share. */
final class Images {
    private Images() {}

    /** Why an image is not known. */
    static Missing missing(TaskView task, ContainerDefinition container) {
        Value image = container.at("image");
        if (image.isUnknown()) {
            return image.unknown().orElseThrow();
        }
        Optional<Missing> known =
                task.image(container)
                        .flatMap(view -> view.subject().missing().or(view::configUnknown));
        return known.orElseGet(() ->
                new Missing(
                        Reason.NOT_COLLECTED,
                        "the image " + image.text("of container " + container.name())));
    }

    /** Joins the judgement of each container's image. */
    static Outcome each(
            TaskView task,
            Parameters parameters,
            Judgement.ImageRule rule,
            String expected,
            String good,
            String bad) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Optional<ImageView> image = task.image(container);
            if (image.isPresent()) {
                verdict.include(rule.judge(image.get(), parameters), container.name());
            } else {
                verdict.unknown(
                        container.name(),
                        container.at("image"),
                        missing(task, container),
                        expected);
            }
        }
        return verdict.decide(good, bad);
    }
}
