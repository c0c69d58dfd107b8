package io.pratique.policy.format;

import io.pratique.document.Node;
import io.pratique.document.Pointers;
import io.pratique.policy.match.InvalidPattern;
import io.pratique.policy.rule.InvalidParameters;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import java.util.List;
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
            Node at = follow(holder, e.parameter());
            problems.error(
                    at.isText() && e.line() > 0
                            ? at.document().positionInside(at.index(), e.line(), e.column())
                            : at.position(),
                    at.pointer(),
                    "wrong-parameter",
                    String.valueOf(e.getMessage()),
                    e.hint());
        } catch (InvalidPattern e) {
            problems.pattern(holder.get("values").orElse(holder), e);
        }
    }

    /** The deepest node on a way such as {@code variables/2/expression} that is written. */
    private static Node follow(Node holder, String way) {
        Node at = holder;
        for (String step : Pointers.steps("/" + way)) {
            Optional<Node> next = at.isArray() ? element(at.elements(), step) : at.get(step);
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        return at;
    }

    private static Optional<Node> element(List<Node> elements, String step) {
        for (int i = 0; i < elements.size(); i++) {
            if (step.equals(String.valueOf(i))) {
                return Optional.of(elements.get(i));
            }
        }
        return Optional.empty();
    }
}
