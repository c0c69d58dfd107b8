package io.pratique.posture.result;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.secret.SecretDetectors;

/**
 * One value that was looked at.
 *
 * @param part the container or the file it belongs to; empty when it is the subject itself
 * @param at where it stands
 * @param said what was observed, when that is not the value itself; empty otherwise
 * @param expected what would be good, for people
 * @param state {@link State#PASS}, {@link State#FAIL} or {@link State#NO_EVIDENCE}
 */
public record Fact(String part, Value at, String said, String expected, State state) {
    /** What was observed, for people. What looks like a secret is left out. */
    public String observed() {
        if (!said.isEmpty()) {
            return said;
        }
        String shown = at.shown();
        return SecretDetectors.inText(shown).map(id -> "**** (" + id + ")").orElse(shown);
    }

    /** The JSON pointer in the evidence document of the subject that {@link #at} names. */
    public String pointer() {
        return at.pointer();
    }
}
