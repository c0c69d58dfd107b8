package io.pratique.runtime.lint;

import io.pratique.runtime.field.Constant;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.filter.Expression;
import io.pratique.runtime.filter.Filter;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.filter.Value;
import io.pratique.runtime.language.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds conditions that no event can satisfy. It follows what all parts of a conjunction say about
 * one expression: which constants are left, which bounds, whether there is a value at all.
 * Alternatives are dropped when they contradict the rest. It gives up on large conditions: then
 * they count as possible.
 */
final class Satisfiability {
    private static final int MOST_STEPS = 100_000;

    private int steps;

    private record Literal(Filter.Check check, boolean negated) {}

    /** What must hold of one expression. */
    private static final class Facts {
        private final List<Literal> literals = new ArrayList<>();
        private boolean wanted;
        private boolean refused;

        Facts copy() {
            Facts copy = new Facts();
            copy.literals.addAll(literals);
            copy.wanted = wanted;
            copy.refused = refused;
            return copy;
        }
    }

    /** Whether some event may satisfy a filter. */
    static boolean isPossible(Filter filter) {
        Satisfiability run = new Satisfiability();
        Map<Expression, Facts> facts = new HashMap<>();
        return run.isPossible(List.of(new Part(filter, false)), facts);
    }

    private record Part(Filter filter, boolean negated) {}

    private boolean isPossible(List<Part> parts, Map<Expression, Facts> facts) {
        List<Part> choices = new ArrayList<>();
        for (Part part : parts) {
            if (!collect(part, facts, choices)) {
                return false;
            }
        }
        // Each choice is tried with what is certain; together they are not tried.
        for (Part choice : choices) {
            boolean any = false;
            for (Part branch : branches(choice)) {
                steps += facts.size() + 1;
                if (steps > MOST_STEPS) {
                    return true;
                }
                Map<Expression, Facts> copy = new HashMap<>();
                facts.forEach((expression, known) -> copy.put(expression, known.copy()));
                if (isPossible(List.of(branch), copy)) {
                    any = true;
                    break;
                }
            }
            if (!any) {
                return false;
            }
        }
        return true;
    }

    private static List<Part> branches(Part choice) {
        List<Filter> filters =
                switch (choice.filter()) {
                    case Filter.All all -> all.filters();
                    case Filter.Any any -> any.filters();
                    case Filter.Negation negation -> List.of(negation.filter());
                    case Filter.Check check -> List.of(check);
                };
        return filters.stream().map(filter -> new Part(filter, choice.negated())).toList();
    }

    /** Takes in what must hold; false when it contradicts what is known. */
    private boolean collect(Part part, Map<Expression, Facts> facts, List<Part> choices) {
        steps++;
        return switch (part.filter()) {
            case Filter.Negation negation ->
                    collect(new Part(negation.filter(), !part.negated()), facts, choices);
            case Filter.All all -> {
                if (part.negated()) {
                    choices.add(part);
                    yield true;
                }
                boolean possible = true;
                for (Filter filter : all.filters()) {
                    possible = possible && collect(new Part(filter, false), facts, choices);
                }
                yield possible;
            }
            case Filter.Any any -> {
                if (!part.negated()) {
                    choices.add(part);
                    yield true;
                }
                boolean possible = true;
                for (Filter filter : any.filters()) {
                    possible = possible && collect(new Part(filter, true), facts, choices);
                }
                yield possible;
            }
            case Filter.Check check -> add(check, part.negated(), facts);
        };
    }

    private static boolean add(Filter.Check check, boolean negated, Map<Expression, Facts> facts) {
        if (isCount(check.left()) && check instanceof Filter.Compare compare) {
            boolean holdsNever =
                    compare.operator() == Operator.EQUAL
                            && compare.right().equals(new Constant.Whole(0));
            if (holdsNever) {
                return negated;
            }
        }
        Facts known = facts.computeIfAbsent(check.left(), _ -> new Facts());
        if (check instanceof Filter.Exists) {
            known.wanted |= !negated;
            known.refused |= negated;
            return !(known.wanted && known.refused);
        }
        known.wanted |= !negated;
        known.literals.add(new Literal(check, negated));
        return !(known.wanted && known.refused) && isConsistent(known, check.left());
    }

