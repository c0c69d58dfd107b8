package io.pratique.benchmarks;

import io.pratique.images.ArchiveLimits;
import io.pratique.images.ImageArchive;
import io.pratique.images.ImageArchiveReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Random;

/**
 * How fast the layers of an image are read: writes an OCI layout with one big layer of generated
 * files, reads it three times, and prints the speed beside that of only hashing the same bytes, and
 * the peak of the heap. Run it with a small heap ({@code -Xmx64m}): it must do.
 */
public final class LayerFigures {
    private LayerFigures() {}

    /**
     * @param args the size of the layer in MiB (default 1024), and the folder to write it to
     *     (default a temporary one)
     */
    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        int mebibytes = args.length > 0 ? Integer.parseInt(args[0]) : 1024;
        Path folder =
                args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("layer-figures");
        Path layer = write(folder, mebibytes);
        for (int run = 0; run < 3; run++) {
            long start = System.nanoTime();
            ImageArchive archive =
                    new ImageArchiveReader(ArchiveLimits.standard(), new SecureRandom())
                            .read(folder);
            report("read", Files.size(layer), System.nanoTime() - start);
            if (!archive.problems().isEmpty() || archive.images().size() != 1) {
                throw new IllegalStateException("not read: " + archive.problems());
            }
            if (archive.images().getFirst().files().special().size() != mebibytes) {
                throw new IllegalStateException("not all setuid files were found");
            }
            start = System.nanoTime();
            hash(layer);
            report("hash", Files.size(layer), System.nanoTime() - start);
        }
        long peak =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum();
        System.out.printf("peak of the heap: %d MiB%n", peak >> 20);
        try (var files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void report(String what, long bytes, long nanos) {
        System.out.printf("%s: %.0f MiB/s%n", what, bytes / 1048576.0 / (nanos / 1e9));
    }

    private static void hash(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[128 << 10];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }

    private static Path write(Path folder, int mebibytes)
            throws IOException, NoSuchAlgorithmException {
        Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Path file = blobs.resolve("layer");
        byte[] content = new byte[(1 << 20) - 512];
        new Random(1).nextBytes(content);
        try (OutputStream out =
                new DigestOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file), 1 << 20), digest)) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(header("usr/lib/file-" + i, content.length));
                // Every other file is text, which is searched for secrets byte by byte.
                if (i % 2 == 0) {
                    Arrays.fill(content, 0, 1024, (byte) 'a');
                } else {
                    Arrays.fill(content, 0, 1024, (byte) 0);
                }
                out.write(content);
            }
            out.write(new byte[1024]);
        }
        String hex = HexFormat.of().formatHex(digest.digest());
        Path layer = Files.move(file, blobs.resolve(hex));
        String config = "{\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[\"sha256:" + hex + "\"]}}";
        String manifest =
                "{\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
                        + blob(blobs, config)
                        + "\"},\"layers\":[{\"digest\":\"sha256:"
                        + hex
                        + "\"}]}";
        Files.writeString(
                folder.resolve("index.json"),
                "{\"manifests\":[{\"digest\":\"" + blob(blobs, manifest) + "\"}]}");
        return layer;
    }

    private static String blob(Path blobs, String text)
            throws IOException, NoSuchAlgorithmException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        Files.write(blobs.resolve(hex), bytes);
        return "sha256:" + hex;
    }

    private static byte[] header(String name, long size) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0004755");
        put(block, 108, "0000000");
        put(block, 116, "0000000");
        put(block, 124, "%011o".formatted(size));
        put(block, 136, "%011o".formatted(0));
        block[156] = '0';
        put(block, 257, "ustar");
        put(block, 263, "00");
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        put(block, 148, "%06o".formatted(sum));
        block[154] = 0;
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
