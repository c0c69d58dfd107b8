package io.pratique.runtime.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.pratique.document.RegularExpressionSize;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Place;

/**
 * Regular expressions of conditions: RE2 with the syntax of POSIX, which must match the whole
 * value. The part of re2j that reads POSIX syntax is not open to others, so what Perl added is
 * refused here. The only class that needs re2j.
 */
final class PosixRegex {
    /** The greatest program, in instructions. */
    private static final int MAX_SIZE = 8_192;

    private static final int MAX_LENGTH = 4_096;

    private final Pattern pattern;

    private PosixRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @throws InvalidCondition when it is none, or too large
     */
    static PosixRegex compile(String text, Place place) {
        refusePerl(text, place);
        if (text.length() > MAX_LENGTH
                || RegularExpressionSize.estimate(text, MAX_SIZE) > MAX_SIZE) {
            throw tooLarge(place);
        }
        try {
            Pattern pattern = Pattern.compile(text, Pattern.LONGEST_MATCH | Pattern.MULTILINE);
            if (pattern.programSize() > MAX_SIZE) {
                throw tooLarge(place);
            }
            return new PosixRegex(pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidCondition(
                    place,
                    "not a regular expression of RE2: " + e.getDescription(),
                    "Write a backslash before a sign that means itself.");
        }
    }

    /** Whether the whole text fits. */
    boolean matches(String text) {
        return pattern.matches(text);
    }

    private static InvalidCondition tooLarge(Place place) {
        return new InvalidCondition(
                place, "the regular expression is too large", "Use fewer or smaller repetitions.");
    }

    private static void refusePerl(String text, Place place) {
        boolean inClass = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                if ("dDsSwWbBAzpPQECuU".indexOf(escaped) >= 0) {
                    throw new InvalidCondition(
                            place,
                            "\\" + escaped + " is not known in regular expressions of POSIX",
                            hint(escaped));
                }
            } else if (inClass) {
                inClass = c != ']' || text.charAt(i - 1) == '[';
                if (c == '[' && text.startsWith("[:", i)) {
                    int end = text.indexOf(":]", i);
                    i = end < 0 ? i : end + 1;
                }
            } else if (c == '[') {
                inClass = true;
            } else if (c == '(' && text.startsWith("(?", i)) {
                throw new InvalidCondition(
                        place, "'(?' is not known in regular expressions of POSIX", "");
            } else if (c == '?'
                    && i > 0
                    && "*+?".indexOf(text.charAt(i - 1)) >= 0
                    && (i < 2 || text.charAt(i - 2) != '\\')) {
                throw new InvalidCondition(
                        place,
                        "repetitions that take as little as they can are not known in POSIX",
                        "Remove the '?'.");
            }
        }
    }

    private static String hint(char escaped) {
        return switch (escaped) {
            case 'd' -> "Write [0-9].";
            case 's' -> "Write [[:space:]].";
            case 'w' -> "Write [0-9A-Za-z_].";
            default -> "";
        };
    }
}
