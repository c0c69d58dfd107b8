package io.pratique.images;

import io.pratique.images.InvalidArchive.Code;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar from front to back: ustar, GNU long names, base-256 numbers and sparse files, pax
 * headers. Takes nothing on trust: sizes, checksums and lengths are checked before they are used,
 * and memory does not grow with what a header claims. Not for several threads.
 */
final class TarReader {
    static final int BLOCK = 512;

    /** Long names and pax headers beyond this are refused: Linux knows no longer path. */
    private static final int MAX_HEADER = 1 << 20;

    private static final int MAX_NAME = 64 << 10;

    private final InputStream in;
    private final int maxEntries;
    private final boolean jump;
    private final byte[] block = new byte[BLOCK];
    private final byte[] waste = new byte[64 << 10];
    private int entries;
    private long position;
    private long left;
    private int padding;
    private Pax global = new Pax();

    TarReader(InputStream in, int maxEntries) {
        this(in, maxEntries, false);
    }

    /**
     * @param jump true to skip content that nobody reads, instead of reading it: for streams that
     *     nothing counts or hashes
     */
    TarReader(InputStream in, int maxEntries, boolean jump) {
        this.jump = jump;
        this.in = in;
        this.maxEntries = maxEntries;
    }

    /** What pax headers say; -1 and null where they say nothing. */
    private static final class Pax {
        @Nullable String path;
        @Nullable String link;
        long size = -1;
        long uid = -1;
        long gid = -1;
        boolean capabilities;

        Pax copy() {
            Pax copy = new Pax();
            copy.path = path;
            copy.link = link;
            copy.size = size;
            copy.uid = uid;
            copy.gid = gid;
            copy.capabilities = capabilities;
            return copy;
        }
    }

    /** The offset of the next byte of content, from the start of the stream. */
    long position() {
        return position;
    }

    /** The next member, or null behind the last. Skips what is left of the one before. */
    @Nullable TarEntry next() throws IOException {
        Pax pax = global.copy();
        String longName = null;
        String longLink = null;
        while (true) {
            skip(left + padding);
            left = 0;
            padding = 0;
            if (!header()) {
                return null;
            }
            if (++entries > maxEntries) {
                throw new InvalidArchive(
                        Code.TOO_LARGE, "the tar has more than " + maxEntries + " entries");
            }
            char type = (char) (block[156] & 0xFF);
            long size = number(124, 12, "size");
            switch (type) {
                case 'x', 'X' -> pax(headerData(size), pax);
                case 'g' -> {
                    pax(headerData(size), global);
                    pax = global.copy();
                }
                case 'L' -> longName = text(headerData(size), MAX_NAME);
                case 'K' -> longLink = text(headerData(size), MAX_NAME);
                default -> {
                    return entry(type, size, pax, longName, longLink);
                }
            }
        }
    }

    private TarEntry entry(
            char type, long size, Pax pax, @Nullable String longName, @Nullable String longLink)
            throws IOException {
        boolean ustar = block[257] == 'u' && block[258] == 's' && block[259] == 't';
        boolean gnu = ustar && block[262] == ' ';
        String name = field(0, 100);
        if (ustar && !gnu) {
            String prefix = field(345, 155);
            name = prefix.isEmpty() ? name : prefix + "/" + name;
        }
        if (type == 'S') {
            boolean extended = block[482] != 0;
            while (extended) {
                if (!fill()) {
                    throw cut();
                }
                extended = block[504] != 0;
            }
        }
        long content = pax.size >= 0 ? pax.size : size;
        // Links, devices and directories have no content, whatever their size says.
        boolean bare =
                switch (type) {
                    case '1', '2', '3', '4', '5', '6' -> true;
                    default -> false;
                };
        left = bare ? 0 : content;
        padding = (int) (-left & (BLOCK - 1));
        String path = pax.path != null ? pax.path : longName != null ? longName : name;
        String link = pax.link != null ? pax.link : longLink != null ? longLink : linkOf(type);
        boolean oldDirectory = (type == 0 || type == '0') && path.endsWith("/");
        return new TarEntry(
                path,
                oldDirectory ? '5' : type == 0 ? '0' : type,
                left,
                mode,
                pax.uid >= 0 ? pax.uid : uid,
                pax.gid >= 0 ? pax.gid : gid,
                link,
                pax.capabilities);
    }

