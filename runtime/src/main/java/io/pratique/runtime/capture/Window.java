package io.pratique.runtime.capture;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The part of a stream that is being looked at, in one array that is used again. */
final class Window {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream input;
    private byte[] bytes;
    private int position;
    private int limit;

    /** The offset in the stream of the array's first byte. */
    private long base;

    Window(InputStream input, int size) {
        this.input = input;
        this.bytes = new byte[size];
    }

    byte[] bytes() {
        return bytes;
    }

    /** The index of the next byte; it changes when more is read. */
    int position() {
        return position;
    }

    /** The offset of the next byte in the stream. */
    long offset() {
        return base + position;
    }

    void advance(int count) {
        position += count;
    }

    /** Whether the stream ends here. */
    boolean isAtEnd() throws IOException {
        return position == limit && !fill(1);
    }

    /**
     * Makes the next bytes available.
     *
     * @param what named when the stream ends before
     */
    void require(int count, String what) throws IOException {
        if (limit - position < count && !fill(count)) {
            throw new InvalidCapture(
                    offset(),
                    "the capture is cut off: "
                            + what
                            + " needs "
                            + count
                            + " bytes, "
                            + (limit - position)
                            + " are there");
        }
    }

    private boolean fill(int count) throws IOException {
        int rest = limit - position;
        if (position + count > bytes.length) {
            byte[] target =
                    count > bytes.length ? new byte[Math.max(count, bytes.length * 2)] : bytes;
            System.arraycopy(bytes, position, target, 0, rest);
            bytes = target;
            base += position;
            position = 0;
            limit = rest;
        }
        while (limit - position < count) {
            int read;
            try {
                read = input.read(bytes, limit, bytes.length - limit);
            } catch (IOException e) {
                // A stream that cannot be decompressed further; what came before was delivered.
                throw new InvalidCapture(
                        base + limit,
                        "the capture cannot be read further: "
                                + (e.getMessage() == null ? "unexpected end" : e.getMessage()),
                        e);
            }
            if (read < 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }

    void skip(long count, String what) throws IOException {
        long left = count;
        while (left > 0) {
            int step = (int) Math.min(left, bytes.length);
            require(Math.min(step, Math.max(1, limit - position)), what);
            int now = Math.min(step, limit - position);
            position += now;
            left -= now;
        }
    }

    int byteAt(int index) {
        return bytes[index] & 0xFF;
    }

    int shortAt(int index) {
        return (short) SHORT.get(bytes, index) & 0xFFFF;
    }

    int intAt(int index) {
        return (int) INT.get(bytes, index);
    }

    long unsignedAt(int index) {
        return intAt(index) & 0xFFFF_FFFFL;
    }

    long longAt(int index) {
        return (long) LONG.get(bytes, index);
    }

    byte[] copy(int from, int count) {
        return Arrays.copyOfRange(bytes, from, from + count);
    }
}
