package io.pratique.posture.result;

import io.pratique.posture.evidence.Value;

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
    /** What was observed, for people. Never a secret. */
    public String observed() {
        return said.isEmpty() ? at.shown() : said;
    }

    /** The JSON pointer in the evidence document of the subject that {@link #at} names. */
    public String pointer() {
        return at.pointer();
    }
}
