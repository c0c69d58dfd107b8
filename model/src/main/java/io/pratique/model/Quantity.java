package io.pratique.model;

/**
 * The grammar of Kubernetes quantities such as {@code 500m} and {@code 1.5Gi}: a decimal number
 * with at most one suffix (apimachinery, pkg/api/resource).
 */
final class Quantity {
    private Quantity() {}

    /** True when the API server would take the text for a quantity. */
    static boolean valid(String text) {
        int length = text.length();
        int at = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        int digits = 0;
        boolean point = false;
        while (at < length && (digit(text.charAt(at)) || text.charAt(at) == '.' && !point)) {
            point |= text.charAt(at) == '.';
            digits += text.charAt(at) == '.' ? 0 : 1;
            at++;
        }
        return digits > 0 && (at == length || suffix(text, at));
    }

    private static boolean suffix(String text, int from) {
        char first = text.charAt(from);
        int rest = text.length() - from;
        boolean exponent = (first == 'e' || first == 'E') && rest > 1;
        if (exponent) {
            int at = from + 1;
            if (text.charAt(at) == '-' || text.charAt(at) == '+') {
                at++;
            }
            int digits = at;
            while (at < text.length() && digit(text.charAt(at))) {
                at++;
            }
            return at > digits && at == text.length();
        }
        return rest == 1
                ? "numkMGTPE".indexOf(first) >= 0
                : rest == 2 && text.charAt(from + 1) == 'i' && "KMGTPE".indexOf(first) >= 0;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** What to write instead of a text that is none. */
    static String hint(String text) {
        String trimmed = text.strip();
        String withoutByte =
                trimmed.endsWith("B") || trimmed.endsWith("b")
                        ? trimmed.substring(0, trimmed.length() - 1)
                        : trimmed;
        if (!trimmed.isEmpty() && !withoutByte.equals(text) && valid(withoutByte)) {
            return "Did you mean " + withoutByte + "?";
        }
        if (trimmed.endsWith("K") && valid(trimmed + "i")) {
            return "Did you mean " + trimmed + "i, or " + trimmed.replace('K', 'k') + "?";
        }
        return "Write a number with a suffix that Kubernetes knows: 500m, 128Mi, 1.5Gi.";
    }
}
