package io.pratique.images;

import io.pratique.images.InvalidArchive.Code;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An archive in a tar. Its headers are read once; members are then read where they stand. A tar
 * that is packed as a whole has no such places and is unpacked again, up to the member, each time:
 * slower, but nothing is written to disk.
 */
final class TarFiles implements ArchiveFiles {
    private static final int MAX_LINKS = 8;
    private static final int BUFFER = 256 << 10;

    /** Layers are few; an archive of an image with more members is none. */
    private static final int MAX_MEMBERS = 20_000;

    private record Member(long offset, long size, String link) {}

    private final FileChannel channel;
    private final ArchiveLimits limits;
    private final boolean packed;
    private final Map<String, Member> members = new HashMap<>();

    TarFiles(Path file, ArchiveLimits limits) throws IOException {
        this.limits = limits;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            byte[] magic = new byte[8];
            ByteBuffer start = ByteBuffer.wrap(magic);
            while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {
                // Fills the eight bytes, or as many as there are.
            }
            this.packed = Compression.of(magic, start.position()) != Compression.NONE;
            index();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private InputStream whole() throws IOException {
        InputStream raw = new Window(channel, 0, Long.MAX_VALUE);
        return packed ? Compression.unpack(raw, limits).stream() : raw;
    }

    private void index() throws IOException {
        try (InputStream in = whole()) {
            TarReader tar = new TarReader(in, Math.min(limits.entries(), MAX_MEMBERS), !packed);
            boolean[] escapes = new boolean[1];
            for (TarEntry e = tar.next(); e != null; e = tar.next()) {
                String path = LayerPath.clean(e.name(), escapes);
                if (e.isFile()) {
                    members.put(path, new Member(tar.position(), e.size(), ""));
                } else if (e.type() == '2') {
                    // A legacy "docker save" links a layer that it wrote before.
                    String target =
                            e.link().startsWith("/")
                                    ? e.link()
                                    : LayerPath.parent(path) + "/" + e.link();
                    members.put(path, new Member(0, 0, LayerPath.clean(target, escapes)));
                } else if (e.isHardLink()) {
                    members.put(path, new Member(0, 0, LayerPath.clean(e.link(), escapes)));
                }
            }
        }
    }

    private @Nullable Member find(String path) {
        Member member = members.get(path);
        for (int i = 0; i < MAX_LINKS && member != null && !member.link.isEmpty(); i++) {
            member = members.get(member.link);
        }
        return member != null && member.link.isEmpty() ? member : null;
    }

    @Override
    public boolean has(String path) {
        return find(path) != null;
    }

    @Override
    public InputStream open(String path) throws IOException {
        Member member = find(path);
        if (member == null) {
            throw new InvalidArchive(Code.NOT_COLLECTED, "the archive has no " + path);
        }
        if (!packed) {
            return new BufferedInputStream(new Window(channel, member.offset, member.size), BUFFER);
        }
        InputStream in = whole();
        in.skipNBytes(member.offset);
        return new Part(in, member.size);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A part of a file, read by position: several can be open at once. */
    private static final class Window extends InputStream {
        private final FileChannel channel;
        private final long end;
        private long at;

        Window(FileChannel channel, long from, long size) {
            this.channel = channel;
            this.at = from;
            this.end = size > Long.MAX_VALUE - from ? Long.MAX_VALUE : from + size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int wanted = (int) Math.min(length, end - at);
            if (wanted <= 0) {
                return -1;
            }
            int read = channel.read(ByteBuffer.wrap(into, from, wanted), at);
            at += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long step = Math.max(0, Math.min(count, Math.min(end, channel.size()) - at));
            at += step;
            return step;
        }
    }

    private static final class Part extends InputStream {
        private final InputStream in;
        private long left;

        Part(InputStream in, long size) {
            this.in = in;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int read = in.read(into, from, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
