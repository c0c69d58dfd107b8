package io.pratique.model;

/**
 * A value as its author left it: set, not set, or not known. Not known is what a template computes
 * only when it is deployed; it is never taken for good.
 *
 * @param <T> the type of the value
 */
public sealed interface Setting<T> {
    /** A value that is written down. */
    record Of<T>(T value) implements Setting<T> {}

    /** Nothing is written: the platform's default counts. */
    enum Absence {
        UNSET
    }

    /** See {@link Absence}. */
    record Unset<T>(Absence absence) implements Setting<T> {}

    /**
     * Written, but not computable here.
     *
     * @param expression what stands there, for people: {@code Ref Image}
     */
    record Unknown<T>(String expression) implements Setting<T> {}

    static <T> Setting<T> of(T value) {
        return new Of<>(value);
    }

    static Setting<Boolean> of(boolean value) {
        return value ? Constants.TRUE : Constants.FALSE;
    }

    @SuppressWarnings("unchecked") // An unset setting holds no T.
    static <T> Setting<T> unset() {
        return (Setting<T>) Constants.UNSET;
    }

    static <T> Setting<T> unknown(String expression) {
        return new Unknown<>(expression);
    }

    default boolean isSet() {
        return this instanceof Of<T>;
    }

    default boolean isUnset() {
        return this instanceof Unset<T>;
    }

    default boolean isUnknown() {
        return this instanceof Unknown<T>;
    }

    /** The value when set, otherwise the other one. */
    default T or(T other) {
        return this instanceof Of<T>(T value) ? value : other;
    }

    /** This setting, or the other when this is unset: how a container inherits from its pod. */
    default Setting<T> orElse(Setting<T> other) {
        return isUnset() ? other : this;
    }

    /** The value, or what an unknown one says, or {@code not set}: for people. */
    default String shown() {
        return switch (this) {
            case Of<T>(T value) -> String.valueOf(value);
            case Unset<T> _ -> "not set";
            case Unknown<T>(String expression) -> "unknown (" + expression + ")";
        };
    }

    /** Settings that are shared because they hold nothing of their own. */
    final class Constants {
        private static final Setting<Boolean> TRUE = new Of<>(true);
        private static final Setting<Boolean> FALSE = new Of<>(false);
        private static final Setting<Object> UNSET = new Unset<>(Absence.UNSET);

        private Constants() {}
    }
}
