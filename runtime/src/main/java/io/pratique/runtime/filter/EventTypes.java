package io.pratique.runtime.filter;

import io.pratique.runtime.event.EventSet;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.language.Condition;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Operand;
import io.pratique.runtime.language.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the event types that could make a condition true, so that a rule need not be tried on
 * others. {@code and} intersects, {@code or} unites, a negation is pushed down to the leaves, and a
 * leaf that says nothing about the type means all of them.
 */
public final class EventTypes {
    private final EventTable table;

    public EventTypes(EventTable table) {
        this.table = table;
    }

    /**
     * The set for a condition without macros.
     *
     * @throws InvalidCondition when the type is compared with another field, or given to a
     *     function: then nothing can be said
     */
    public EventSet of(Condition condition) {
        return of(condition, false);
    }

    private EventSet of(Condition condition, boolean negated) {
        return switch (condition) {
            case Condition.And and -> combine(and.conditions(), negated, !negated);
            case Condition.Or or -> combine(or.conditions(), negated, negated);
            case Condition.Not not -> of(not.condition(), !negated);
            case Condition.Macro _ -> table.all();
            case Condition.Exists exists ->
                    isTypeField(exists.left()) && negated ? EventSet.none() : table.all();
            case Condition.Compare compare -> compare(compare, negated);
        };
    }

    private EventSet combine(List<Condition> conditions, boolean negated, boolean intersect) {
        EventSet result = intersect ? table.all() : EventSet.none();
        for (Condition condition : conditions) {
            EventSet set = of(condition, negated);
            result = intersect ? result.and(set) : result.or(set);
        }
        return result;
    }

    private EventSet compare(Condition.Compare compare, boolean negated) {
        Optional<Boolean> constant = countsFromOne(compare);
        if (constant.isPresent()) {
            return constant.get() == negated ? EventSet.none() : table.all();
        }
        if (!isTypeField(compare.left())) {
            if (compare.left() instanceof Operand.Call call && mentionsType(call)) {
                throw new InvalidCondition(
                        compare.place(),
                        "the event type cannot be given to a function",
                        "Compare evt.type itself.");
            }
            return table.all();
        }
        boolean inverted = compare.operator() == Operator.NOT_EQUAL;
        boolean restricts =
                inverted
                        || compare.operator() == Operator.EQUAL
                        || compare.operator() == Operator.IN;
        if (!restricts || compare.modifier().isPresent()) {
            return table.all();
        }
        EventSet named = table.numbers(names(compare));
        return inverted != negated ? table.all().minus(named) : named;
    }

    private static List<String> names(Condition.Compare compare) {
        return switch (compare.right()) {
            case Condition.Text text -> List.of(text.text());
            case Condition.Name name -> List.of(name.name());
            case Condition.Texts texts -> {
                List<String> names = new ArrayList<>();
                for (Condition.Text text : texts.texts()) {
                    names.add(text.text());
                }
                yield names;
            }
            case Condition.Other other ->
                    throw new InvalidCondition(
                            other.place(),
                            "the event type cannot be compared with another field",
                            "Compare it with names of events.");
        };
    }

    private static boolean isTypeField(Operand operand) {
        return operand instanceof Operand.Field field
                && field.argument().isEmpty()
                && (field.name().equals("evt.type") || field.name().equals("syscall.type"));
    }

    private static boolean mentionsType(Operand.Call call) {
        return call.arguments().stream()
                .anyMatch(argument ->
                        argument instanceof Operand operand
                                && (isTypeField(operand)
                                        || (operand instanceof Operand.Call inner
                                                && mentionsType(inner))));
    }

    /**
     * What a comparison of {@code evt.num} with a number is, when it is the same for every event:
     * the count starts at 1. Public rules use {@code evt.num=0} as a placeholder that never holds.
     */
    static Optional<Boolean> countsFromOne(Condition.Compare compare) {
        if (!(compare.left() instanceof Operand.Field field)
                || !field.name().equals("evt.num")
                || field.argument().isPresent()
                || compare.modifier().isPresent()) {
            return Optional.empty();
        }
        if (compare.right() instanceof Condition.Texts texts) {
            boolean allZero =
                    !texts.texts().isEmpty()
                            && texts.texts().stream().allMatch(text -> number(text.text()) == 0);
            return allZero && compare.operator() == Operator.IN
                    ? Optional.of(false)
                    : Optional.empty();
        }
        if (!(compare.right() instanceof Condition.Text text)) {
            return Optional.empty();
        }
        long number = number(text.text());
        return switch (compare.operator()) {
            case EQUAL -> number == 0 ? Optional.of(false) : Optional.empty();
            case LESS -> number == 0 || number == 1 ? Optional.of(false) : Optional.empty();
            case LESS_OR_EQUAL -> number == 0 ? Optional.of(false) : Optional.empty();
            case NOT_EQUAL, GREATER -> number == 0 ? Optional.of(true) : Optional.empty();
            case GREATER_OR_EQUAL ->
                    number == 0 || number == 1 ? Optional.of(true) : Optional.empty();
            case GLOB,
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
                    PMATCH ->
                    Optional.empty();
        };
    }

    /** A small number from 0, or -1. */
    private static long number(String text) {
        String digits = text.toLowerCase(Locale.ROOT);
        int radix = digits.startsWith("0x") ? 16 : 10;
        try {
            return Long.parseLong(radix == 16 ? digits.substring(2) : digits, radix);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
