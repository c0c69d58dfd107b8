package io.pratique.policy.cel;

import io.pratique.policy.rule.InvalidParameters;

/**
 * A place in an expression, and its line with a caret below the place.
 *
 * @param line from 1
 * @param column in code points, from 1
 * @param text two lines
 */
record Snippet(int line, int column, String text) {
    /** So much of a long line is shown before and behind the place. */
    private static final int AROUND = 50;

    /** A place as an offset in code points, from 0. */
    static Snippet at(String source, int offset) {
        int line = 1;
        int column = 0;
        int seen = 0;
        for (int i = 0; i < source.length() && seen < offset; seen++) {
            int c = source.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n') {
                line++;
                column = 0;
            } else {
                column++;
            }
        }
        return at(source, line, column);
    }

    /**
     * A place.
     *
     * @param line from 1; others are moved into the expression
     * @param column from 0, in code points
     */
    static Snippet at(String source, int line, int column) {
        String[] lines = source.split("\n", -1);
        int row = Math.clamp(line, 1, lines.length);
        String content = lines[row - 1].replace('\t', ' ').replace('\r', ' ');
        int points = content.codePointCount(0, content.length());
        int at = Math.clamp(column, 0, points);
        int from = Math.max(0, at - AROUND);
        int to = Math.min(points, at + AROUND);
        String shown =
                content.substring(
                        content.offsetByCodePoints(0, from), content.offsetByCodePoints(0, to));
        String before = from > 0 ? "…" : "";
        return new Snippet(
                row,
                at + 1,
                "  "
                        + before
                        + shown
                        + (to < points ? "…" : "")
                        + "\n  "
                        + " ".repeat(before.length() + at - from)
                        + "^");
    }

    InvalidParameters invalid(String place, String message, String hint) {
        return new InvalidParameters(
                place, line + ":" + column + ": " + message + "\n" + text, hint, line, column);
    }
}
