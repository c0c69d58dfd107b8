package io.pratique.policy.match;

import io.pratique.policy.match.Glob.CharacterClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one shell pattern and writes out its alternatives: {@code {a,b}-*} becomes {@code a-*} and
 * {@code b-*}.
 *
 * <p>What other shells let pass is refused where it would be taken for something else than its
 * author meant: a bracket or brace that closes nothing, and a backslash before a letter or digit,
 * which is a regular expression.
 */
final class GlobParser {
    /** The most alternatives of a pattern, all combinations of its braces counted. */
    static final int MAX_ALTERNATIVES = 256;

    private static final int[] NOTHING = {};

    private final String pattern;
    private final int index;
    private final List<CharacterClass> classes = new ArrayList<>();
    private int at;

    /**
     * @param index of the pattern in its list, for messages
     */
    GlobParser(String pattern, int index) {
        this.pattern = pattern;
        this.index = index;
    }

    /** The alternatives, at least one. */
    List<Glob> parse() {
        List<int[]> alternatives = sequence(false);
        CharacterClass[] shared = classes.toArray(CharacterClass[]::new);
        List<Glob> globs = new ArrayList<>(alternatives.size());
        for (int[] items : alternatives) {
            globs.add(new Glob(mergeStars(items), shared));
        }
        return globs;
    }

    /** Reads to the end of the pattern, or inside braces to the comma or brace that ends it. */
    private List<int[]> sequence(boolean inBraces) {
        List<int[]> sequences = List.of(NOTHING);
        int[] run = new int[pattern.length() - at];
        int length = 0;
        while (at < pattern.length()) {
            int start = at;
            int c = next();
            if (inBraces && (c == ',' || c == '}')) {
                at = start;
                break;
            }
            switch (c) {
                case '?' -> run[length++] = Glob.ANY;
                case '*' -> run[length++] = star();
                case '[' -> run[length++] = characterClass(start);
                case '\\' -> run[length++] = escaped(start);
                case ']', '}' ->
                        throw invalid(
                                start,
                                "'" + (char) c + "' closes nothing",
                                "Write a backslash before it to mean the character itself.");
                case '{' -> {
                    List<int[]> extended =
                            product(sequences, List.of(Arrays.copyOf(run, length)), start);
                    sequences = product(extended, braces(start), start);
                    length = 0;
                }
                default -> run[length++] = c;
            }
        }
        return product(sequences, List.of(Arrays.copyOf(run, length)), at);
    }

    private int star() {
        if (at == pattern.length() || pattern.charAt(at) != '*') {
            return Glob.STAR;
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return Glob.GLOBSTAR;
    }

    /** The alternatives of the braces that were opened at an offset. */
    private List<int[]> braces(int start) {
        List<int[]> alternatives = new ArrayList<>();
        while (true) {
            alternatives.addAll(sequence(true));
            checkCount(alternatives.size(), start);
            if (at == pattern.length()) {
                throw invalid(
                        start,
                        "'{' is not closed",
                        "Close it with '}', or write a backslash before it to mean the character"
                                + " itself.");
            }
            if (next() == '}') {
                return alternatives;
            }
        }
    }

    private int characterClass(int start) {
        boolean negated =
                at < pattern.length() && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^');
        if (negated) {
            at++;
        }
        int[] ranges = new int[2 * (pattern.length() - at)];
        int length = 0;
        while (true) {
            int memberStart = at;
            int first = member(start);
            if (first < 0) {
                break;
            }
            int last = first;
            boolean isRange =
                    at + 1 < pattern.length()
                            && pattern.charAt(at) == '-'
                            && pattern.charAt(at + 1) != ']';
            if (isRange) {
                at++;
                last = member(start);
            }
            if (last < first) {
                throw invalid(
                        memberStart,
                        "the range ends before it begins",
                        "Write the lower character first, such as a-z.");
            }
            ranges[length++] = first;
            ranges[length++] = last;
        }
        if (length == 0) {
            throw invalid(
                    start,
                    "the brackets are empty",
                    "Write characters or ranges in them, such as [a-z], or a backslash before the"
                            + " bracket to mean the character itself.");
        }
        classes.add(new CharacterClass(Arrays.copyOf(ranges, length), negated));
        return Glob.FIRST_CLASS - (classes.size() - 1);
    }

    /** The next member of the class that was opened at an offset; negative at its end. */
    private int member(int start) {
        if (at == pattern.length()) {
            throw invalid(
                    start,
                    "'[' is not closed",
                    "Close it with ']', or write a backslash before it to mean the character"
                            + " itself.");
        }
        int memberStart = at;
        int c = next();
        if (c == '/') {
            throw invalid(
                    memberStart,
                    "'/' cannot be in a class",
                    "Write the slash outside of the brackets.");
        }
        if (c == ']') {
            return -1;
        }
        return c == '\\' ? escaped(memberStart) : c;
    }

    private int escaped(int start) {
        if (at == pattern.length()) {
            throw invalid(
                    start,
                    "a backslash ends the pattern",
                    "Write two backslashes to mean the character itself.");
        }
        int c = next();
        if (Character.isLetterOrDigit(c)) {
            throw invalid(
                    start,
                    "a backslash before a letter or digit means nothing",
                    "Leave it out, or use the operator 'matches' for a regular expression.");
        }
        return c;
    }

    private int next() {
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    /** Every one of the first followed by every one of the second. */
    private List<int[]> product(List<int[]> first, List<int[]> second, int start) {
        checkCount(first.size() * second.size(), start);
        List<int[]> product = new ArrayList<>(first.size() * second.size());
        for (int[] head : first) {
            for (int[] tail : second) {
                int[] both = Arrays.copyOf(head, head.length + tail.length);
                System.arraycopy(tail, 0, both, head.length, tail.length);
                product.add(both);
            }
        }
        return product;
    }

    private void checkCount(int count, int start) {
        if (count > MAX_ALTERNATIVES) {
            throw invalid(
                    start,
                    "the braces make more than " + MAX_ALTERNATIVES + " alternatives",
                    "Use several values, or a wildcard.");
        }
    }

    /** Two wildcards side by side are the wider of them; alternatives can bring them together. */
    private static int[] mergeStars(int[] items) {
        int[] merged = new int[items.length];
        int length = 0;
        for (int item : items) {
            boolean follows = length > 0 && isStar(item) && isStar(merged[length - 1]);
            if (!follows) {
                merged[length++] = item;
            } else if (item == Glob.GLOBSTAR) {
                merged[length - 1] = item;
            }
        }
        return Arrays.copyOf(merged, length);
    }

    private static boolean isStar(int item) {
        return item == Glob.STAR || item == Glob.GLOBSTAR;
    }

    private InvalidPattern invalid(int offset, String message, String hint) {
        return new InvalidPattern(index, offset, message, hint);
    }
}
