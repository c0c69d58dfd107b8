package io.pratique.policy.cel;

/**
 * An expression, ready to run. Immutable and safe for several threads.
 *
 * @param name what messages call it: {@code expression}, {@code variables.x}
 * @param source as it is written
 * @param locals how many variables its macros have
 */
record Program(String name, String source, Step step, int locals) {
    /** A place for people: the name, line and column, both from 1. */
    String place(int offset) {
        int line = 1;
        int column = 1;
        int points = source.codePointCount(0, source.length());
        int at = 0;
        for (int i = 0; i < Math.min(offset, points); i++) {
            int c = source.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return name + " " + line + ":" + column;
    }
}
