package io.pratique.runtime.language;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of a condition, one by one as the parser asks for them: what a word is depends
 * on where it stands. Tokens are as long as they can be (POSIX); a method that does not find its
 * token reads nothing.
 */
final class Lexer {
    /** Half a surrogate pair, which no text holds alone, stands for a byte above 0x7F. */
    static final int RAW_BYTE = 0xDC00;

    private final String input;
    private final int text;
    private int at;
    private int line = 1;
    private int lineStart;

    Lexer(String input, int text) {
        this.input = input;
        this.text = text;
    }

    Place place() {
        return new Place(text, at, line, at - lineStart + 1);
    }

    boolean atEnd() {
        return at == input.length();
    }

    /** A short piece of what follows, for messages. */
    String following() {
        int end = at;
        while (end < input.length() && end - at < 20 && !isBlank(input.charAt(end))) {
            end++;
        }
        return input.substring(at, end);
    }

    /** Goes over blanks; false when there was none. */
    boolean blanks() {
        int start = at;
        while (at < input.length() && isBlank(input.charAt(at))) {
            if (input.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
            at++;
        }
        return at > start;
    }

    /** Reads exactly this text. */
    boolean take(String expected) {
        if (input.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    /** Reads a word and the blanks behind it, which must be there. */
    boolean takeWord(String word) {
        int end = at + word.length();
        if (input.startsWith(word, at) && end < input.length() && isBlank(input.charAt(end))) {
            at = end;
            return true;
        }
        return false;
    }

    boolean lookingAt(String expected) {
        return input.startsWith(expected, at);
    }

    /** Whether this word, a blank and then a list or the name of a list follow. */
    boolean isListBehind(String word) {
        int i = at + word.length();
        if (i >= input.length() || !isBlank(input.charAt(i))) {
            return false;
        }
        while (i < input.length() && isBlank(input.charAt(i))) {
            i++;
        }
        if (i < input.length() && input.charAt(i) == '(') {
            return true;
        }
        int end = identifierEnd(i);
        if (end < 0) {
            return false;
        }
        String name = input.substring(i, end);
        return !name.equals("and") && !name.equals("or") && !name.equals("not");
    }

    @Nullable String identifier() {
        return taken(identifierEnd(at));
    }

    /** Identifiers joined by dots, two or more. */
    @Nullable String fieldName() {
        int end = identifierEnd(at);
        int parts = 0;
        while (end >= 0) {
            parts++;
            int next =
                    end < input.length() && input.charAt(end) == '.' ? identifierEnd(end + 1) : -1;
            if (next < 0) {
                break;
            }
            end = next;
        }
        return parts < 2 ? null : taken(end);
    }

    Optional<Transformer> transformer() {
        int end = identifierEnd(at);
        if (end < 0 || end >= input.length() || input.charAt(end) != '(') {
            return Optional.empty();
        }
        Optional<Transformer> found = Transformer.of(input.substring(at, end));
        if (found.isPresent()) {
            at = end + 1;
        }
        return found;
    }

    @Nullable String bareArgument() {
        int end = at;
        while (end < input.length()) {
            char c = input.charAt(end);
            if (c == '[' || c == ']' || c == '"' || c == '\'' || isSpace(c)) {
                break;
            }
            end++;
        }
        return taken(end > at ? end : -1);
    }

    @Nullable String bareText() {
        int end = at;
        while (end < input.length() && isBare(input.charAt(end))) {
            end++;
        }
        return taken(end > at ? end : -1);
    }

    @Nullable String number() {
        if (input.startsWith("0x", at) || input.startsWith("0X", at)) {
            int end = at + 2;
            while (end < input.length()
                    && Character.digit(input.charAt(end), 16) >= 0
                    && input.charAt(end) < 128) {
                end++;
            }
            if (end > at + 2) {
                return taken(end);
            }
        }
        int end = at;
        if (end < input.length() && (input.charAt(end) == '+' || input.charAt(end) == '-')) {
            end++;
        }
        int digits = digitsEnd(end);
        if (digits == end) {
            return null;
        }
        end = digits;
        if (end < input.length() && input.charAt(end) == '.') {
            end = digitsEnd(end + 1);
        }
        if (end + 1 < input.length()
                && (input.charAt(end) == 'e' || input.charAt(end) == 'E')
                && (input.charAt(end + 1) == '+' || input.charAt(end + 1) == '-')) {
            int exponent = digitsEnd(end + 2);
            if (exponent > end + 2) {
                end = exponent;
            }
        }
        return taken(end);
    }

    /**
     * A quoted text without its quotes and escapes; null when none starts here, or when it has no
     * end.
     *
     * @throws InvalidCondition when an escape is not known
     */
    @Nullable String quoted() {
        if (at == input.length() || (input.charAt(at) != '"' && input.charAt(at) != '\'')) {
            return null;
        }
        char quote = input.charAt(at);
        int end = at + 1;
        // A quote behind a backslash does not end the text, however many backslashes there are.
        while (end < input.length()
                && !(input.charAt(end) == quote && input.charAt(end - 1) != '\\')) {
            end++;
        }
        if (end == input.length()) {
            return null;
        }
        String value = unescape(at + 1, end, quote);
        taken(end + 1);
        return value;
    }

    private String unescape(int from, int to, char quote) {
        if (input.indexOf('\\', from, to) < 0) {
            return input.substring(from, to);
        }
        StringBuilder out = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            char c = input.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (i == to) {
                throw badEscape(i - 1, "a backslash at the end of the text");
            }
            char escaped = input.charAt(i++);
            switch (escaped) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                // A backslash before a blank stands for itself: old rules are written so.
                case ' ', '\\' -> out.append('\\');
                case '/' -> out.append('/');
                case 'x' -> {
                    int high = i + 1 < to ? Character.digit(input.charAt(i), 16) : -1;
                    int low = i + 1 < to ? Character.digit(input.charAt(i + 1), 16) : -1;
                    if (high < 0 || low < 0) {
                        throw badEscape(i - 2, "\\x needs two hexadecimal digits");
                    }
                    if (high + low == 0) {
                        throw badEscape(i - 2, "a text cannot hold a NUL");
                    }
                    int value = high << 4 | low;
                    // A byte that is no ASCII is kept apart from the character of that number.
                    out.append((char) (value < 0x80 ? value : RAW_BYTE | value));
                    i += 2;
                }
                default -> {
                    if (escaped != quote) {
                        throw badEscape(i - 2, "the escape \\" + escaped + " is not known");
                    }
                    out.append(quote);
                }
            }
        }
        return out.toString();
    }

    private InvalidCondition badEscape(int index, String message) {
        taken(index);
        return new InvalidCondition(
                place(),
                message,
                "Write two backslashes for one. Known: \\b \\f \\n \\r \\t \\/ \\xHH.");
    }

    private @Nullable String taken(int end) {
        if (end < 0) {
            return null;
        }
        String token = input.substring(at, end);
        for (int i = at; i < end; i++) {
            if (input.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        at = end;
        return token;
    }

    private int identifierEnd(int from) {
        if (from >= input.length() || !isLetter(input.charAt(from))) {
            return -1;
        }
        int end = from + 1;
        while (end < input.length()) {
            char c = input.charAt(end);
            if (!isLetter(c) && !isDigit(c) && c != '_') {
                break;
            }
            end++;
        }
        return end;
    }

    private int digitsEnd(int from) {
        int end = from;
        while (end < input.length() && isDigit(input.charAt(end))) {
            end++;
        }
        return end;
    }

    static boolean isBare(char c) {
        return c != '(' && c != ')' && c != '"' && c != '\'' && c != '=' && c != ',' && !isSpace(c);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\b' || c == '\r' || c == '\n';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