    private static boolean isCount(Expression left) {
        return left instanceof Expression.Read read
                && read.field().field().name().equals("evt.num");
    }

    private static boolean isConsistent(Facts facts, Expression left) {
        for (Literal literal : facts.literals) {
            for (Literal other : facts.literals) {
                if (literal.negated() != other.negated() && literal.check().equals(other.check())) {
                    return false;
                }
            }
        }
        if (left.many() != FieldRead.Many.ONE) {
            return true;
        }
        @Nullable Set<Constant> candidates = candidates(facts);
        if (candidates != null) {
            return candidates.stream().anyMatch(candidate -> fitsAll(candidate, facts));
        }
        return facts.wanted ? boundsFit(facts) && prefixesFit(facts) : true;
    }

    /** The constants that one part allows; null when every part allows more than some. */
    private static @Nullable Set<Constant> candidates(Facts facts) {
        for (Literal literal : facts.literals) {
            if (literal.negated()) {
                continue;
            }
            if (literal.check() instanceof Filter.Compare compare
                    && compare.operator() == Operator.EQUAL
                    && !(compare.right() instanceof Constant.Network)) {
                return Set.of(compare.right());
            }
            if (literal.check() instanceof Filter.Member member
                    && member.set().stream().noneMatch(c -> c instanceof Constant.Network)) {
                return Set.copyOf(member.set());
            }
        }
        return null;
    }

    private static boolean fitsAll(Constant candidate, Facts facts) {
        Value value = new Value();
        switch (candidate) {
            case Constant.Text text -> value.setBytes(text.bytes());
            case Constant.Whole number -> value.setNumber(number.value());
            case Constant.Real real -> value.setReal(real.value());
            case Constant.Address address -> value.setBytes(address.bytes());
            case Constant.Network network -> value.setBytes(network.bytes());
        }
        for (Literal literal : facts.literals) {
            if (!(literal.check() instanceof Filter.CompareWith)
                    && Interpreter.judgeOfValue(literal.check()).holds(value)
                            == literal.negated()) {
                return false;
            }
        }
        return true;
    }

    private static boolean boundsFit(Facts facts) {
        long least = Long.MIN_VALUE;
        long most = Long.MAX_VALUE;
        for (Literal literal : facts.literals) {
            if (literal.negated()
                    || !(literal.check() instanceof Filter.Compare compare)
                    || !(compare.right() instanceof Constant.Whole number)
                    || number.value() < 0) {
                continue;
            }
            long right = number.value();
            if (!compare.left().type().isSigned()) {
                least = Math.max(least, 0);
            }
            switch (compare.operator()) {
                case LESS -> most = Math.min(most, right - 1);
                case LESS_OR_EQUAL -> most = Math.min(most, right);
                case GREATER ->
                        least = Math.max(least, right == Long.MAX_VALUE ? right : right + 1);
                case GREATER_OR_EQUAL -> least = Math.max(least, right);
                case EQUAL,
                        NOT_EQUAL,
                        GLOB,
                        IGLOB,
                        CONTAINS,
                        ICONTAINS,
                        BCONTAINS,
                        STARTSWITH,
                        BSTARTSWITH,
                        ENDSWITH,
                        REGEX,
                        INTERSECTS,
                        IN,
                        PMATCH -> {}
            }
        }
        return least <= most;
    }

    private static boolean prefixesFit(Facts facts) {
        Set<String> starts = new TreeSet<>();
        for (Literal literal : facts.literals) {
            if (!literal.negated()
                    && literal.check() instanceof Filter.Compare compare
                    && compare.operator() == Operator.STARTSWITH
                    && compare.right() instanceof Constant.Text text) {
                starts.add(text.bytes().text());
            }
        }
        String longest = starts.stream().reduce("", (a, b) -> b.length() > a.length() ? b : a);
        return starts.stream().allMatch(longest::startsWith);
    }
}
