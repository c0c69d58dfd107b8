package io.pratique.images;

import io.pratique.images.InvalidArchive.Code;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An OCI layout in a directory. Links that lead out of it are not followed. */
final class DirectoryFiles implements ArchiveFiles {
    private static final int BUFFER = 256 << 10;

    private final Path root;

    DirectoryFiles(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    @Override
    public boolean has(String path) {
        return Files.isRegularFile(root.resolve(path));
    }

    @Override
    public InputStream open(String path) throws IOException {
        Path file = root.resolve(path);
        if (!Files.exists(file)) {
            throw new InvalidArchive(Code.NOT_COLLECTED, "the archive has no " + path);
        }
        Path real = file.toRealPath();
        if (!real.startsWith(root) || !Files.isRegularFile(real)) {
            throw new InvalidArchive(
                    Code.UNSUPPORTED_FORMAT, path + " is no file inside of the layout");
        }
        return new BufferedInputStream(Files.newInputStream(real), BUFFER);
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
