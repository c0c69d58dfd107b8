package io.pratique.policy.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.pratique.document.RegularExpressionSize;
import java.util.List;

/**
 * Regular expressions of which any may match a part of the text. The only class that needs re2j:
 * keep it off the way of policies that have none.
 *
 * <p>RE2 matches in time proportional to the text times the size of the expression once its
 * repetitions are written out. {@code ((a{1000}){1000})} is short and of size a million, so the
 * size is limited, and estimated before re2j gets to write it out.
 */
final class RegularExpressions implements TextMatcher.Test {
    /** The greatest size of all expressions of a matcher together, in instructions of RE2. */
    static final int MAX_SIZE = 8_192;

    private final Pattern[] patterns;

    private RegularExpressions(Pattern[] patterns) {
        this.patterns = patterns;
    }

    static TextMatcher.Test compile(List<String> values) {
        Pattern[] patterns = new Pattern[values.size()];
        int size = 0;
        for (int i = 0; i < patterns.length; i++) {
            patterns[i] = compile(values.get(i), i);
            size += patterns[i].programSize();
            if (size > MAX_SIZE) {
                throw tooLarge(i);
            }
        }
        return new RegularExpressions(patterns);
    }

    @Override
    public boolean holds(String text) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(text).find()) {
                return true;
            }
        }
        return false;
    }

    private static Pattern compile(String value, int index) {
        if (RegularExpressionSize.estimate(value, MAX_SIZE) > MAX_SIZE) {
            throw tooLarge(index);
        }
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw invalid(value, index, e.getDescription(), e.getPattern());
        }
    }

    private static InvalidPattern tooLarge(int index) {
        return new InvalidPattern(
                index,
                "the regular expressions are larger than "
                        + MAX_SIZE
                        + " steps with their repetitions written out",
                "Use fewer or smaller repetitions, or split the condition.");
    }

    /**
     * @param part the part of the value that re2j complains about
     */
    private static InvalidPattern invalid(
            String value, int index, String description, String part) {
        if (description.contains("internal error")) {
            // What re2j says of a parenthesis too many.
            return new InvalidPattern(
                    index, "')' closes nothing", "Write a backslash before it, or open it.");
        }
        String message = "not a regular expression of RE2: " + description;
        if (description.startsWith("trailing backslash")) {
            return new InvalidPattern(index, value.length() - 1, message, "Write two backslashes.");
        }
        int first = value.indexOf(part);
        boolean isPlaceKnown =
                !part.isEmpty()
                        && part.length() < value.length()
                        && first >= 0
                        && first == value.lastIndexOf(part);
        String hint = hint(description, part);
        return isPlaceKnown
                ? new InvalidPattern(index, first, message + " '" + part + "'", hint)
                : new InvalidPattern(index, message, hint);
    }

    private static String hint(String description, String part) {
        if (part.startsWith("(?=")
                || part.startsWith("(?!")
                || part.startsWith("(?<=")
                || part.startsWith("(?<!")) {
            return "RE2 cannot look ahead or behind: use a second condition.";
        }
        if (description.startsWith("invalid escape")) {
            return part.length() == 2 && Character.isDigit(part.charAt(1))
                    ? "RE2 has no back references: write the repeated part out."
                    : "Remove the backslash, or write two to mean the character itself.";
        }
        if (description.startsWith("missing argument")) {
            return "Write what to repeat, such as '.*', or use the operator 'glob' for shell"
                    + " patterns.";
        }
        if (description.startsWith("invalid nested repetition")) {
            return "Remove one of the repetitions: RE2 has no possessive ones.";
        }
        if (description.startsWith("invalid repeat count")) {
            return "Repeat at most 1000 times, with the lower count first.";
        }
        if (description.startsWith("missing closing")) {
            return "Close it, or write a backslash before it to mean the character itself.";
        }
        return "See https://github.com/google/re2/wiki/Syntax for what RE2 knows.";
    }
}
