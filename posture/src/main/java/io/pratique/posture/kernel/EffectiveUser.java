package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.DockerfileView;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.TaskView;
import java.util.List;
import java.util.Optional;

/** The process does not run as root. CIS Docker 1.6.0 4.1; rows 13, 41, 91. */
final class EffectiveUser {
    private EffectiveUser() {}

    private static final String WANTED = "a user other than root";

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        boolean explicit = parameters.flag("require_explicit_user");
        for (ContainerDefinition container : task.containers()) {
            one(verdict, task, container, explicit);
        }
        return verdict.decide("No container runs as root.", "A container runs as root.");
    }

    private static void one(
            Verdict verdict, TaskView task, ContainerDefinition container, boolean explicit) {
        Value user = container.at("user");
        Optional<ImageView> image = task.image(container);
        if (user.isAbsent() || user.isSet() && user.text().isBlank()) {
            if (explicit) {
                verdict.fail(container.name(), user, "", "user in the container definition");
                return;
            }
            if (image.isEmpty()) {
                dockerfile(verdict, task, container);
                return;
            }
            user = image.get().config("User");
        }
        judge(verdict, container.name(), user, image);
    }

    private static void dockerfile(Verdict verdict, TaskView task, ContainerDefinition container) {
        Optional<DockerfileView> file = task.dockerfile(container);
        Optional<Value> last = file.flatMap(f -> f.last("USER"));
        if (last.isPresent()) {
            judge(verdict, container.name(), last.get().get("arguments"), Optional.empty());
            return;
        }
        verdict.unknown(
                container.name(), container.at("user"), Images.missing(task, container), WANTED);
    }

    static Outcome image(ImageView image, Parameters parameters) {
        Verdict verdict = new Verdict();
        judge(verdict, "", image.config("User"), Optional.of(image));
        return verdict.decide("The image names a user other than root.", "The image runs as root.");
    }

    /** Without USER the base image decides; when it is not known, the file makes no user. */
    static Outcome file(DockerfileView file, Parameters parameters) {
        Verdict verdict = new Verdict();
        Optional<Value> last = file.last("USER");
        if (last.isPresent()) {
            judge(verdict, "", last.get().get("arguments"), Optional.empty());
        } else {
            verdict.fail("", file.doc().get("stages"), "no USER", WANTED);
            verdict.note(
                    "The base image may name a user: give its image as evidence, or write USER.");
        }
        return verdict.decide(
                "The Dockerfile names a user.", "The Dockerfile makes no user but root.");
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        Verdict verdict = new Verdict();
        Value hostUid = container.doc().lenient().at("process/hostUid");
        if (hostUid.isSet() && hostUid.number(0) > 0) {
            verdict.pass("", hostUid, "uid " + hostUid.text() + " on the host", WANTED);
            return verdict.decide("The container's first process is not root on the host.", "");
        }
        if (hostUid.isSet() && hostUid.number(-1) == 0) {
            verdict.fail("", hostUid, "uid 0 on the host", WANTED);
        }
        Value user = container.at("Config/User");
        if (container.isFile() && user.isAbsent()) {
            Optional<ImageView> image = container.image();
            if (image.isEmpty()) {
                verdict.unknown(
                        "",
                        user,
                        new Missing(
                                Reason.NOT_COLLECTED,
                                "the image " + container.at("Config/Image").text()),
                        WANTED);
            } else {
                judge(verdict, "", image.get().config("User"), image);
            }
        } else {
            judge(verdict, "", user, container.image());
        }
        return verdict.decide("The container does not run as root.", "The container runs as root.");
    }

    /** Decides on {@code name|uid[:group|gid]}; an empty one is root. */
    static void judge(Verdict verdict, String part, Value user, Optional<ImageView> image) {
        List<String> words = user.texts();
        String text = words.isEmpty() ? "" : words.getFirst();
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip();
        boolean root = name.isEmpty() || name.equalsIgnoreCase("root") || isZero(name);
        if (!root && image.isPresent() && !Character.isDigit(name.charAt(0))) {
            Value uid = image.get().doc().lenient().get("users").get(name);
            root = uid.isSet() && uid.number(-1) == 0;
            if (uid.isUnknown()) {
                verdict.note("The uid of " + name + " was not read from the image.");
            }
        }
        verdict.check(part, user, !root, WANTED);
    }

    private static boolean isZero(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
