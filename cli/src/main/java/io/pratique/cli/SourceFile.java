package io.pratique.cli;

import io.pratique.document.InvalidDocument;
import io.pratique.document.Position;
import io.pratique.document.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a file or a stream whole, and no further than a source may be long. */
final class SourceFile {
    private static final int FIRST = 1 << 16;

    /** Java copies what it reads into memory of that size beside the heap, and keeps it. */
    private static final int PIECE = 1 << 20;

    private SourceFile() {}

    /**
     * Reads a file, a pipe or a device.
     *
     * @throws InvalidDocument when it is too large or not UTF-8
     */
    static Source read(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            refuseOver(size);
            byte[] bytes = new byte[(int) size];
            int length = fill(channel, bytes, 0);
            // Most files are as long as they say. One that grows, a pipe and what lies in /proc are
            // not.
            byte[] more = new byte[size == 0 ? FIRST : 1];
            int count = length < bytes.length ? 0 : fill(channel, more, 0);
            if (count == 0) {
                return Source.of(
                        file.toString(),
                        length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
            }
            byte[] all = Arrays.copyOf(bytes, Math.max(FIRST, length * 2));
            System.arraycopy(more, 0, all, length, count);
            return Source.of(file.toString(), rest(channel, all, length + count));
        }
    }

    /**
     * Reads standard input to its end.
     *
     * @throws InvalidDocument when it is too large or not UTF-8
     */
    static Source read(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(Source.MAX_BYTES + 1);
        refuseOver(bytes.length);
        return Source.of(name, bytes);
    }

    private static byte[] rest(ReadableByteChannel channel, byte[] begun, int have)
            throws IOException {
        byte[] bytes = begun;
        int length = have;
        while (true) {
            if (length == bytes.length) {
                refuseOver(length);
                bytes = Arrays.copyOf(bytes, Math.min(length * 2, Source.MAX_BYTES + 1));
            }
            int count = fill(channel, bytes, length);
            length += count;
            if (length < bytes.length) {
                return Arrays.copyOf(bytes, length);
            }
        }
    }

    /** Reads until the array is full or the end is reached; the number of bytes that came. */
    private static int fill(ReadableByteChannel channel, byte[] bytes, int from)
            throws IOException {
        int at = from;
        while (at < bytes.length) {
            int count =
                    channel.read(ByteBuffer.wrap(bytes, at, Math.min(PIECE, bytes.length - at)));
            if (count < 0) {
                break;
            }
            at += count;
        }
        return at - from;
    }

    private static void refuseOver(long size) {
        if (size > Source.MAX_BYTES) {
            throw new InvalidDocument(
                    InvalidDocument.Code.TOO_LARGE,
                    new Position(1, 1),
                    "it is larger than " + (Source.MAX_BYTES >> 20) + " MiB",
                    "Split it: write its objects into several files.");
        }
    }
}
