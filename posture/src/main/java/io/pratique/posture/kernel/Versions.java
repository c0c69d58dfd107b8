package io.pratique.posture.kernel;

/** Versions by their numbers: 1.10 is newer than 1.9. */
final class Versions {
    private Versions() {}

    /** Numbers are compared as numbers, as far as both have some; what is no digit ends one. */
    static int compare(String one, String other) {
        int[] a = numbers(one);
        int[] b = numbers(other);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int left = i < a.length ? a[i] : 0;
            int right = i < b.length ? b[i] : 0;
            if (left != right) {
                return Integer.compare(left, right);
            }
        }
        return 0;
    }

    /** The first three numbers of a text such as {@code DockerVersion: 25.0.8-ce}. */
    static int[] numbers(String text) {
        int[] numbers = new int[3];
        int count = 0;
        int at = 0;
        while (at < text.length() && !isDigit(text.charAt(at))) {
            at++;
        }
        while (at < text.length() && count < 3) {
            int value = 0;
            int start = at;
            while (at < text.length() && isDigit(text.charAt(at)) && value < 100_000_000) {
                value = value * 10 + text.charAt(at) - '0';
                at++;
            }
            if (at == start) {
                break;
            }
            numbers[count++] = value;
            if (at >= text.length() || text.charAt(at) != '.') {
                break;
            }
            at++;
        }
        return numbers;
    }

    /** True when there is a number in it. */
    static boolean isVersion(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
