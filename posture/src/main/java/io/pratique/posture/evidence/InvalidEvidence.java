package io.pratique.posture.evidence;

/** An evidence document that breaks its schema (docs/evidence.md). */
public final class InvalidEvidence extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String pointer;
    private final int line;
    private final int column;
    private final String hint;

    public InvalidEvidence(
            String code, String pointer, int line, int column, String message, String hint) {
        super(message);
        this.code = code;
        this.pointer = pointer;
        this.line = line;
        this.column = column;
        this.hint = hint;
    }

    /** Stable, in kebab case: {@code evidence-schema}. */
    public String code() {
        return code;
    }

    /** The JSON pointer of the value that is wrong. */
    public String pointer() {
        return pointer;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1, in code points. */
    public int column() {
        return column;
    }

    /** What to do; may be empty. */
    public String hint() {
        return hint;
    }
}
