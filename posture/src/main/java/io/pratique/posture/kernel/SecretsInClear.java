package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.secret.SecretDetectors;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.DockerfileView;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.TaskView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * No secret stands in the environment, in commands, or in the image. Row 35. Values are never
 * shown.
 */
final class SecretsInClear {
    private SecretsInClear() {}

    private static final String WANTED = "no secret";
    private static final Parameters NO_PARAMETERS = Parameters.of(Map.of());

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            environment(verdict, container.name(), container.at("environment"));
            words(verdict, container.name(), container.at("command"));
            words(verdict, container.name(), container.at("entryPoint"));
            Value files = container.at("environmentFiles");
            if (files.hasContent() || files.isUnknown()) {
                verdict.unknown(
                        container.name(),
                        files,
                        files.unknown()
                                .orElse(
                                        new Missing(
                                                Reason.NOT_COLLECTED,
                                                "the environment files " + files.shown())),
                        WANTED);
            }
            image(verdict, task, container);
        }
        for (Value run : task.tasks()) {
            for (Value override : run.at("overrides/containerOverrides").elements()) {
                environment(
                        verdict,
                        override.get("name").text() + " (override)",
                        override.get("environment"));
                words(
                        verdict,
                        override.get("name").text() + " (override)",
                        override.get("command"));
            }
        }
        return verdict.decide("No secret stands in clear.", "A secret stands in clear.");
    }

    private static void environment(Verdict verdict, String part, Value variables) {
        Optional<Missing> list = variables.unknown();
        list.ifPresent(missing -> verdict.unknown(part, variables, missing, WANTED));
        boolean clean = true;
        for (Value variable : variables.elements()) {
            String name = variable.get("name").text();
            Value value = variable.get("value");
            Optional<String> detector = SecretDetectors.detect(name, value.text());
            if (detector.isPresent()) {
                verdict.fail(part, value, name + " = **** (" + detector.get() + ")", WANTED);
                clean = false;
            } else if (value.isUnknown() && SecretDetectors.secretName(name)) {
                verdict.unknown(part, value, value.unknown().orElseThrow(), WANTED);
                clean = false;
            }
        }
        if (clean && list.isEmpty()) {
            verdict.pass(part, variables, variables.elements().size() + " variables", WANTED);
        }
    }

    private static void words(Verdict verdict, String part, Value words) {
        if (words.isUnknown()) {
            verdict.unknown(part, words, words.unknown().orElseThrow(), WANTED);
            return;
        }
        if (!words.hasContent()) {
            return;
        }
        SecretDetectors.inText(String.join(" ", words.texts()))
                .ifPresent(id -> verdict.fail(part, words, "**** (" + id + ")", WANTED));
    }

    private static void image(Verdict verdict, TaskView task, ContainerDefinition container) {
        Optional<ImageView> image = task.image(container);
        Optional<DockerfileView> file = task.dockerfile(container);
        file.ifPresent(f -> verdict.include(file(f, NO_PARAMETERS), container.name()));
        if (image.isPresent()) {
            verdict.include(image(image.get(), NO_PARAMETERS), container.name());
        } else if (file.isEmpty()) {
            verdict.unknown(
                    container.name(),
                    container.at("image"),
                    Images.missing(task, container),
                    WANTED);
        }
    }

    static Outcome image(ImageView image, Parameters parameters) {
        Verdict verdict = new Verdict();
        Value variables = image.config("Env");
        read(verdict, variables, " variables");
        for (Value variable : variables.elements()) {
            assignment(verdict, variable);
        }
        Value history = image.doc().get("history");
        read(verdict, history, " lines of history");
        for (Value line : history.elements()) {
            Value text = line.lenient().get("created_by");
            SecretDetectors.inText(text.text())
                    .ifPresent(id -> verdict.fail("", text, "**** (" + id + ")", WANTED));
        }
        return verdict.decide(
                "No secret stands in the image's configuration.",
                "A secret stands in the image's configuration.");
    }

    /** Counts what was read, so that no value is shown. */
    private static void read(Verdict verdict, Value list, String what) {
        if (list.isUnknown()) {
            verdict.unknown("", list, list.unknown().orElseThrow(), WANTED);
        } else {
            verdict.pass("", list, list.elements().size() + what, WANTED);
        }
    }

    private static void assignment(Verdict verdict, Value assignment) {
        String text = assignment.text();
        int equals = text.indexOf('=');
        if (equals > 0) {
            String name = text.substring(0, equals);
            SecretDetectors.detect(name, text.substring(equals + 1))
                    .ifPresent(id ->
                            verdict.fail("", assignment, name + " = **** (" + id + ")", WANTED));
        }
    }

    static Outcome file(DockerfileView file, Parameters parameters) {
        Verdict verdict = new Verdict();
        file.unread().ifPresent(missing -> verdict.unknown("", file.doc(), missing, WANTED));
        for (String name : List.of("ENV", "ARG")) {
            for (Value instruction : file.instructions(name)) {
                instruction.get("arguments").elements().forEach(a -> assignment(verdict, a));
            }
        }
        for (Value run : file.instructions("RUN")) {
            words(verdict, "", run.get("arguments"));
            for (Value document : run.get("heredocs").elements()) {
                words(verdict, "", document.get("content"));
            }
        }
        return verdict.decide(
                "No secret stands in the Dockerfile.", "A secret stands in the Dockerfile.");
    }
}
