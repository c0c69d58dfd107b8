package io.pratique.runtime.state;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Objects by a number, in open addressing: nothing is allocated to find or to remove one. */
final class LongTable<V> {
    private long[] keys;
    private @Nullable Object[] values;
    private int size;

    LongTable(int capacity) {
        int slots = Integer.highestOneBit(Math.max(8, capacity) * 2 - 1) * 2;
        keys = new long[slots];
        values = new @Nullable Object[slots];
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    @Nullable V get(long key) {
        int mask = values.length - 1;
        int slot = start(key, mask);
        while (true) {
            Object value = values[slot];
            if (value == null) {
                return null;
            }
            if (keys[slot] == key) {
                return (V) value;
            }
            slot = (slot + 1) & mask;
        }
    }

    @SuppressWarnings("unchecked")
    @Nullable V put(long key, V value) {
        if ((size + 1) * 2 > values.length) {
            grow();
        }
        int mask = values.length - 1;
        int slot = start(key, mask);
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        Object old = values[slot];
        if (old == null) {
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
        return (V) old;
    }

    @SuppressWarnings("unchecked")
    @Nullable V remove(long key) {
        int mask = values.length - 1;
        int slot = start(key, mask);
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        Object old = values[slot];
        if (old == null) {
            return null;
        }
        size--;
        // What stands behind the gap moves up, so that no mark of a removed entry is needed.
        int gap = slot;
        int next = (slot + 1) & mask;
        while (values[next] != null) {
            int home = start(keys[next], mask);
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                keys[gap] = keys[next];
                values[gap] = values[next];
                gap = next;
            }
            next = (next + 1) & mask;
        }
        values[gap] = null;
        return (V) old;
    }

    void clear() {
        java.util.Arrays.fill(values, null);
        size = 0;
    }

    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    /** Takes a key and its value. */
    @FunctionalInterface
    interface Entries<V> {
        void entry(long key, V value);
    }

    @SuppressWarnings("unchecked")
    void forEachEntry(Entries<? super V> action) {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                action.entry(keys[i], (V) value);
            }
        }
    }

    /** Some entry at or behind a place that is given by chance; null when the table is empty. */
    @SuppressWarnings("unchecked")
    @Nullable V near(int chance) {
        int mask = values.length - 1;
        for (int i = 0; i <= mask; i++) {
            Object value = values[(chance + i) & mask];
            if (value != null) {
                return (V) value;
            }
        }
        return null;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new @Nullable Object[oldValues.length * 2];
        int mask = values.length - 1;
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int slot = start(oldKeys[i], mask);
                while (values[slot] != null) {
                    slot = (slot + 1) & mask;
                }
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private static int start(long key, int mask) {
        return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 36) & mask;
    }
}
