package io.pratique.policy.cel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A value of the type {@code bytes}. */
final class Bytes implements Comparable<Bytes> {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    int size() {
        return bytes.length;
    }

    Bytes plus(Bytes other) {
        byte[] sum = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
        System.arraycopy(other.bytes, 0, sum, bytes.length, other.bytes.length);
        return new Bytes(sum);
    }

    /** The text that is written so in UTF-8, or a text with replacement characters. */
    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    boolean isText() {
        return Arrays.equals(text().getBytes(StandardCharsets.UTF_8), bytes);
    }

    String hex() {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
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
        return text();
    }
}
