package io.pratique.cli;

/**
 * Texts from files as people may see them: a name can hold an escape sequence that clears a
 * terminal, a character that turns the reading direction round, or a megabyte.
 */
final class Shown {
    /** The most characters of a value that a report for programs gives. */
    static final int LONG = 2000;

    private Shown() {}

    /** On one line, with whatever cannot be seen written as {@code \\u001b}. */
    static String line(String text) {
        int i = 0;
        while (i < text.length() && visible(text, i)) {
            i += Character.charCount(text.codePointAt(i));
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, i);
        while (i < text.length()) {
            int point = text.codePointAt(i);
            if (visible(text, i)) {
                out.appendCodePoint(point);
            } else if (point == '\n') {
                out.append("\\n");
            } else if (point == '\t') {
                out.append("\\t");
            } else if (point == '\r') {
                out.append("\\r");
            } else if (point > 0xFFFF) {
                out.append("\\U%08x".formatted(point));
            } else {
                out.append("\\u%04x".formatted(point));
            }
            i += Character.charCount(point);
        }
        return out.toString();
    }

    /** As {@link #line}, and no longer than a limit by much: what is cut off is counted. */
    static String line(String text, int limit) {
        return line(cut(text, limit));
    }

    /**
     * The first characters of a text, and how many it has when there are more.
     *
     * @param limit in characters, at least 1
     */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int stop = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, stop) + "… (" + text.length() + " characters)";
    }

    /** A count with its word: {@code 1 workload}, {@code 2 workloads}. */
    static String count(long number, String word) {
        return number + " " + (number == 1 ? word : word + "s");
    }

    private static boolean visible(String text, int i) {
        int point = text.codePointAt(i);
        if (point >= ' ' && point < 0x7F) {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
