package io.pratique.collect;

import java.io.IOException;
import java.util.List;

/**
 * The files of a host, by the paths they have there. Absolute links are followed inside the host.
 *
 * <p>All methods throw {@link java.nio.file.NoSuchFileException} when there is no such file, {@link
 * java.nio.file.AccessDeniedException} when it is not for us, and another {@link IOException} when
 * it cannot be read.
 */
public interface HostFiles {
    /**
     * What a path is, links not followed.
     *
     * @param type {@code file}, {@code directory}, {@code link}, {@code socket}, {@code device} or
     *     {@code other}
     * @param mode the permission bits with setuid, setgid and sticky: 0 to 07777
     * @param target of a link; empty otherwise
     * @param device of the file system, as {@code major:minor}
     */
    record Status(String type, int mode, long uid, long gid, String target, String device) {}

    Status lstat(String path) throws IOException;

    /** As {@link #lstat}, of what links lead to. */
    Status stat(String path) throws IOException;

    /**
     * The bytes of a file.
     *
     * @throws TooLarge when there are more than the limit
     */
    byte[] read(String path, int limit) throws IOException;

    /** The names in a folder, sorted. */
    List<String> list(String path) throws IOException;

    /** The target of a link, as it is written. */
    String link(String path) throws IOException;

    /** The path behind all links, as the host would say it. */
    String real(String path) throws IOException;

    /** A file with more bytes than were wanted. */
    final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(String path, int limit) {
            super(path + " has more than " + limit + " bytes");
        }
    }
}
