package io.pratique.policy.cel;

/** A function of the language. It chooses by the types of its arguments what to do. */
@FunctionalInterface
interface Function {
    /**
     * Calls it.
     *
     * @param arguments with the receiver first, when it has one
     * @throws EvaluationFailed when it has no value for them
     */
    Object call(Evaluation at, Object... arguments);
}
