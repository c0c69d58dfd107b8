package io.pratique.policy.rule;

/** Parameters that each are right and together are not, or whose values nothing can be. */
public final class InvalidParameters extends RuntimeException {
    private final String parameter;
    private final String hint;

    InvalidParameters(String parameter, String message, String hint) {
        super(message, null, false, false);
        this.parameter = parameter;
        this.hint = hint;
    }

    /** The parameter to change. */
    public String parameter() {
        return parameter;
    }

    /** What to write instead: a sentence. */
    public String hint() {
        return hint;
    }
}
