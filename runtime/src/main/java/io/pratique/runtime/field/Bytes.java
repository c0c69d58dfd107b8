package io.pratique.runtime.field;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that do not change and compare by their content. */
public final class Bytes {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /**
     * The bytes of a constant: UTF-8, and single bytes where the condition has {@code \xHH} (see
     * the lexer of {@code runtime.language}, which keeps them as half surrogates).
     */
    public static Bytes of(String text) {
        boolean hasRaw = text.chars().anyMatch(c -> c >= 0xDC80 && c <= 0xDCFF);
        if (!hasRaw) {
            return new Bytes(text.getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c >= 0xDC80 && c <= 0xDCFF) {
                out.write(c & 0xFF);
                i++;
            } else {
                int point = text.codePointAt(i);
                out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(point);
            }
        }
        return new Bytes(out.toByteArray());
    }

    public int length() {
        return bytes.length;
    }

    public byte at(int index) {
        return bytes[index];
    }

    /** A copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** As UTF-8, with a replacement for what is none. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text() + " (" + HexFormat.of().formatHex(bytes) + ")";
    }
}
