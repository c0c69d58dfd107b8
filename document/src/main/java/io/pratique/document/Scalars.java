package io.pratique.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What scalars mean. Plain YAML scalars are resolved as kubectl resolves them (YAML 1.1, as
 * sigs.k8s.io/yaml does): {@code yes}, {@code on} and {@code y} are true, {@code 0644} is octal. A
 * reader of YAML 1.2 would take {@code privileged: yes} for a text, and a privileged container
 * would pass.
 */
final class Scalars {
    private static final int LONGEST_WORD = 5;

    private Scalars() {}

    /** The kind of a plain scalar in YAML: NULL, TRUE, FALSE, NUMBER or STRING. */
    static Kind resolve(byte[] b, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return Kind.NULL;
        }
        byte c = b[from];
        if (c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.') {
            return isNumber(b, from, to) ? Kind.NUMBER : Kind.STRING;
        }
        if (c == '~') {
            return length == 1 ? Kind.NULL : Kind.STRING;
        }
        if (length > LONGEST_WORD || "nNtTfFyYoO".indexOf(c) < 0) {
            return Kind.STRING;
        }
        return switch (new String(b, from, length, StandardCharsets.ISO_8859_1)) {
            case "null", "Null", "NULL" -> Kind.NULL;
            case "true", "True", "TRUE", "yes", "Yes", "YES", "y", "Y", "on", "On", "ON" ->
                    Kind.TRUE;
            case "false", "False", "FALSE", "no", "No", "NO", "n", "N", "off", "Off", "OFF" ->
                    Kind.FALSE;
            default -> Kind.STRING;
        };
    }

    private static boolean isNumber(byte[] b, int from, int to) {
        if (to - from > 64) {
            return false;
        }
        return number(new String(b, from, to - from, StandardCharsets.ISO_8859_1)) != null
                || isInfinite(new String(b, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private static boolean isInfinite(String text) {
        String word = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return switch (word) {
            case ".inf", ".Inf", ".INF" -> true;
            case ".nan", ".NaN", ".NAN" -> word.equals(text);
            default -> false;
        };
    }

    /** The number that a text writes in JSON or YAML 1.1, or null. */
    static @Nullable BigDecimal number(String text) {
        int length = text.length();
        if (length == 0 || length > 64) {
            return null;
        }
        boolean negative = text.charAt(0) == '-';
        int at = negative || text.charAt(0) == '+' ? 1 : 0;
        String digits = text.substring(at);
        if (digits.indexOf('_') >= 0) {
            digits = digits.replace("_", "");
        }
        if (digits.isEmpty()) {
            return null;
        }
        BigDecimal value = unsigned(digits);
        return value == null ? null : negative ? value.negate() : value;
    }

    private static @Nullable BigDecimal unsigned(String digits) {
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            return integer(digits, 2, 16);
        }
        if (digits.startsWith("0b") || digits.startsWith("0B")) {
            return integer(digits, 2, 2);
        }
        if (digits.startsWith("0o") || digits.startsWith("0O")) {
            return integer(digits, 2, 8);
        }
        if (digits.length() > 1 && digits.charAt(0) == '0' && all(digits, 1, '7')) {
            return integer(digits, 1, 8);
        }
        return decimal(digits);
    }

    private static @Nullable BigDecimal integer(String digits, int from, int radix) {
        if (from == digits.length()) {
            return null;
        }
        for (int i = from; i < digits.length(); i++) {
            if (digits.charAt(i) > 127 || Character.digit(digits.charAt(i), radix) < 0) {
                return null;
            }
        }
        return new BigDecimal(new BigInteger(digits.substring(from), radix));
    }

    private static @Nullable BigDecimal decimal(String digits) {
        int dots = 0;
        int figures = 0;
        int exponent = -1;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c >= '0' && c <= '9') {
                figures++;
            } else if (c == '.' && exponent < 0 && dots == 0) {
                dots = 1;
            } else if ((c == 'e' || c == 'E') && figures > 0 && exponent < 0) {
                exponent = i;
            } else if (!((c == '-' || c == '+') && exponent == i - 1 && exponent >= 0)) {
                return null;
            }
        }
        char last = digits.charAt(digits.length() - 1);
        if (figures == 0 || exponent == digits.length() - 1 || last == '-' || last == '+') {
            return null;
        }
        // An exponent of many digits would make a number of gigabytes when it is turned into a
        // long.
        if (exponent >= 0 && digits.length() - exponent > 5) {
            return null;
        }
        return new BigDecimal(last == '.' ? digits.substring(0, digits.length() - 1) : digits);
    }

    private static boolean all(String digits, int from, char highest) {
        for (int i = from; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > highest) {
                return false;
            }
        }
        return true;
    }

    /** Undoes JSON's escapes; the text was checked by the reader that put it on the tape. */
    static String unescape(byte[] b, int from, int to) {
        StringBuilder out = new StringBuilder(to - from);
        int run = from;
        int i = from;
        while (i < to) {
            if (b[i] != '\\') {
                i++;
                continue;
            }
            out.append(new String(b, run, i - run, StandardCharsets.UTF_8));
            i += 2;
            switch (b[i - 1]) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) hex4(b, i));
                    i += 4;
                }
                default -> out.append((char) b[i - 1]);
            }
            run = i;
        }
        return out.append(new String(b, run, to - run, StandardCharsets.UTF_8)).toString();
    }

    /** The value of four hexadecimal digits, or -1. */
    static int hex4(byte[] b, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = b[i] < 0 ? -1 : Character.digit(b[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /**
     * The text of a YAML literal block.
     *
     * @param from the offset of its {@code |}
     * @param to the offset behind its last line
     */
    static String literal(byte[] b, int from, int to) {
        int i = from + 1;
        byte chomp = i < to && (b[i] == '-' || b[i] == '+') ? b[i] : 0;
        while (i < to && b[i] != '\n') {
            i++;
        }
        i++;
        int indent = indentOfLiteral(b, i, to);
        StringBuilder out = new StringBuilder(to - from);
        int content = 0;
        while (i < to) {
            int end = endOfLine(b, i, to);
            int stop = end > i && b[end - 1] == '\r' ? end - 1 : end;
            int begin = Math.min(stop, i + indent);
            out.append(new String(b, begin, stop - begin, StandardCharsets.UTF_8));
            if (stop > begin) {
                content = out.length();
            }
            if (end < to) {
                out.append('\n');
            }
            i = end + 1;
        }
        if (chomp == '+') {
            return out.toString();
        }
        boolean newline = chomp == 0 && content > 0 && content < out.length();
        out.setLength(content);
        return newline ? out.append('\n').toString() : out.toString();
    }

    /**
     * The indentation of a literal block.
     *
     * @param from the offset of its first line
     */
    static int indentOfLiteral(byte[] b, int from, int to) {
        for (int line = from; line < to; ) {
            int text = line;
            while (text < to && b[text] == ' ') {
                text++;
            }
            if (text < to && b[text] != '\n' && b[text] != '\r') {
                return text - line;
            }
            line = endOfLine(b, text, to) + 1;
        }
        return 0;
    }

    /** The offset of the line behind the one that an offset is on. */
    static int nextLine(byte[] b, int from, int to) {
        return Math.min(endOfLine(b, from, to) + 1, to);
    }

    private static int endOfLine(byte[] b, int from, int to) {
        int i = from;
        while (i < to && b[i] != '\n') {
            i++;
        }
        return i;
    }
}
