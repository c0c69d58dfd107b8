package io.pratique.images;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The members of an archive by their paths, whatever it is kept in. */
interface ArchiveFiles extends Closeable {
    boolean has(String path);

    /**
     * Opens a member from its start; the caller closes it.
     *
     * @throws InvalidArchive when there is none of this path
     */
    InputStream open(String path) throws IOException;
}
