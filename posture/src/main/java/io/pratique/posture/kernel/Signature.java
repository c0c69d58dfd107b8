package io.pratique.posture.kernel;

import io.pratique.model.ImageReference;
import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.SubjectKind;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.TaskView;
import java.util.Optional;

/**
 * What runs was signed by somebody who is trusted. CIS Docker 1.6.0 4.5, adapted; rows 28 and 84.
 */
final class Signature {
    private Signature() {}

    private static final String WANTED = "a signature that verifies";

    static Outcome task(TaskView task, Parameters parameters) {
        if (parameters.text("trust_policy").isEmpty()) {
            return noPolicy();
        }
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value reference = container.at("image");
            if (isMutable(task, reference)) {
                verdict.fail(
                        container.name(),
                        reference,
                        reference.text() + ": a tag of a repository whose tags can be moved",
                        "a digest, or a repository with immutable tags");
                continue;
            }
            Optional<ImageView> image = task.image(container);
            if (image.isPresent()) {
                verdict.include(image(image.get(), parameters), container.name());
            } else {
                verdict.unknown(
                        container.name(), reference, Images.missing(task, container), WANTED);
            }
        }
        return verdict.decide(
                "Every image has a signature that verifies.",
                "An image has no signature that verifies, or is named by a tag that can be moved.");
    }

    private static Outcome noPolicy() {
        return Outcome.noEvidence(
                new Missing(
                        Reason.PARAM_MISSING,
                        "the parameter trust_policy: the name of a trust policy, or any"));
    }

    private static boolean isMutable(TaskView task, Value reference) {
        if (!(ImageReference.parse(reference.text())
                        instanceof ImageReference.ParseResult.Valid(ImageReference valid))
                || valid.isPinned()) {
            return false;
        }
        return task.world()
                .find(SubjectKind.REPOSITORY, valid.name())
                .map(repository -> repository.get("imageTagMutability").text("MUTABLE"))
                .filter(word -> word.startsWith("MUTABLE"))
                .isPresent();
    }

    static Outcome image(ImageView image, Parameters parameters) {
        String policy = parameters.text("trust_policy");
        if (policy.isEmpty()) {
            return noPolicy();
        }
        Verdict verdict = new Verdict();
        Value signatures = image.doc().get("signatures");
        Value read = image.doc().lenient().get("signaturesRead");
        boolean verified = false;
        for (Value signature : signatures.elements()) {
            boolean good =
                    signature.get("verified").isTrue()
                            && (policy.equals("any")
                                    || signature.lenient().get("policy").text().equals(policy));
            verified |= good;
            if (good) {
                verdict.pass("", signature, "", WANTED);
            }
        }
        if (!verified) {
            if (signatures.isUnknown()) {
                verdict.unknown("", signatures, signatures.unknown().orElseThrow(), WANTED);
            } else if (read.isFalse()) {
                verdict.unknown(
                        "",
                        read,
                        new Missing(
                                Reason.NOT_COLLECTED, "the signatures of " + image.subject().id()),
                        WANTED);
            } else {
                verdict.fail("", signatures, "", WANTED);
            }
        }
        return verdict.decide(
                "The image has a signature that verifies.",
                "The image has no signature that verifies.");
    }
}
