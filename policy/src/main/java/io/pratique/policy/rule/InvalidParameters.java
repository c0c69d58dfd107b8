package io.pratique.policy.rule;

/** Parameters that each are right and together are not. */
public final class InvalidParameters extends RuntimeException {
    private final String parameter;

    InvalidParameters(String parameter, String message) {
        super(message, null, false, false);
        this.parameter = parameter;
    }

    /** The parameter to change. */
    public String parameter() {
        return parameter;
    }
}
