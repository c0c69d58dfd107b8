package io.pratique.policy.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.pratique.document.RegularExpressionSize;
import java.util.ArrayList;
import java.util.List;

/** A regular expression of RE2, with what a match by it costs. */
record RegularExpression(Pattern pattern) {
    /** As for the other rules: the greatest size once repetitions are written out. */
    private static final int MAX_SIZE = 8_192;

    /**
     * Compiles an expression.
     *
     * @throws EvaluationFailed when it is none
     */
    static RegularExpression of(Evaluation at, String text) {
        at.charge(text.length());
        return of(text);
    }

    static RegularExpression of(String text) {
        if (RegularExpressionSize.estimate(text, MAX_SIZE) > MAX_SIZE) {
            throw EvaluationFailed.error(
                    "the regular expression is larger than "
                            + MAX_SIZE
                            + " steps with its repetitions written out",
                    "Use fewer or smaller repetitions.");
        }
        try {
            return new RegularExpression(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw EvaluationFailed.error(
                    Values.shown(text) + " is no regular expression of RE2: " + e.getDescription(),
                    "See https://github.com/google/re2/wiki/Syntax for what RE2 knows.");
        }
    }

    boolean matches(Evaluation at, String text) {
        charge(at, text.length());
        return pattern.matcher(text).find();
    }

    List<Object> find(Evaluation at, String text, int limit) {
        charge(at, text.length());
        List<Object> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (found.size() < limit && matcher.find()) {
            at.charge(1);
            found.add(matcher.group());
        }
        return found;
    }

    /** RE2 takes time in proportion to the text times the size of the expression. */
    private void charge(Evaluation at, int characters) {
        at.charge((1 + characters / 10L) * (1 + pattern.programSize() / 4L));
    }
}
