package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.DockerfileView;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.TaskView;
import java.util.List;
import java.util.Optional;

/** The image says how its health is probed. CIS Docker 1.6.0 4.6; rows 1 and 79. */
final class ImageHealthcheck {
    private ImageHealthcheck() {}

    private static final String WANTED = "a HEALTHCHECK other than NONE";
    private static final String GOOD = "Every image has a HEALTHCHECK.";
    private static final String BAD = "An image has no HEALTHCHECK.";

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Optional<ImageView> image = task.image(container);
            Optional<DockerfileView> file = task.dockerfile(container);
            if (image.isPresent() && image.get().configUnknown().isEmpty()) {
                verdict.include(image(image.get(), parameters), container.name());
            } else if (file.isPresent() && file.get().unread().isEmpty()) {
                judge(verdict, container.name(), file.get());
            } else {
                verdict.unknown(
                        container.name(),
                        container.at("image"),
                        Images.missing(task, container),
                        WANTED);
            }
        }
        return verdict.decide(GOOD, BAD);
    }

    static Outcome image(ImageView image, Parameters parameters) {
        Verdict verdict = new Verdict();
        Value check = image.config("Healthcheck");
        Value test = check.get("Test");
        verdict.check("", test, test.hasContent() && !startsWithNone(test), WANTED);
        Value type = image.doc().lenient().get("mediaType");
        if (verdict.failed() && type.text().contains("vnd.oci.")) {
            verdict.note(
                    "The OCI image format has no field for it: builders that write "
                            + type.text()
                            + " drop a HEALTHCHECK.");
        }
        return verdict.decide(GOOD, BAD);
    }

    static Outcome file(DockerfileView file, Parameters parameters) {
        Verdict verdict = new Verdict();
        judge(verdict, "", file);
        return verdict.decide(
                "The Dockerfile has a HEALTHCHECK.", "The Dockerfile has no HEALTHCHECK.");
    }

    private static void judge(Verdict verdict, String part, DockerfileView file) {
        Optional<Value> last = file.last("HEALTHCHECK");
        Value words = last.map(l -> l.get("arguments")).orElse(file.doc().get("stages"));
        if (last.isPresent() && !startsWithNone(words)) {
            verdict.pass(part, words, "", WANTED);
        } else {
            verdict.fail(part, words, last.isPresent() ? "" : "none", WANTED);
        }
    }

    private static boolean startsWithNone(Value words) {
        List<String> texts = words.texts();
        return texts.isEmpty() || texts.getFirst().equalsIgnoreCase("NONE");
    }
}
