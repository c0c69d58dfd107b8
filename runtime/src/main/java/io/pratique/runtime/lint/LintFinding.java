package io.pratique.runtime.lint;

import io.pratique.document.Position;

/**
 * Something that a rule's author should look at.
 *
 * @param rule the name of the rule, macro or list
 * @param message a sentence without its full stop
 * @param hint what to do, a sentence
 */
public record LintFinding(
        Code code, String rule, String file, Position position, String message, String hint) {
    /** Kinds of findings; their {@link #id} is stable. */
    public enum Code {
        /** The condition contradicts itself. */
        NEVER_FIRES("never-fires"),
        /** A part of the condition holds for every event that has the field. */
        ALWAYS_HOLDS("always-holds"),
        /** No event type, or nothing but negations. */
        TOO_BROAD("too-broad"),
        /** Costly operators stand before cheap ones: Falco judges from left to right. */
        COSTLY_FIRST("costly-first"),
        /** What is appended binds to the last part of what was there. */
        APPEND_PRECEDENCE("append-precedence"),
        /** A later definition replaces an earlier one without saying so. */
        REDEFINED("redefined"),
        /** Another rule fires for the same events. */
        SAME_CONDITION("same-condition"),
        /** Another rule fires whenever this one does. */
        COVERED("covered"),
        /** A pattern that a plain operator can say. */
        PLAIN_PATTERN("plain-pattern");

        private final String id;

        Code(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    @Override
    public String toString() {
        return file + ":" + position + ": " + code.id + ": " + rule + ": " + message + ". " + hint;
    }
}
