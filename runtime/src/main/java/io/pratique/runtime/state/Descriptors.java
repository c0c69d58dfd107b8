package io.pratique.runtime.state;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The file descriptors of one process, or of several that share them. Small numbers, which the
 * kernel gives first, stand in an array; others in a table.
 */
final class Descriptors {
    private static final int SMALL = 1 << 10;

    private @Nullable Descriptor[] small = new @Nullable Descriptor[8];
    private @Nullable LongTable<Numbered> large;
    private int size;

    private record Numbered(long number, Descriptor descriptor) {}

    int size() {
        return size;
    }

    @Nullable Descriptor get(long number) {
        if (number >= 0 && number < small.length) {
            return small[(int) number];
        }
        if (large == null) {
            return null;
        }
        Numbered found = large.get(number);
        return found == null ? null : found.descriptor();
    }

    /**
     * Puts a descriptor in its place.
     *
     * @return false when there are too many, and it was not put
     */
    boolean put(long number, Descriptor descriptor, int maximum) {
        boolean isNew = get(number) == null;
        if (isNew && size >= maximum) {
            return false;
        }
        if (isNew) {
            size++;
        }
        if (number >= 0 && number < SMALL) {
            if (number >= small.length) {
                small = Arrays.copyOf(small, Math.max((int) number + 1, small.length * 2));
            }
            small[(int) number] = descriptor;
        } else {
            if (large == null) {
                large = new LongTable<>(8);
            }
            large.put(number, new Numbered(number, descriptor));
        }
        return true;
    }

    @Nullable Descriptor remove(long number) {
        if (number >= 0 && number < small.length) {
            Descriptor old = small[(int) number];
            small[(int) number] = null;
            size -= old == null ? 0 : 1;
            return old;
        }
        if (large == null) {
            return null;
        }
        Numbered old = large.remove(number);
        if (old == null) {
            return null;
        }
        size--;
        return old.descriptor();
    }

    /**
     * A table with the same descriptors, for a child; they are shared until one side changes one.
     */
    Descriptors fork() {
        Descriptors child = new Descriptors();
        child.small = small.clone();
        child.size = size;
        for (Descriptor descriptor : small) {
            if (descriptor != null) {
                descriptor.isShared = true;
            }
        }
        if (large != null && large.size() > 0) {
            LongTable<Numbered> copy = new LongTable<>(large.size());
            large.forEach(numbered -> {
                numbered.descriptor().isShared = true;
                copy.put(numbered.number(), numbered);
            });
            child.large = copy;
        }
        return child;
    }

    void forEach(BiConsumer<Long, Descriptor> action) {
        for (int i = 0; i < small.length; i++) {
            Descriptor descriptor = small[i];
            if (descriptor != null) {
                action.accept((long) i, descriptor);
            }
        }
        if (large != null) {
            large.forEach(numbered -> action.accept(numbered.number(), numbered.descriptor()));
        }
    }

    /** The array of small numbers, for readers that must not allocate. */
    @Nullable Descriptor[] small() {
        return small;
    }

    /** Descriptors that are no longer used, to be used again. */
    static final class Pool {
        private static final int MAXIMUM = 1 << 10;

        private final ArrayDeque<Descriptor> free = new ArrayDeque<>(64);

        Descriptor take() {
            Descriptor descriptor = free.pollLast();
            return descriptor == null ? new Descriptor() : descriptor;
        }

        void give(Descriptor descriptor) {
            if (!descriptor.isShared && free.size() < MAXIMUM) {
                descriptor.reset();
                free.addLast(descriptor);
            }
        }
    }
}
