package io.pratique.policy.match;

/**
 * One shell pattern without alternatives, as a list of items.
 *
 * <p>Matching keeps two places to return to and never more, so it needs no memory and time
 * proportional to text times pattern at the worst:
 *
 * <ul>
 *   <li>After a {@code *}, what stands between it and the next wildcard is best matched at its
 *       first place in the segment: any later place leaves less of the segment for the rest. So
 *       only the last {@code *} needs to take one more character.
 *   <li>When that reaches the end of its segment, an earlier {@code *} cannot help either, for the
 *       same reason; only the last {@code **} can. And all other places in the segment where the
 *       part after {@code **} could begin fail alike, as their first {@code *} ends with the same
 *       segment. So the {@code **} goes on at the next slash.
 * </ul>
 *
 * <p>Works on code points, so that {@code ?} is one character to the reader too.
 */
final class Glob {
    /** One character but the slash. */
    static final int ANY = -1;

    /** A run of characters but the slash. */
    static final int STAR = -2;

    /** A run of any characters. */
    static final int GLOBSTAR = -3;

    /** The item of the first class; those of others count down from it. */
    static final int FIRST_CLASS = -4;

    /** Code points are literals, negative items what the constants say. */
    private final int[] items;

    private final CharacterClass[] classes;

    Glob(int[] items, CharacterClass[] classes) {
        this.items = items;
        this.classes = classes;
    }

    /** Whether only one text matches. */
    boolean isExact() {
        for (int item : items) {
            if (item < 0) {
                return false;
            }
        }
        return true;
    }

    /** The only text that matches, if the pattern {@link #isExact}. */
    String exactText() {
        return new String(items, 0, items.length);
    }

    boolean matches(String text) {
        int length = text.length();
        int item = 0;
        int at = 0;
        // The item after the last wildcard of each kind, and where the text goes on there.
        int afterStar = -1;
        int starEnd = 0;
        int afterGlobstar = -1;
        int globstarEnd = 0;
        while (true) {
            if (item == items.length) {
                if (at == length) {
                    return true;
                }
            } else if (items[item] == STAR) {
                item++;
                afterStar = item;
                starEnd = at;
                continue;
            } else if (items[item] == GLOBSTAR) {
                item++;
                if (item == items.length) {
                    return true;
                }
                afterGlobstar = item;
                globstarEnd = at;
                afterStar = -1;
                continue;
            } else if (at < length) {
                int c = text.codePointAt(at);
                if (accepts(items[item], c)) {
                    item++;
                    at += Character.charCount(c);
                    continue;
                }
            }
            if (afterStar >= 0 && starEnd < length && text.charAt(starEnd) != '/') {
                starEnd += Character.charCount(text.codePointAt(starEnd));
                at = starEnd;
                item = afterStar;
                continue;
            }
            if (afterGlobstar < 0 || globstarEnd == length) {
                return false;
            }
            if (afterStar >= 0) {
                globstarEnd = text.indexOf('/', globstarEnd + 1);
                if (globstarEnd < 0) {
                    return false;
                }
                afterStar = -1;
            } else {
                globstarEnd += Character.charCount(text.codePointAt(globstarEnd));
            }
            at = globstarEnd;
            item = afterGlobstar;
        }
    }

    private boolean accepts(int item, int c) {
        if (item >= 0) {
            return item == c;
        }
        return c != '/' && (item == ANY || classes[FIRST_CLASS - item].contains(c));
    }

    /** The characters of one pair of brackets. */
    static final class CharacterClass {
        /** First and last code point of each range, one after the other. */
        private final int[] ranges;

        private final boolean negated;

        CharacterClass(int[] ranges, boolean negated) {
            this.ranges = ranges;
            this.negated = negated;
        }

        boolean contains(int c) {
            for (int i = 0; i < ranges.length; i += 2) {
                if (c >= ranges[i] && c <= ranges[i + 1]) {
                    return !negated;
                }
            }
            return negated;
        }
    }
}
