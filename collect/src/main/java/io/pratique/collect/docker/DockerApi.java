package io.pratique.collect.docker;

import java.io.IOException;

/** Asks a daemon with GET. */
public interface DockerApi {
    /**
     * The body of the answer.
     *
     * @param path with its query: {@code /containers/json?all=1}
     * @throws Refused when the daemon answered with another status than 200
     * @throws IOException when there is no answer, or it is cut off, too large or no HTTP
     */
    byte[] get(String path) throws IOException;

    /** An answer that is none. */
    final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        public Refused(String path, int status) {
            super("GET " + path + ": " + status);
            this.status = status;
        }

        /** The status of HTTP. */
        public int status() {
            return status;
        }
    }

    /** An answer with more bytes than is wanted. */
    final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        public TooLarge(String path, int limit) {
            super("GET " + path + ": the answer has more than " + limit + " bytes");
        }
    }
}
