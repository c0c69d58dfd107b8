package io.pratique.images;

import io.airlift.compress.zstd.ZstdInputStream;
import io.pratique.images.InvalidArchive.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** How a stream is packed, told by its first bytes: media types are often wrong. */
enum Compression {
    NONE,
    GZIP,
    ZSTD,
    UNREADABLE;

    private static final int BUFFER = 128 << 10;

    static Compression of(byte[] m, int length) {
        if (length >= 2 && (m[0] & 0xFF) == 0x1F && (m[1] & 0xFF) == 0x8B) {
            return GZIP;
        }
        boolean zstd =
                length >= 4 && m[0] == 0x28 && (m[1] & 0xFF) == 0xB5 && m[2] == 0x2F && m[3] == -3;
        boolean skippable =
                length >= 4
                        && (m[0] & 0xF0) == 0x50
                        && m[1] == 0x2A
                        && m[2] == 0x4D
                        && m[3] == 0x18;
        if (zstd || skippable) {
            return ZSTD;
        }
        boolean bzip2 = length >= 4 && m[0] == 'B' && m[1] == 'Z' && m[2] == 'h' && m[3] >= '1';
        boolean xz = length >= 4 && (m[0] & 0xFF) == 0xFD && m[1] == '7' && m[2] == 'z';
        return bzip2 && m[3] <= '9' && length >= 5 && m[4] == '1' || xz ? UNREADABLE : NONE;
    }

    /**
     * A stream that is unpacked while it is read.
     *
     * @param raw what stands in the archive
     * @param limits how much may come out
     */
    static Unpacked unpack(InputStream raw, ArchiveLimits limits) throws IOException {
        Counted packed = new Counted(raw, Long.MAX_VALUE, null, null, 0);
        return unpack(packed, limits, null);
    }

    /** As above, and hashes what comes out. */
    static Unpacked unpack(Counted packed, ArchiveLimits limits, @Nullable MessageDigest digest)
            throws IOException {
        PushbackInputStream peek = new PushbackInputStream(packed, 8);
        byte[] magic = new byte[8];
        int length = peek.readNBytes(magic, 0, magic.length);
        peek.unread(magic, 0, length);
        Compression compression = of(magic, length);
        InputStream plain =
                switch (compression) {
                    case NONE -> peek;
                    case GZIP -> new GZIPInputStream(peek, BUFFER);
                    case ZSTD -> new Sound(new ZstdInputStream(peek));
                    case UNREADABLE ->
                            throw new InvalidArchive(
                                    Code.UNSUPPORTED_FORMAT,
                                    "it is packed with bzip2 or xz, which are not read");
                };
        boolean same = compression == NONE;
        return new Unpacked(
                compression,
                new Counted(
                        plain,
                        limits.unpackedBytes(),
                        same ? null : digest,
                        same ? null : packed,
                        limits.ratio()));
    }

    /**
     * @param compression how it was packed
     * @param stream what came out
     */
    record Unpacked(Compression compression, Counted stream) {}

    /** The library throws unchecked exceptions of several kinds on damaged input. */
    private static final class Sound extends InputStream {
        private final InputStream in;

        Sound(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                return in.read(into, from, length);
            } catch (RuntimeException e) {
                throw new InvalidArchive(Code.PARSE_ERROR, "it is no sound zstd: " + e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Counts what is read, holds it to a limit, and hashes it where somebody wants the digest. */
    static final class Counted extends InputStream {
        /** Small files pack very well; nobody is harmed by them. */
        private static final long FREE = 64L << 20;

        private final InputStream in;
        private final long limit;
        private final @Nullable MessageDigest digest;
        private final @Nullable Counted packed;
        private final int ratio;
        private long count;

        Counted(
                InputStream in,
                long limit,
                @Nullable MessageDigest digest,
                @Nullable Counted packed,
                int ratio) {
            this.in = in;
            this.limit = limit;
            this.digest = digest;
            this.packed = packed;
            this.ratio = ratio;
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            if (read > 0) {
                count += read;
                if (count > limit) {
                    throw new InvalidArchive(
                            Code.TOO_LARGE, "it unpacks to more than " + limit + " bytes");
                }
                if (packed != null && count > FREE && count / ratio > packed.count) {
                    throw new InvalidArchive(
                            Code.TOO_LARGE,
                            "it unpacks to more than " + ratio + " times its size: a bomb");
                }
                if (digest != null) {
                    digest.update(into, from, read);
                }
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
