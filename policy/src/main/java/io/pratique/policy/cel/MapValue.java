package io.pratique.policy.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map of the language. */
interface MapValue {
    int size();

    /**
     * The value of a key, or null when there is none.
     *
     * @param key as {@link Values#key} gives it
     * @throws EvaluationFailed when the value is not resolved
     */
    @Nullable Object find(Object key);

    /** Whether there is such a key; the value may be unresolved. */
    boolean has(Object key);

    /** The keys in their order. */
    List<Object> keys();
}
