package io.pratique.runtime.language;

/** Cuts the line out of a text at which something is wrong. */
public final class Snippet {
    /** Longer lines are cut at both sides. */
    private static final int WIDTH = 160;

    private Snippet() {}

    /**
     * Two lines: that around the index, shortened with dots, and a caret under the character. Both
     * end with a line break.
     */
    public static String of(String text, int index) {
        int at = Math.clamp(index, 0, text.length());
        int from = at;
        while (from > 0 && text.charAt(from - 1) != '\n' && at - from < WIDTH / 2) {
            from--;
        }
        int to = at;
        while (to < text.length() && text.charAt(to) != '\n' && to - at < WIDTH / 2) {
            to++;
        }
        StringBuilder line = new StringBuilder(text.substring(from, to));
        if (at - from == WIDTH / 2) {
            line.replace(0, 3, "...");
        }
        if (to - at == WIDTH / 2) {
            line.replace(line.length() - 3, line.length(), "...");
        }
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ') {
                line.setCharAt(i, ' ');
            }
        }
        return line.append('\n').append(" ".repeat(at - from)).append("^\n").toString();
    }
}
