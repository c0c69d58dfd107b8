package io.pratique.policy.cel;

/** A list of the language. */
interface ListValue {
    int size();

    /**
     * The element at an index from 0 to size - 1.
     *
     * @throws EvaluationFailed when it is not resolved
     */
    Object get(int index);
}