    private int mode;
    private long uid;
    private long gid;
    private String linkField = "";

    private String linkOf(char type) {
        return type == '1' || type == '2' ? linkField : "";
    }

    /** Reads content of the current member; -1 at its end. */
    int read(byte[] into, int from, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(into, from, (int) Math.min(length, left));
        if (count < 0) {
            throw cut();
        }
        left -= count;
        position += count;
        return count;
    }

    /** Reads as much content as there is and fits. */
    int readFully(byte[] into, int length) throws IOException {
        int at = 0;
        while (at < length) {
            int count = read(into, at, length - at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        return at;
    }

    private static InvalidArchive cut() {
        return new InvalidArchive(Code.PARSE_ERROR, "the tar is cut off");
    }

    private void skip(long count) throws IOException {
        long rest = count;
        while (rest > 0) {
            long read = jump ? in.skip(rest) : 0;
            if (read == 0) {
                read = in.read(waste, 0, (int) Math.min(waste.length, rest));
            }
            if (read < 0) {
                throw cut();
            }
            rest -= read;
            position += read;
        }
    }

    /** Fills the block; false when the stream ends before its first byte. */
    private boolean fill() throws IOException {
        int at = 0;
        while (at < BLOCK) {
            int read;
            try {
                read = in.read(block, at, BLOCK - at);
            } catch (EOFException e) {
                throw new InvalidArchive(Code.PARSE_ERROR, "the packed tar is cut off: " + e);
            }
            if (read < 0) {
                if (at == 0) {
                    return false;
                }
                throw cut();
            }
            at += read;
        }
        position += BLOCK;
        return true;
    }

    /** Reads a header and checks its checksum; false at the end of the tar. */
    private boolean header() throws IOException {
        if (!fill() || zero()) {
            return false;
        }
        long written = octal(148, 8);
        int unsigned = 0;
        int signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            int b = i >= 148 && i < 156 ? ' ' : block[i];
            signed += b;
            unsigned += b & 0xFF;
        }
        if (written != unsigned && written != signed) {
            throw new InvalidArchive(
                    Code.PARSE_ERROR,
                    "no tar header at byte " + (position - BLOCK) + ": its checksum is wrong");
        }
        mode = (int) (number(100, 8, "mode") & 07777);
        uid = number(108, 8, "uid");
        gid = number(116, 8, "gid");
        linkField = field(157, 100);
        return true;
    }

    private boolean zero() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private String field(int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return decode(block, from, end);
    }

    /** Octal with blanks and NULs around it, or -1. */
    private long octal(int from, int length) {
        int i = from;
        int end = from + length;
        while (i < end && (block[i] == ' ' || block[i] == 0)) {
            i++;
        }
        long value = 0;
        for (; i < end && block[i] >= '0' && block[i] <= '7'; i++) {
            if (value >= 1L << 60) {
                return -1;
            }
            value = value << 3 | block[i] - '0';
        }
        return i < end && block[i] != ' ' && block[i] != 0 ? -1 : value;
    }

    private long number(int from, int length, String what) throws InvalidArchive {
        long value;
        if ((block[from] & 0x80) != 0) {
            value = (block[from] & 0x7F) != 0 ? -1 : 0;
            for (int i = from + 1; i < from + length && value >= 0; i++) {
                value = value >= 1L << 54 ? -1 : value << 8 | block[i] & 0xFF;
            }
            // A negative number of an odd owner is no reason to refuse the whole layer.
            if (value < 0 && !what.equals("size")) {
                return 0xFFFFFFFFL;
            }
        } else {
            value = octal(from, length);
        }
        if (value < 0) {
            throw new InvalidArchive(
                    Code.PARSE_ERROR,
                    "the "
                            + what
                            + " in the tar header at byte "
                            + (position - BLOCK)
                            + " is no number");
        }
        return value;
    }

    private byte[] headerData(long size) throws IOException {
        if (size > MAX_HEADER) {
            throw new InvalidArchive(
                    Code.TOO_LARGE, "an extended tar header has " + size + " bytes");
        }
        byte[] data = new byte[(int) size];
        left = size;
        padding = (int) (-size & (BLOCK - 1));
        if (readFully(data, data.length) < data.length) {
            throw cut();
        }
        return data;
    }

    private static String text(byte[] data, int max) throws InvalidArchive {
        int end = 0;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        if (end > max) {
            throw new InvalidArchive(Code.TOO_LARGE, "a name in the tar has " + end + " bytes");
        }
        return decode(data, 0, end);
    }

    /** Names are bytes; those that are not UTF-8 stay apart from each other in Latin-1. */
    private static String decode(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] < 0) {
                try {
                    return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(data, from, to - from))
                            .toString();
                } catch (CharacterCodingException _) {
                    break;
                }
            }
        }
        return new String(data, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static void pax(byte[] data, Pax into) throws InvalidArchive {
        int at = 0;
        while (at < data.length && data[at] != 0) {
            int space = at;
            long length = 0;
            while (space < data.length && data[space] >= '0' && data[space] <= '9') {
                length = Math.min(length * 10 + data[space] - '0', MAX_HEADER + 1L);
                space++;
            }
            long end = at + length;
            if (space == at
                    || space >= data.length
                    || data[space] != ' '
                    || end > data.length
                    || end <= space + 1) {
                throw new InvalidArchive(Code.PARSE_ERROR, "a pax header of the tar is damaged");
            }
            int equals = space + 1;
            int stop = (int) end - 1;
            while (equals < stop && data[equals] != '=') {
                equals++;
            }
            if (equals == stop || data[stop] != '\n') {
                throw new InvalidArchive(Code.PARSE_ERROR, "a pax header of the tar is damaged");
            }
            record(decode(data, space + 1, equals), data, equals + 1, stop, into);
            at = (int) end;
        }
    }

    private static void record(String key, byte[] data, int from, int to, Pax into)
            throws InvalidArchive {
        boolean empty = from == to;
        switch (key) {
            case "path", "GNU.sparse.name" -> into.path = empty ? null : name(data, from, to);
            case "linkpath" -> into.link = empty ? null : name(data, from, to);
            case "size" -> into.size = empty ? -1 : decimal(data, from, to);
            case "uid" -> into.uid = empty ? -1 : decimal(data, from, to);
            case "gid" -> into.gid = empty ? -1 : decimal(data, from, to);
            case "SCHILY.xattr.security.capability", "LIBARCHIVE.xattr.security.capability" ->
                    into.capabilities = !empty;
            default -> {
                // Times, names of owners, other attributes: nothing is judged by them.
            }
        }
    }

    private static String name(byte[] data, int from, int to) throws InvalidArchive {
        if (to - from > MAX_NAME) {
            throw new InvalidArchive(
                    Code.TOO_LARGE, "a name in the tar has " + (to - from) + " bytes");
        }
        for (int i = from; i < to; i++) {
            if (data[i] == 0) {
                throw new InvalidArchive(Code.PARSE_ERROR, "a name in a pax header has a NUL");
            }
        }
        return decode(Arrays.copyOfRange(data, from, to), 0, to - from);
    }

    private static long decimal(byte[] data, int from, int to) throws InvalidArchive {
        long value = 0;
        for (int i = from; i < to; i++) {
            if (data[i] < '0' || data[i] > '9' || value > 1L << 58) {
                throw new InvalidArchive(
                        Code.PARSE_ERROR, "a number in a pax header of the tar is none");
            }
            value = value * 10 + data[i] - '0';
        }
        return value;
    }
}
