package io.pratique.runtime.engine;

import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.language.Operator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds texts that every value must have that fits a pattern. */
final class RequiredText {
    /** Shorter texts stand nearly everywhere. */
    private static final int SHORTEST = 2;

    private RequiredText() {}

    /** The index of the first glob sign, or the length. */
    static int firstSign(byte[] pattern) {
        for (int i = 0; i < pattern.length; i++) {
            if (isSign(pattern[i])) {
                return i;
            }
        }
        return pattern.length;
    }

    private static boolean isSign(byte b) {
        return b == '*' || b == '?' || b == '[' || b == '\\';
    }

    /**
     * The parts of a glob.
     *
     * @param prefix what stands before the first sign
     * @param suffix what stands behind the last star, when that has no signs
     * @param plainText the only text of a pattern that has stars at its ends and no other signs
     */
    record Glob(
            boolean hasSigns,
            Bytes prefix,
            Bytes suffix,
            boolean isPlain,
            Operator plainOperator,
            Bytes plainText) {}

    static Glob ofGlob(Bytes pattern) {
        byte[] bytes = pattern.toArray();
        int first = firstSign(bytes);
        Bytes none = Bytes.of(new byte[0]);
        if (first == bytes.length) {
            return new Glob(false, pattern, none, false, Operator.EQUAL, pattern);
        }
        int start = 0;
        while (start < bytes.length && bytes[start] == '*') {
            start++;
        }
        int end = bytes.length;
        while (end > start && bytes[end - 1] == '*') {
            end--;
        }
        byte[] middle = Arrays.copyOfRange(bytes, start, end);
        boolean open = start > 0;
        boolean openEnd = end < bytes.length || start == bytes.length;
        boolean plain = firstSign(middle) == middle.length;
        Operator operator =
                open && openEnd
                        ? Operator.CONTAINS
                        : open ? Operator.ENDSWITH : Operator.STARTSWITH;
        int lastStar = -1;
        boolean hasOthers = false;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '*') {
                lastStar = i;
            } else {
                // In a class a star is no sign, and a backslash takes the sign away from one.
                hasOthers |= isSign(bytes[i]);
            }
        }
        Bytes suffix =
                hasOthers || lastStar < 0
                        ? none
                        : Bytes.of(Arrays.copyOfRange(bytes, lastStar + 1, bytes.length));
        return new Glob(
                true,
                Bytes.of(Arrays.copyOf(bytes, first)),
                suffix,
                plain,
                operator,
                Bytes.of(middle));
    }

    /** The whole components that a path begins with before its first sign; empty when none. */
    static Bytes ofPath(Bytes path) {
        byte[] bytes = path.toArray();
        int end = firstSign(bytes);
        while (end > 0 && bytes[end - 1] != '/') {
            end--;
        }
        while (end > 0 && bytes[end - 1] == '/') {
            end--;
        }
        return Bytes.of(Arrays.copyOf(bytes, end));
    }

    /** The longest text outside of groups and classes that is not repeated; empty when none. */
    static Bytes ofRegex(String regex) {
        String best = "";
        StringBuilder run = new StringBuilder();
        int depth = 0;
        int i = 0;
        while (i < regex.length()) {
            char c = regex.charAt(i);
            if (c == '|' && depth == 0) {
                return Bytes.of("");
            }
            if (c == '\\' && i + 1 < regex.length() && !isPunctuation(regex.charAt(i + 1))) {
                // A code of a character, of which the digits are no text.
                return Bytes.of("");
            }
            int behind = behind(regex, i);
            boolean isLiteral = c == '\\' ? behind == i + 2 : "^$.|?*+()[]{}".indexOf(c) < 0;
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
            char next = behind < regex.length() ? regex.charAt(behind) : ' ';
            boolean repeated = next == '*' || next == '?' || next == '{';
            if (isLiteral && depth == 0 && !repeated && c != '\uFFFD') {
                run.append(c == '\\' ? regex.charAt(i + 1) : c);
                if (next == '+') {
                    best = longer(best, run);
                    run.setLength(0);
                }
            } else {
                best = longer(best, run);
                run.setLength(0);
            }
            i = behind;
            // A repetition is passed over with what it repeats.
            if (next == '{') {
                int close = regex.indexOf('}', i);
                if (close < 0 || !isCount(regex, i + 1, close)) {
                    return Bytes.of("");
                }
                i = close + 1;
            } else if (behind < regex.length() && "*?+".indexOf(next) >= 0) {
                i++;
            }
        }
        best = longer(best, run);
        return best.length() < SHORTEST
                        || best.chars().anyMatch(c -> Character.isSurrogate((char) c))
                ? Bytes.of("")
                : Bytes.of(best.getBytes(StandardCharsets.UTF_8));
    }

    private static String longer(String best, StringBuilder run) {
        return run.length() > best.length() ? run.toString() : best;
    }

    private static boolean isCount(String regex, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = regex.charAt(i);
            if (c != ',' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }

    /** The index behind one character, escape or class. */
    private static int behind(String regex, int i) {
        char c = regex.charAt(i);
        if (c == '\\') {
            return Math.min(i + 2, regex.length());
        }
        if (c != '[') {
            return i + 1;
        }
        int at = i + 1;
        if (at < regex.length() && regex.charAt(at) == '^') {
            at++;
        }
        if (at < regex.length() && regex.charAt(at) == ']') {
            at++;
        }
        while (at < regex.length() && regex.charAt(at) != ']') {
            if (regex.charAt(at) == '\\') {
                at++;
            } else if (regex.startsWith("[:", at)) {
                int close = regex.indexOf(":]", at);
                at = close < 0 ? at : close + 1;
            }
            at++;
        }
        return Math.min(at + 1, regex.length());
    }
}
