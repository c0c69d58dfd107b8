package io.pratique.policy;

import java.util.Optional;

/**
 * Whose signatures on images count; signature rules name it.
 *
 * @param name letters, digits, {@code _}, {@code .} and {@code -}; never changes
 * @param description free text, may be empty
 * @param publicKey the key that signed, as PEM with real line ends
 * @param transparencyLog the log in which signatures must stand; empty when none is asked for
 */
public record Attestor(
        String name,
        String description,
        String publicKey,
        Optional<TransparencyLog> transparencyLog) {
    /**
     * A transparency log.
     *
     * @param server its address; empty for the public Rekor
     * @param publicKey its key as PEM; empty for that of the public Rekor
     */
    public record TransparencyLog(String server, String publicKey) {}
}
