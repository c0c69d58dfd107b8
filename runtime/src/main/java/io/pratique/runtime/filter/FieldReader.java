package io.pratique.runtime.filter;

/** Reads one field of the current event. */
@FunctionalInterface
public interface FieldReader {
    /**
     * Writes the field's value.
     *
     * @param into what was in it is gone, also when there is no value
     * @return false when the event has no value for the field
     */
    boolean read(Value into);
}
