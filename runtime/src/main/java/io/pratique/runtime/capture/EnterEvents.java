package io.pratique.runtime.capture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The events that entered a system call and whose leaving is still to come: one for each thread.
 * Places are used again, so nothing is allocated once every thread has one.
 */
final class EnterEvents {
    /** More threads than this are not held; a system has at most 4 million, and seldom 60,000. */
    static final int MAX_THREADS = 1 << 16;

    private static final int KEPT_BYTES = 1 << 12;

    /** What one thread entered. */
    static final class Entry {
        private long tid;
        private int type = -1;
        private byte[] bytes = new byte[64];
        private int count;
        private final int[] offsets = new int[RawEvent.MAX_PARAMETERS];
        private final int[] lengths = new int[RawEvent.MAX_PARAMETERS];

        byte[] bytes() {
            return bytes;
        }

        int count() {
            return count;
        }

        int offset(int index) {
            return offsets[index];
        }

        int length(int index) {
            return lengths[index];
        }
    }

    private @Nullable Entry[] table = new @Nullable Entry[1 << 10];
    private int size;
    private long forgotten;

    /** Keeps a copy of an event's parameters, which lie one behind the other. */
    void keep(long tid, int type, int count, byte[] from, int[] offsets, int[] lengths) {
        Entry entry = place(tid);
        entry.type = type;
        entry.count = count;
        if (count == 0) {
            return;
        }
        int start = offsets[0];
        int total = offsets[count - 1] + lengths[count - 1] - start;
        if (entry.bytes.length < total
                || (entry.bytes.length > KEPT_BYTES && total <= KEPT_BYTES)) {
            entry.bytes = new byte[Math.max(64, total)];
        }
        System.arraycopy(from, start, entry.bytes, 0, total);
        for (int i = 0; i < count; i++) {
            entry.offsets[i] = offsets[i] - start;
            entry.lengths[i] = lengths[i];
        }
    }

    /** What a thread entered, if it was this type; it is gone then. */
    @Nullable Entry take(long tid, int type) {
        Entry entry = table[slot(tid)];
        if (entry == null || entry.type != type) {
            return null;
        }
        entry.type = -1;
        return entry;
    }

    /** How many were forgotten because there were too many threads. */
    long forgotten() {
        return forgotten;
    }

    private Entry place(long tid) {
        int slot = slot(tid);
        Entry entry = table[slot];
        if (entry != null) {
            return entry;
        }
        if (size >= MAX_THREADS) {
            forgotten += size;
            Arrays.fill(table, null);
            size = 0;
            slot = slot(tid);
        } else if (size * 2 >= table.length) {
            @Nullable Entry[] old = table;
            table = new @Nullable Entry[old.length * 2];
            for (Entry moved : old) {
                if (moved != null) {
                    table[slot(moved.tid)] = moved;
                }
            }
            slot = slot(tid);
        }
        entry = new Entry();
        entry.tid = tid;
        table[slot] = entry;
        size++;
        return entry;
    }

    /** The place of a thread, or the free one that it would take. */
    private int slot(long tid) {
        int mask = table.length - 1;
        int slot = (int) ((tid * 0x9E37_79B9_7F4A_7C15L) >>> 40) & mask;
        while (true) {
            Entry entry = table[slot];
            if (entry == null || entry.tid == tid) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }
}
