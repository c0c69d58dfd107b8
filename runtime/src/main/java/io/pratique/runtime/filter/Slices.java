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

    /** Whether one value contains another. */
    static boolean contains(Value a, Value b, boolean ignoreCase) {
        for (int at = 0; at <= a.length() - b.length(); at++) {
            if (sameAt(a, at, b, ignoreCase)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one value stands in another at a place where there is room for it. */
    static boolean sameAt(Value a, int at, Value b, boolean ignoreCase) {
        byte[] in = a.bytes();
        byte[] of = b.bytes();
        int from = a.offset() + at;
        int start = b.offset();
        if (!ignoreCase) {
            return Arrays.equals(in, from, from + b.length(), of, start, start + b.length());
        }
        for (int i = 0; i < b.length(); i++) {
            if (lower(in[from + i]) != lower(of[start + i])) {
                return false;
            }
        }
        return true;
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    static byte upper(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }
}
