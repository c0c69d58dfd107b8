package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.TaskView;
import java.util.List;

/**
 * No file in the image gives its owner's rights to whoever runs it. CIS Docker 1.6.0 4.8; rows 20
 * and 97.
 */
final class Setuid {
    private Setuid() {}

    static Outcome task(TaskView task, Parameters parameters) {
        return Images.each(
                task,
                parameters,
                Setuid::image,
                "no setuid or setgid file",
                "No image holds a setuid or setgid file that is not allowed.",
                "An image holds setuid or setgid files.");
    }

    static Outcome image(ImageView image, Parameters parameters) {
        Verdict verdict = new Verdict();
        Value files = image.doc().get("files");
        Value setuid = files.get("setuid");
        List<String> allowed = parameters.texts("allowed_setuid");
        String wanted = "no setuid or setgid file";
        for (Value file : setuid.elements()) {
            String path = file.get("path").text();
            if (allowed.contains(path)) {
                verdict.pass("", file, path + " is allowed", wanted);
            } else {
                verdict.fail(
                        "",
                        file,
                        path
                                + " mode "
                                + file.get("mode").text()
                                + " of layer "
                                + file.get("layer").lenient().text("unknown"),
                        wanted);
            }
        }
        Value complete = files.get("complete");
        if (setuid.isUnknown()) {
            verdict.unknown("", setuid, setuid.unknown().orElseThrow(), wanted);
        } else if (!complete.isTrue()) {
            verdict.unknown(
                    "",
                    complete,
                    complete.unknown()
                            .orElse(
                                    new Missing(
                                            Reason.TOO_LARGE,
                                            "all layers of " + image.subject().id())),
                    wanted);
        } else if (setuid.elements().isEmpty()) {
            verdict.pass("", setuid, "none", wanted);
        }
        return verdict.decide(
                "The image holds no setuid or setgid file that is not allowed.",
                "The image holds setuid or setgid files.");
    }
}
