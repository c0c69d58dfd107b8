package io.pratique.policy.format;

import java.util.regex.Pattern;

/** Public keys as texts (RFC 7468). */
public final class PublicKeys {
    /** What every key starts and ends with, and the alphabet between. */
    static final String PEM =
            "\\s*-----BEGIN PUBLIC KEY-----\\s[A-Za-z0-9+/=\\s]+-----END PUBLIC KEY-----\\s*";

    private static final Pattern PATTERN = Pattern.compile(PEM);

    private PublicKeys() {}

    /** Whether a text has the form of a public key; nothing is said of the key itself. */
    public static boolean looksRight(String text) {
        return PATTERN.matcher(text).matches();
    }
}
