package io.pratique.posture.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a collector writes in the place of a value it must not keep: {@code
 * REDACTED(aws-access-key,1a2b3c4d)}. The value is gone; what recognised it, and enough of a hash
 * to tell two values apart, stay.
 *
 * @param detector the id of the detector that recognised it; {@code none} when it was left out
 *     without being recognised
 * @param hash the first 8 hexadecimal digits of the SHA-256 of the value
 */
public record Redaction(String detector, String hash) {
    /** The detector of a value that no detector recognised. */
    public static final String NONE = "none";

    private static final String START = "REDACTED(";

    public static Redaction of(String detector, String value) {
        return new Redaction(
                detector,
                HexFormat.of()
                        .formatHex(sha256().digest(value.getBytes(StandardCharsets.UTF_8)), 0, 4));
    }

    /** The marker inside a text, which may hold more; empty when there is none. */
    public static Optional<Redaction> in(String text) {
        int start = text.indexOf(START);
        int end = start < 0 ? -1 : text.indexOf(')', start);
        int comma = start < 0 ? -1 : text.indexOf(',', start);
        if (end < 0 || comma < 0 || comma > end) {
            return Optional.empty();
        }
        return Optional.of(
                new Redaction(
                        text.substring(start + START.length(), comma),
                        text.substring(comma + 1, end)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The text that stands in the place of the value. */
    public String marker() {
        return START + detector + ',' + hash + ')';
    }
}
