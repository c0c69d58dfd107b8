package io.pratique.policy.cel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A list that an expression made. The lists that macros collect their results in grow in place
 * until the macro ends; nobody else sees them before.
 */
final class ArrayValue implements ListValue {
    private final List<Object> elements;
    private boolean growing;

    private ArrayValue(List<Object> elements, boolean growing) {
        this.elements = elements;
        this.growing = growing;
    }

    static ArrayValue of(Collection<?> elements) {
        return new ArrayValue(new ArrayList<>(elements), false);
    }

    /** A new, empty list that {@link #append} changes until {@link #finish}. */
    static ArrayValue growing() {
        return new ArrayValue(new ArrayList<>(), true);
    }

    boolean isGrowing() {
        return growing;
    }

    void append(ListValue more) {
        for (int i = 0; i < more.size(); i++) {
            elements.add(more.get(i));
        }
    }

    void finish() {
        growing = false;
    }

    List<Object> elements() {
        return elements;
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public Object get(int index) {
        return elements.get(index);
    }
}
