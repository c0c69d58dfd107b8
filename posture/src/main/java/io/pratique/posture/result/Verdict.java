package io.pratique.posture.result;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects facts and decides by three-valued logic: one that fails decides; with none, one that is
 * not known; only when all are known and good the subject passes.
 */
public final class Verdict {
    private final List<Fact> facts = new ArrayList<>(4);
    private final List<String> notes = new ArrayList<>(0);
    private int failures;
    private Optional<Missing> missing = Optional.empty();

    public Verdict pass(String part, Value at, String said, String expected) {
        facts.add(new Fact(part, at, said, expected, State.PASS));
        return this;
    }

    public Verdict fail(String part, Value at, String said, String expected) {
        facts.add(new Fact(part, at, said, expected, State.FAIL));
        failures++;
        return this;
    }

    public Verdict unknown(String part, Value at, Missing why, String expected) {
        facts.add(new Fact(part, at, "not known", expected, State.NO_EVIDENCE));
        if (missing.isEmpty()) {
            missing = Optional.of(why);
        }
        return this;
    }

    /** By a value: not known when it is, otherwise as said. */
    public Verdict check(String part, Value at, boolean good, String expected) {
        if (at.isUnknown()) {
            return unknown(part, at, at.unknown().orElseThrow(), expected);
        }
        return good ? pass(part, at, "", expected) : fail(part, at, "", expected);
    }

    /** The facts of another judgement, its holes included. */
    public Verdict include(Outcome other, String part) {
        for (Fact fact : other.facts()) {
            facts.add(
                    fact.part().isEmpty()
                            ? new Fact(part, fact.at(), fact.said(), fact.expected(), fact.state())
                            : fact);
        }
        if (other.state() == State.FAIL) {
            failures++;
        } else if (other.state() == State.NO_EVIDENCE && missing.isEmpty()) {
            missing = other.missing();
        }
        return this;
    }

    public Verdict note(String note) {
        notes.add(note);
        return this;
    }

    public boolean failed() {
        return failures > 0;
    }

    public boolean isUnknown() {
        return failures == 0 && missing.isPresent();
    }

    /**
     * Decides.
     *
     * @param good the sentence when it passes
     * @param bad the sentence when it fails
     */
    public Outcome decide(String good, String bad) {
        if (failures > 0) {
            return outcome(State.FAIL, bad, Optional.empty());
        }
        if (missing.isPresent()) {
            return outcome(State.NO_EVIDENCE, "Not known: " + missing.get().supply(), missing);
        }
        return outcome(State.PASS, good, Optional.empty());
    }

    private Outcome outcome(State state, String summary, Optional<Missing> why) {
        return new Outcome(
                state,
                summary,
                why,
                Optional.empty(),
                List.copyOf(facts),
                List.copyOf(notes),
                false);
    }
}
