package io.pratique.posture.result;

import io.pratique.posture.evidence.Missing;
import java.util.List;
import java.util.Optional;

/**
 * What a kernel says of a subject.
 *
 * @param summary one sentence
 * @param missing what is not known; set exactly for {@link State#NO_EVIDENCE}
 * @param basis set exactly for {@link State#PLATFORM_ENFORCED}
 * @param facts the values that were looked at, those that decided included
 * @param notes what a reader should know beside it
 * @param aws true when AWS operates what failed
 */
public record Outcome(
        State state,
        String summary,
        Optional<Missing> missing,
        Optional<Basis> basis,
        List<Fact> facts,
        List<String> notes,
        boolean aws) {
    public static Outcome notApplicable(String why) {
        return new Outcome(
                State.NOT_APPLICABLE,
                why,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                false);
    }

    public static Outcome noEvidence(Missing missing) {
        return new Outcome(
                State.NO_EVIDENCE,
                "Not known: " + missing.supply(),
                Optional.of(missing),
                Optional.empty(),
                List.of(),
                List.of(),
                false);
    }

    public static Outcome enforced(Basis basis, String why) {
        return new Outcome(
                State.PLATFORM_ENFORCED,
                why,
                Optional.empty(),
                Optional.of(basis),
                List.of(),
                List.of(),
                false);
    }

    public static Outcome error(String why) {
        return new Outcome(
                State.ERROR, why, Optional.empty(), Optional.empty(), List.of(), List.of(), false);
    }

    /** The same with a remark. */
    public Outcome note(String note) {
        List<String> more = new java.util.ArrayList<>(notes);
        more.add(note);
        return new Outcome(state, summary, missing, basis, facts, List.copyOf(more), aws);
    }

    /** The same, said of something that AWS operates. */
    public Outcome byAws() {
        return new Outcome(state, summary, missing, basis, facts, notes, true);
    }
}
