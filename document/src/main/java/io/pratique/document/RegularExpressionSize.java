package io.pratique.document;

/**
 * Estimates the size of a regular expression with its counted repetitions written out, without
 * doing that. It counts a step for every character, class and escape, and multiplies through nested
 * groups. It does not check the syntax; what is malformed gets any number.
 */
public final class RegularExpressionSize {
    private final String pattern;
    private final long limit;

    /** Sizes of the groups that are open, without the current one. */
    private final long[] outer;

    private int depth;
    private long group;

    /** The size of what a repetition would repeat. */
    private long last;

    private int at;

    private RegularExpressionSize(String pattern, int limit) {
        this.pattern = pattern;
        this.limit = limit;
        this.outer = new long[pattern.length()];
    }

    /** The size, or any number above the limit. */
    public static long estimate(String pattern, int limit) {
        return new RegularExpressionSize(pattern, limit).estimate();
    }

    private long estimate() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            switch (c) {
                case '(' -> {
                    outer[depth++] = group;
                    group = 0;
                    last = 0;
                }
                case ')' -> {
                    last = group;
                    if (depth > 0) {
                        group = capped(outer[--depth] + last);
                    }
                }
                case '|' -> {
                    group++;
                    last = 0;
                }
                case '*', '+', '?' -> {
                    // At most a step more, which the limit need not know.
                }
                case '{' -> repeat();
                case '[' -> {
                    skipClass();
                    step();
                }
                case '\\' -> {
                    skipEscape();
                    step();
                }
                default -> step();
            }
        }
        while (depth > 0) {
            group = capped(group + outer[--depth]);
        }
        return group;
    }

    private void step() {
        last = 1;
        group = capped(group + 1);
    }

    /** {@code {n}}, {@code {n,}} or {@code {n,m}}; any other brace is a character. */
    private void repeat() {
        int start = at;
        long least = number();
        long most = least;
        if (at < pattern.length() && pattern.charAt(at) == ',') {
            at++;
            most = Math.max(least + 1, number());
        }
        if (least < 0 || at == pattern.length() || pattern.charAt(at) != '}') {
            at = start;
            step();
            return;
        }
        at++;
        if (most > 1) {
            group = capped(group + last * (most - 1));
            last = capped(last * most);
        }
    }

    /** The number at this place, at most a little above what RE2 accepts; negative if none is. */
    private long number() {
        long number = -1;
        while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
            number = Math.min(10_000, Math.max(number, 0) * 10 + pattern.charAt(at) - '0');
            at++;
        }
        return number;
    }

    private void skipClass() {
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        // A bracket in the first place is a member.
        int first = at;
        while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
            if (pattern.startsWith("[:", at)) {
                int end = pattern.indexOf(":]", at + 2);
                at = end < 0 ? at + 1 : end + 2;
            } else {
                at += pattern.charAt(at) == '\\' ? 2 : 1;
            }
        }
        at = Math.min(at + 1, pattern.length());
    }

    private void skipEscape() {
        if (at == pattern.length()) {
            return;
        }
        char c = pattern.charAt(at++);
        if (c == 'Q') {
            int end = pattern.indexOf("\\E", at);
            int stop = end < 0 ? pattern.length() : end;
            group = capped(group + (stop - at));
            at = end < 0 ? stop : stop + 2;
        } else if ((c == 'p' || c == 'P' || c == 'x') && pattern.startsWith("{", at)) {
            int end = pattern.indexOf('}', at);
            at = end < 0 ? pattern.length() : end + 1;
        }
    }

    private long capped(long size) {
        return Math.min(size, limit + 1);
    }
}
