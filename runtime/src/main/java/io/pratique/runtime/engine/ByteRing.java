package io.pratique.runtime.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Records from one thread to another, in their order. A record begins at a multiple of eight with
 * its length and a mark; one that does not fit behind the last one starts at the front, behind a
 * record that says so.
 */
final class ByteRing {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle WRITTEN;
    private static final VarHandle READ;
    private static final int HEADER = 8;
    private static final int TO_THE_FRONT = -1;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WRITTEN = lookup.findVarHandle(ByteRing.class, "written", long.class);
            READ = lookup.findVarHandle(ByteRing.class, "read", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final byte[] bytes;
    private final int mask;

    /** Counts bytes; only the writer sets it. */
    private long written;

    /** Counts bytes; only the reader sets it. */
    private long read;

    /** What the writer last saw of the reader. */
    private long readSeen;

    /** Receives a record. */
    @FunctionalInterface
    interface Receiver {
        void record(byte[] bytes, int offset, int length, boolean mark);
    }

    /**
     * @param size in bytes, a power of two
     */
    ByteRing(int size) {
        if (Integer.bitCount(size) != 1 || size < 64) {
            throw new IllegalArgumentException(size + " is no power of two from 64");
        }
        bytes = new byte[size];
        mask = size - 1;
    }

    /** The longest record: two always fit. */
    int longest() {
        return bytes.length / 2 - HEADER;
    }

    /** Writes a record; false when there is no room for it now. */
    boolean offer(byte[] record, int offset, int length, boolean mark) {
        int needed = HEADER + length + 7 & ~7;
        long position = written;
        int at = (int) position & mask;
        int toEnd = bytes.length - at;
        int skipped = needed > toEnd ? toEnd : 0;
        if (position + skipped + needed - readSeen > bytes.length) {
            readSeen = (long) READ.getAcquire(this);
            if (position + skipped + needed - readSeen > bytes.length) {
                return false;
            }
        }
        if (skipped > 0) {
            INT.set(bytes, at, TO_THE_FRONT);
            at = 0;
        }
        INT.set(bytes, at, length);
        INT.set(bytes, at + 4, mark ? 1 : 0);
        System.arraycopy(record, offset, bytes, at + HEADER, length);
        WRITTEN.setRelease(this, position + skipped + needed);
        return true;
    }

    /** Gives the records that are there to a receiver; false when there was none. */
    boolean drain(Receiver receiver) {
        long position = read;
        long end = (long) WRITTEN.getAcquire(this);
        if (position == end) {
            return false;
        }
        while (position < end) {
            int at = (int) position & mask;
            int length = (int) INT.get(bytes, at);
            if (length == TO_THE_FRONT) {
                position += bytes.length - at;
                continue;
            }
            boolean mark = (int) INT.get(bytes, at + 4) != 0;
            receiver.record(bytes, at + HEADER, length, mark);
            position += HEADER + length + 7 & ~7;
            READ.setRelease(this, position);
        }
        READ.setRelease(this, position);
        return true;
    }
}
