package io.pratique.policy.cel;

/** A part of an expression, ready to run. Immutable and safe for several threads. */
@FunctionalInterface
interface Step {
    /**
     * Its value.
     *
     * @throws EvaluationFailed when it has none
     */
    Object value(Evaluation at);
}
