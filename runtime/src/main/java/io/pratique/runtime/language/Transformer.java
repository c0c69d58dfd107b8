package io.pratique.runtime.language;

import java.util.Optional;

/** Functions over fields. */
public enum Transformer {
    TOLOWER("tolower"),
    TOUPPER("toupper"),
    /** Decodes base 64; no value when it is none. */
    B64("b64"),
    /** What stands behind the last slash. */
    BASENAME("basename"),
    /** Bytes of a text, elements of a list. */
    LEN("len"),
    JOIN("join"),
    CONCAT("concat"),
    /** The value of a short option in a list of arguments. */
    GETOPT("getopt");

    private final String word;

    Transformer(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    static Optional<Transformer> of(String word) {
        for (Transformer transformer : values()) {
            if (transformer.word.equals(word)) {
                return Optional.of(transformer);
            }
        }
        return Optional.empty();
    }
}
