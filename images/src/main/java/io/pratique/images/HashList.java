package io.pratique.images;

import java.util.Arrays;

/** Longs without objects around them: first added, then looked up. Not for several threads. */
final class HashList {
    private long[] hashes = new long[256];
    private int size;

    void add(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash;
    }

    Sorted sorted() {
        long[] sorted = Arrays.copyOf(hashes, size);
        Arrays.sort(sorted);
        return new Sorted(sorted);
    }

    /** The same, immutable and quick to look up. */
    static final class Sorted {
        private final long[] hashes;

        private Sorted(long[] hashes) {
            this.hashes = hashes;
        }

        boolean contains(long hash) {
            return Arrays.binarySearch(hashes, hash) >= 0;
        }
    }
}
