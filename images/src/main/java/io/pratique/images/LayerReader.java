package io.pratique.images;

import io.pratique.images.InvalidArchive.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the tar of one layer in a single pass. Keeps what is asked about and eight bytes of every
 * other path. Not for several threads.
 */
final class LayerReader {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** Beyond these many bytes, a file of users is no file of users. */
    private static final int MAX_USERS = 1 << 20;

    private static final Set<String> USERS = Set.of("etc/passwd", "etc/group");

    private final ArchiveLimits limits;
    private final PathHash hash;
    private final SecretScanner secrets = new SecretScanner();
    private final byte[] head;

    LayerReader(ArchiveLimits limits, PathHash hash) {
        this.limits = limits;
        this.hash = hash;
        this.head = new byte[Math.max(limits.scannedBytes(), MAX_USERS)];
    }

    private final class Reading {
        final Map<String, FoundFile> found = new HashMap<>();
        final Set<String> whiteouts = new HashSet<>();
        final Set<String> opaque = new HashSet<>();
        final HashList files = new HashList();
        final HashList directories = new HashList();
        final boolean[] escapes = new boolean[1];
        final String digest;
        long kept;
        int entries;
        long bytes;

        Reading(String digest) {
            this.digest = digest;
        }

        void keep(long size) throws InvalidArchive {
            kept += 64 + size;
            if (kept > limits.keptNames()) {
                throw new InvalidArchive(
                        Code.TOO_LARGE,
                        "the layer has more white-outs and findings than fit into "
                                + limits.keptNames()
                                + " bytes");
            }
        }

        void entry(TarReader tar, TarEntry entry) throws IOException {
            entries++;
            bytes += entry.size();
            String path = LayerPath.clean(entry.name(), escapes);
            if (path.isEmpty()) {
                return;
            }
            String base = LayerPath.base(path);
            if (base.startsWith(WHITEOUT)) {
                whiteout(path, base);
                return;
            }
            if (entry.isDirectory()) {
                directories.add(hash.of(path));
                found.remove(path);
                return;
            }
            files.add(hash.of(path));
            // The last of two members with one name is what is left.
            found.remove(path);
            if (entry.isHardLink()) {
                FoundFile target = found.get(LayerPath.clean(entry.link(), new boolean[1]));
                if (target != null) {
                    keep(path.length() + (long) target.content().length());
                    found.put(path, target.named(path));
                } else if ((entry.mode() & (FoundFile.SETUID | FoundFile.SETGID)) != 0) {
                    // Its target stands in a lower layer; the header repeats its mode.
                    put(path, entry, List.of(), "");
                }
            } else if (entry.isFile()) {
                file(tar, entry, path);
            }
        }

        private void whiteout(String path, String base) throws InvalidArchive {
            String parent = LayerPath.parent(path);
            if (base.equals(OPAQUE)) {
                keep(parent.length());
                opaque.add(parent);
            } else if (!base.startsWith(WHITEOUT + WHITEOUT)) {
                String name = base.substring(WHITEOUT.length());
                // ".wh..": a way to hide the directory itself, which no runtime follows.
                if (!name.isEmpty() && !name.equals(".") && !name.equals("..")) {
                    keep(path.length());
                    whiteouts.add(parent.isEmpty() ? name : parent + "/" + name);
                }
            }
        }

        private void file(TarReader tar, TarEntry entry, String path) throws IOException {
            List<String> detectors = List.of();
            String content = "";
            if (USERS.contains(path)) {
                if (entry.size() > MAX_USERS) {
                    throw new InvalidArchive(
                            Code.TOO_LARGE, path + " has " + entry.size() + " bytes");
                }
                int length = tar.readFully(head, (int) entry.size());
                content = new String(head, 0, length, StandardCharsets.UTF_8);
            } else if (entry.size() > 0) {
                int length =
                        tar.readFully(head, (int) Math.min(entry.size(), limits.scannedBytes()));
                detectors = detectors(path, length);
            }
            boolean special = (entry.mode() & (FoundFile.SETUID | FoundFile.SETGID)) != 0;
            if (special || entry.capabilities() || !detectors.isEmpty() || USERS.contains(path)) {
                put(path, entry, detectors, content);
            }
        }

        private List<String> detectors(String path, int length) {
            List<String> shapes = secrets.byContent(head, length);
            String name = SecretScanner.byName(path);
            if (name.isEmpty()) {
                return shapes;
            }
            List<String> both = new ArrayList<>(shapes);
            both.addFirst(name);
            return List.copyOf(both);
        }

        private void put(String path, TarEntry entry, List<String> detectors, String content)
                throws InvalidArchive {
            keep(path.length() + (long) content.length());
            found.put(
                    path,
                    new FoundFile(
                            path,
                            entry.mode(),
                            entry.uid(),
                            entry.gid(),
                            digest,
                            entry.capabilities(),
                            detectors,
                            content));
        }
    }

    /**
     * Reads a layer to its very end, so that whoever wraps the stream has seen all bytes.
     *
     * @param digest the layer's name, for what is found in it
     */
    LayerFacts read(InputStream unpacked, String digest) throws IOException {
        TarReader tar = new TarReader(unpacked, limits.entries());
        Reading reading = new Reading(digest);
        for (TarEntry e = tar.next(); e != null; e = tar.next()) {
            reading.entry(tar, e);
        }
        byte[] rest = new byte[16 << 10];
        while (unpacked.read(rest) >= 0) {
            // Padding of the tar: part of the digest, and of nothing else.
        }
        return new LayerFacts(
                digest,
                "",
                reading.entries,
                reading.bytes,
                Map.copyOf(reading.found),
                Set.copyOf(reading.whiteouts),
                Set.copyOf(reading.opaque),
                reading.files.sorted(),
                reading.directories.sorted(),
                reading.escapes[0]);
    }
}
