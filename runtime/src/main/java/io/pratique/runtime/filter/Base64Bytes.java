package io.pratique.runtime.filter;

/** Decodes base 64 without an object per value; the padding may be left out. */
final class Base64Bytes {
    private Base64Bytes() {}

    /** False when it is none. */
    static boolean decode(byte[] bytes, int from, int end, Buffer into) {
        int to = end;
        int padding = 0;
        while (to > from && bytes[to - 1] == '=' && padding < 2) {
            to--;
            padding++;
        }
        int length = to - from;
        if (length % 4 == 1 || (padding > 0 && (length + padding) % 4 != 0)) {
            return false;
        }
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            int digit = digit(bytes[i]);
            if (digit < 0) {
                return false;
            }
            bits = bits << 6 | digit;
            count += 6;
            if (count >= 8) {
                count -= 8;
                into.append((byte) (bits >> count));
                bits &= (1 << count) - 1;
            }
        }
        return true;
    }

    private static int digit(byte b) {
        if (b >= 'A' && b <= 'Z') {
            return b - 'A';
        }
        if (b >= 'a' && b <= 'z') {
            return b - 'a' + 26;
        }
        if (b >= '0' && b <= '9') {
            return b - '0' + 52;
        }
        return b == '+' ? 62 : b == '/' ? 63 : -1;
    }
}
