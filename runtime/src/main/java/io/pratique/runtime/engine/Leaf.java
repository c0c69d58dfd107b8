package io.pratique.runtime.engine;

import io.pratique.runtime.filter.Filter;
import io.pratique.runtime.language.Operator;

/** A condition that cannot be divided; slots and groups are numbers in a {@link Graph}. */
sealed interface Leaf {
    /** The expression has a value. */
    record Present(int slot) implements Leaf {}

    /** A bit of a group's row. */
    record Bit(int group, int bit) implements Leaf {}

    /** One whole number against a constant. */
    record Whole(int slot, Operator operator, long right, boolean signed) implements Leaf {}

    /** One number with a fraction against a constant. */
    record Real(int slot, Operator operator, double right) implements Leaf {}

    /** Whatever has no faster form: the interpreter's test of the value. */
    record Judged(int slot, Filter.Check check) implements Leaf {}

    /** Two expressions. */
    record Pair(int left, int right, Filter.CompareWith check) implements Leaf {}
}
