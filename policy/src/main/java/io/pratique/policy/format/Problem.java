package io.pratique.policy.format;

import io.pratique.document.Position;

/**
 * Something in a document that is wrong, or odd.
 *
 * @param code stable
 * @param pointer JSON pointer of the value, or of the object that lacks it
 * @param hint what to write; empty when the message says it all
 */
public record Problem(
        Severity severity,
        String code,
        Position position,
        String pointer,
        String message,
        String hint) {
    /** Whether the document can be used all the same. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
