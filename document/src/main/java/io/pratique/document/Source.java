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
    private static final int BLOCK_BITS = 10;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final String name;
    private final byte[] bytes;
    private final int start;
    private final boolean ascii;
    private volatile @Nullable Lines lines;

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

    /** The byte at an offset. */
    public byte at(int offset) {
        return bytes[offset];
    }

    /** The text between two byte offsets. */
    public String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * The line and column of a byte. Costs a look at a kilobyte at most, however long the file or
     * its lines are: a list that a program wrote stands on one line of fifty megabytes.
     *
     * @param offset from 0 to {@link #length}, both inclusive
     */
    public Position position(int offset) {
        Lines known = lines;
        if (known == null) {
            known = index();
        }
        int block = offset >>> BLOCK_BITS;
        int from = block << BLOCK_BITS;
        int line = known.before[block];
        int lineStart = known.starts[block];
        for (int i = from; i < offset; i++) {
            if (bytes[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(
                line + 1,
                Math.max(0, characters(known, offset) - characters(known, lineStart)) + 1);
    }

    /** The number of characters before an offset, a byte order mark not counted. */
    private int characters(Lines known, int offset) {
        if (ascii) {
            return offset;
        }
        int block = offset >>> BLOCK_BITS;
        int count = known.characters[block];
        for (int i = Math.max(start, block << BLOCK_BITS); i < offset; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    /** What is known at the start of each block. */
    private static final class Lines {
        /** The number of line feeds before the block. */
        private final int[] before;

        /** Where the line starts that the first byte of the block stands on. */
        private final int[] starts;

        /** The number of characters before the block; empty when the source is ASCII. */
        private final int[] characters;

        Lines(int blocks, boolean ascii) {
            this.before = new int[blocks];
            this.starts = new int[blocks];
            this.characters = new int[ascii ? 0 : blocks];
        }
    }

    /** Several threads may ask at once; one does the work. */
    private synchronized Lines index() {
        Lines known = lines;
        if (known == null) {
            known = computeLines();
            lines = known;
        }
        return known;
    }

    private Lines computeLines() {
        int blocks = (bytes.length >>> BLOCK_BITS) + 1;
        Lines known = new Lines(blocks, ascii);
        int line = 0;
        int lineStart = 0;
        int character = 0;
        for (int block = 0; block < blocks; block++) {
            known.before[block] = line;
            known.starts[block] = lineStart;
            int from = block << BLOCK_BITS;
            int to = Math.min(bytes.length, from + (1 << BLOCK_BITS));
            int i = from;
            for (; i + 8 <= to; i += 8) {
                long feeds = lineFeeds((long) LONGS.get(bytes, i));
                if (feeds != 0) {
                    line += Long.bitCount(feeds);
                    lineStart = i + 8 - (Long.numberOfLeadingZeros(feeds) >>> 3);
                }
            }
            for (; i < to; i++) {
                if (bytes[i] == '\n') {
                    line++;
                    lineStart = i + 1;
                }
            }
            if (!ascii) {
                known.characters[block] = character;
                for (int c = Math.max(start, from); c < to; c++) {
                    if ((bytes[c] & 0xC0) != 0x80) {
                        character++;
                    }
                }
            }
        }
        return known;
    }

    /** The high bit of each byte that is a line feed; no others. */
    private static long lineFeeds(long word) {
        long other = word ^ 0x0A0A0A0A0A0A0A0AL;
        return ~(((other & ~HIGH_BITS) + ~HIGH_BITS) | other | ~HIGH_BITS);
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

    /** True when it starts with the byte order mark of UTF-16 or UTF-32. */
    private static boolean wide(byte[] b) {
        return b.length > 1
                && (b[0] == (byte) 0xFF && b[1] == (byte) 0xFE
                        || b[0] == (byte) 0xFE && b[1] == (byte) 0xFF);
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
                        wide(bytes)
                                ? "It looks like UTF-16: save it as UTF-8."
                                : "Save it as UTF-8.");
            }
            if (result.isUnderflow()) {
                return;
            }
            out.clear();
        }
    }
}
