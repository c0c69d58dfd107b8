package io.pratique.document;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file, with the name that messages use for it. Lines are indexed the first time a
 * position is asked for, so a source in which nothing is found costs no look at its lines.
 */
public final class Source {
    /** Larger sources are refused: 64 MiB. */
    public static final int MAX_BYTES = 64 << 20;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final String name;
    private final byte[] bytes;
    private final int start;
    private final boolean ascii;
    private volatile int @Nullable [] lineStarts;

    private Source(String name, byte[] bytes, int start, boolean ascii) {
        this.name = name;
        this.bytes = bytes;
        this.start = start;
        this.ascii = ascii;
    }

    /**
     * Takes the bytes as they are, without a copy: the caller must not change them afterwards.
     *
     * @param name the path or the word that messages show
     * @throws InvalidDocument when the bytes are not UTF-8, or more than {@link #MAX_BYTES}
     */
    public static Source of(String name, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new InvalidDocument(
                    InvalidDocument.Code.TOO_LARGE,
                    new Position(1, 1),
                    "the file has " + bytes.length + " bytes, and the limit is " + MAX_BYTES,
                    "Split it into smaller files.");
        }
        boolean ascii = isAscii(bytes);
        if (!ascii) {
            requireUtf8(bytes);
        }
        boolean mark =
                bytes.length >= 3
                        && bytes[0] == (byte) 0xEF
                        && bytes[1] == (byte) 0xBB
                        && bytes[2] == (byte) 0xBF;
        return new Source(name, bytes, mark ? 3 : 0, ascii);
    }

    /** As {@link #of(String, byte[])}, for a text. */
    public static Source of(String name, String text) {
        return of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public String name() {
        return name;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The offset of the first byte behind a byte order mark. */
    int start() {
        return start;
    }

    /** The number of bytes. */
    public int length() {
        return bytes.length;
    }

    boolean ascii() {
        return ascii;
    }

    /** The text between two byte offsets. */
    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * The line and column of a byte.
     *
     * @param offset from 0 to {@link #length}, both inclusive
     */
    public Position position(int offset) {
        int[] starts = lineStarts();
        int found = Arrays.binarySearch(starts, offset);
        int line = found >= 0 ? found : -found - 2;
        int column = 1;
        for (int i = Math.max(starts[line], start); i < offset; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                column++;
            }
        }
        return new Position(line + 1, column);
    }

    private int[] lineStarts() {
        int[] starts = lineStarts;
        if (starts == null) {
            starts = indexLines();
            lineStarts = starts;
        }
        return starts;
    }

    private int[] indexLines() {
        int[] starts = new int[Math.max(16, bytes.length / 24)];
        int count = 1;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    private static boolean isAscii(byte[] bytes) {
        int i = 0;
        for (; i + 8 <= bytes.length; i += 8) {
            if (((long) LONGS.get(bytes, i) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static void requireUtf8(byte[] bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8192);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                Source readable = new Source("", bytes, 0, false);
                throw new InvalidDocument(
                        InvalidDocument.Code.NOT_UTF8,
                        readable.position(in.position()),
                        "the file is not UTF-8: byte "
                                + in.position()
                                + " is 0x"
                                + Integer.toHexString(bytes[in.position()] & 0xFF),
                        "Save it as UTF-8.");
            }
            if (result.isUnderflow()) {
                return;
            }
            out.clear();
        }
    }
}
