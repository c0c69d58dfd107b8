package io.pratique.runtime.managed;

import java.io.IOException;
import java.util.Optional;

/** Where the files of a pack come from. */
@FunctionalInterface
public interface PackFiles {
    /**
     * The bytes of a file; empty when there is no such file.
     *
     * @param name without a folder
     */
    Optional<byte[]> read(String name) throws IOException;
}
