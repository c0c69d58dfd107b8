package io.pratique.policy.cel;

/**
 * An expression has no value. Thrown in place of it, without a stack trace, because {@code a || b}
 * may still have one: it is a part of the language, not an accident.
 */
final class EvaluationFailed extends RuntimeException {
    /** Why there is no value. */
    enum Cause {
        /** The expression asks for what is not there, or cannot be done. */
        ERROR("cel-error"),
        /** The value is computed only when a template is deployed. */
        UNRESOLVED("unresolved");

        private final String code;

        Cause(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    private final Cause cause;
    private final String remedy;
    private int offset = -1;
    private String place = "";

    private EvaluationFailed(Cause cause, String message, String remedy) {
        super(message, null, false, false);
        this.cause = cause;
        this.remedy = remedy;
    }

    static EvaluationFailed error(String message, String remedy) {
        return new EvaluationFailed(Cause.ERROR, message, remedy);
    }

    static EvaluationFailed error(String message) {
        return error(message, "");
    }

    static EvaluationFailed unresolved(String expression) {
        return new EvaluationFailed(
                Cause.UNRESOLVED, expression, "Judge what is deployed, or give the value.");
    }

    /** No overload of a function takes such arguments. */
    static EvaluationFailed noOverload(String function, Object... arguments) {
        StringBuilder types = new StringBuilder();
        for (Object argument : arguments) {
            types.append(types.isEmpty() ? "" : ", ").append(Values.typeName(argument));
        }
        return error(
                Functions.shown(function) + " does not take (" + types + ")",
                "Test the type first, as in type(x) == string, or convert it.");
    }

    Cause reason() {
        return cause;
    }

    boolean isUnresolved() {
        return cause == Cause.UNRESOLVED;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    String remedy() {
        return remedy;
    }

    /** The place in the expression, in code points from 0; -1 when it is not known. */
    int offset() {
        return offset;
    }

    /** Tells the place, when it is not known yet. */
    EvaluationFailed at(int place) {
        if (offset < 0) {
            offset = place;
        }
        return this;
    }

    /** Tells the expression that the place is one of, when it is not known yet. */
    EvaluationFailed in(Program program) {
        if (place.isEmpty()) {
            place = program.place(Math.max(offset, 0));
        }
        return this;
    }

    /** The place for people, such as {@code expression 1:12}; empty when it is not known. */
    String place() {
        return place;
    }
}
