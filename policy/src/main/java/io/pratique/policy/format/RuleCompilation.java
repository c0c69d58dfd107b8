package io.pratique.policy.format;

import io.pratique.document.Node;
import io.pratique.document.Pointers;
import io.pratique.policy.match.InvalidPattern;
import io.pratique.policy.rule.InvalidParameters;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import java.util.Optional;

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
                    value(holder, e.parameter()),
                    "wrong-parameter",
                    String.valueOf(e.getMessage()),
                    e.hint());
        } catch (InvalidPattern e) {
            problems.pattern(holder.get("values").orElse(holder), e);
        }
    }

    /** The value that a way such as {@code variables/2/expression} leads to, or what holds it. */
    private static Node value(Node holder, String way) {
        Node at = holder;
        for (String step : Pointers.steps("/" + way)) {
            Optional<Node> next =
                    at.isArray()
                            ? at.elements().stream().skip(index(step)).findFirst()
                            : at.get(step);
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        return at;
    }

    private static int index(String step) {
        return step.chars().allMatch(Character::isDigit) && step.length() < 9
                ? Integer.parseInt(step)
                : Integer.MAX_VALUE;
    }
}
