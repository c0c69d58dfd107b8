package io.pratique.posture;

import io.pratique.posture.catalogue.Template;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.SubjectKind;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.State;
import java.util.Optional;

/**
 * What one template says of one subject.
 *
 * @param kind of the subject, or the kind that was looked for when there is none
 * @param subject empty when nothing of the kind was collected
 * @param muted the exception that accepts it; the state stays
 */
public record Finding(
        Template template,
        SubjectKind kind,
        Optional<Subject> subject,
        Outcome outcome,
        Optional<PostureException> muted) {
    /** Who has to act. */
    public enum Responsibility {
        CUSTOMER,
        AWS
    }

    public State state() {
        return outcome.state();
    }

    /** The id of the subject; empty when there is none. */
    public String subjectId() {
        return subject.map(Subject::id).orElse("");
    }

    public Responsibility responsibility() {
        return outcome.aws() || outcome.state() == State.PLATFORM_ENFORCED
                ? Responsibility.AWS
                : Responsibility.CUSTOMER;
    }

    Finding mutedBy(PostureException exception) {
        return new Finding(template, kind, subject, outcome, Optional.of(exception));
    }
}
