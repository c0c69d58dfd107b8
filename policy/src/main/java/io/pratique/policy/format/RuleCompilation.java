package io.pratique.policy.format;

import io.pratique.document.Node;
import io.pratique.policy.match.InvalidPattern;
import io.pratique.policy.rule.InvalidParameters;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;

/** Tries a rule when its policy is read, so that what it refuses is said there. */
public final class RuleCompilation {
    private RuleCompilation() {}

    /**
     * Compiles a rule; what is wrong becomes a problem.
     *
     * @param holder the written parameters, or the rule when there are none
     */
    public static void check(RuleType type, Parameters parameters, Node holder, Problems problems) {
        try {
            type.compile(parameters);
        } catch (InvalidParameters e) {
            problems.error(
                    holder.get(e.parameter()).orElse(holder),
                    "wrong-parameter",
                    String.valueOf(e.getMessage()),
                    e.hint());
        } catch (InvalidPattern e) {
            problems.pattern(holder.get("values").orElse(holder), e);
        }
    }
}
