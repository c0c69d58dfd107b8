package io.pratique.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
final class Wrap {
    private static final int LEAST = 20;

    private Wrap() {}

    /**
     * The lines of a text, none longer than a width unless a single word is: words are not broken,
     * so that a path or a pointer can be copied. At least one line; a width below 20 counts as 20.
     */
    static List<String> lines(String text, int width) {
        int limit = Math.max(LEAST, width);
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.codePointCount(0, rest.length()) > limit) {
            int end = rest.offsetByCodePoints(0, limit);
            int space = rest.lastIndexOf(' ', end);
            if (space <= 0) {
                space = rest.indexOf(' ', end);
            }
            if (space <= 0) {
                break;
            }
            lines.add(rest.substring(0, space).stripTrailing());
            rest = rest.substring(space + 1).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
