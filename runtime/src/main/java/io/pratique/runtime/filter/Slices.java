package io.pratique.runtime.filter;

import java.util.Arrays;

/** Comparisons of byte slices. */
final class Slices {
    private Slices() {}

    static boolean equal(byte[] a, int from, int length, byte[] b) {
        return length == b.length && Arrays.equals(a, from, from + length, b, 0, length);
    }

    static boolean startsWith(byte[] a, int from, int length, byte[] b) {
        return length >= b.length && Arrays.equals(a, from, from + b.length, b, 0, b.length);
    }

    static boolean endsWith(byte[] a, int from, int length, byte[] b) {
        int end = from + length;
        return length >= b.length && Arrays.equals(a, end - b.length, end, b, 0, b.length);
    }

    static boolean contains(byte[] a, int from, int length, byte[] b) {
        int last = from + length - b.length;
        for (int i = from; i <= last; i++) {
            if (Arrays.equals(a, i, i + b.length, b, 0, b.length)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #contains}, ignoring ASCII case. */
    static boolean containsIgnoringCase(byte[] a, int from, int length, byte[] b) {
        int last = from + length - b.length;
        for (int i = from; i <= last; i++) {
            int j = 0;
            while (j < b.length && lower(a[i + j]) == lower(b[j])) {
                j++;
            }
            if (j == b.length) {
                return true;
            }
        }
        return false;
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    static byte upper(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }
}
