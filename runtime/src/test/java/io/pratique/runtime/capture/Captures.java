package io.pratique.runtime.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The captures that tests read. */
public final class Captures {
    private Captures() {}

    /** A capture by its name, as it is in the file. */
    public static InputStream open(String name) {
        InputStream in = Captures.class.getResourceAsStream(name + ".scap");
        if (in == null) {
            throw new IllegalArgumentException(name);
        }
        return in;
    }

    /** The bytes of a capture, decompressed. */
    public static byte[] bytes(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(open(name))) {
            return in.readAllBytes();
        }
    }
}
