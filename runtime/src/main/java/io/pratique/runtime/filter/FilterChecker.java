package io.pratique.runtime.filter;

import io.pratique.document.Nearest;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.Constant;
import io.pratique.runtime.field.Constants;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.field.FieldFlag;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.language.Argument;
import io.pratique.runtime.language.Condition;
import io.pratique.runtime.language.ConditionText;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Operand;
import io.pratique.runtime.language.Operator;
import io.pratique.runtime.language.Place;
import io.pratique.runtime.language.Transformer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Checks a condition's names and types, and makes a {@link Filter} of it. */
public final class FilterChecker {
    private final FieldCatalogue catalogue;
    private final EventTable events;
    private final List<Warning> warnings = new ArrayList<>();

    /** Macros put the same node in several places: it is checked once. */
    private final IdentityHashMap<Condition, Filter> checked = new IdentityHashMap<>();

    /** Something in a condition that is odd but no error. */
    public record Warning(Place place, String message) {}

    public FilterChecker(FieldCatalogue catalogue, EventTable events) {
        this.catalogue = catalogue;
        this.events = events;
    }

    /**
     * The filter of a condition.
     *
     * @throws InvalidCondition when it still has a macro, names what is not there, or compares what
     *     cannot be compared
     */
    public Filter check(Condition condition) {
        Filter known = checked.get(condition);
        if (known != null) {
            return known;
        }
        Filter filter =
                switch (condition) {
                    case Condition.And and -> new Filter.All(all(and.conditions()));
                    case Condition.Or or -> new Filter.Any(all(or.conditions()));
                    case Condition.Not not -> new Filter.Negation(check(not.condition()));
                    case Condition.Macro macro ->
                            throw new InvalidCondition(
                                    macro.place(),
                                    "the macro '" + macro.name() + "' is not defined",
                                    "");
                    case Condition.Exists exists -> new Filter.Exists(left(exists.left()));
                    case Condition.Compare compare -> compare(compare);
                };
        checked.put(condition, filter);
        return filter;
    }

    /** What was odd in the conditions that were checked. */
    public List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    private List<Filter> all(List<Condition> conditions) {
        List<Filter> filters = new ArrayList<>();
        for (Condition condition : conditions) {
            filters.add(check(condition));
        }
        return filters;
    }

    private Expression left(Operand operand) {
        Expression left = expression(operand);
        if (left instanceof Expression.Read read
                && read.field().field().has(FieldFlag.PRINT_ONLY)) {
            throw new InvalidCondition(
                    operand.place(),
                    "the field '" + read.field().text() + "' can only be printed",
                    "");
        }
        return left;
    }

    private Filter compare(Condition.Compare compare) {
        Expression left = left(compare.left());
        Operator operator = compare.operator();
        requireOperator(compare, left);
        if (compare.right() instanceof Condition.Other other) {
            return compareWith(compare, left, other);
        }
        if (compare.modifier().isPresent()) {
            if (left.many() == FieldRead.Many.LIST) {
                throw new InvalidCondition(
                        compare.place(), "a modifier does not fit a list", "Use in or intersects.");
            }
            boolean isAddress =
                    left.type() == FieldType.ADDRESS || left.type() == FieldType.NETWORK;
            Operator used = isAddress && operator != Operator.NOT_EQUAL ? Operator.EQUAL : operator;
            return new Filter.Quantified(
                    left, used, compare.modifier().get(), constants(left, used, compare.right()));
        }
        List<Constant> constants = constants(left, operator, compare.right());
        return switch (operator) {
            case IN -> new Filter.Member(left, false, constants);
            case INTERSECTS -> new Filter.Member(left, true, constants);
            case PMATCH -> new Filter.Below(left, constants);
            case LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    EQUAL,
                    NOT_EQUAL,
                    GLOB,
                    IGLOB,
                    CONTAINS,
                    ICONTAINS,
                    BCONTAINS,
                    STARTSWITH,
                    BSTARTSWITH,
                    ENDSWITH,
                    REGEX ->
                    new Filter.Compare(left, operator, constants.getFirst());
        };
    }

    private static void requireOperator(Condition.Compare compare, Expression left) {
        Operator operator = compare.operator();
        boolean isList = left.many() == FieldRead.Many.LIST;
        if (isList && operator != Operator.IN && operator != Operator.INTERSECTS) {
            throw new InvalidCondition(
                    compare.place(),
                    "'"
                            + operator.word()
                            + "' does not fit the list "
                            + ConditionText.of(compare.left()),
                    "Use in, intersects or exists.");
        }
        boolean fits = left.type().allows(operator);
        boolean isAddress = left.type() == FieldType.ADDRESS || left.type() == FieldType.NETWORK;
        if (!fits && !(isAddress && compare.modifier().isPresent())) {
            throw new InvalidCondition(
                    compare.place(),
                    "'"
                            + operator.word()
                            + "' does not fit "
                            + ConditionText.of(compare.left())
                            + ", which is "
                            + left.type().word(),
                    operator == Operator.CONTAINS || operator == Operator.STARTSWITH
                            ? "Compare it with = or in."
                            : "");
        }
    }

    private List<Constant> constants(Expression left, Operator operator, Condition.Right right) {
        List<Constant> constants = new ArrayList<>();
        switch (right) {
            case Condition.Text text -> constants.add(constant(left, operator, text));
            case Condition.Name name ->
                    constants.add(
                            constant(
                                    left, operator, new Condition.Text(name.place(), name.name())));
            case Condition.Texts texts -> {
                for (Condition.Text text : texts.texts()) {
                    constants.add(constant(left, operator, text));
                }
            }
            case Condition.Other other ->
                    throw new IllegalArgumentException("no constant at " + other.place());
        }
        return constants;
    }

    private Constant constant(Expression left, Operator operator, Condition.Text text) {
        requireEventName(left, operator, text);
        if (operator == Operator.REGEX) {
            regex(text);
        }
        lookLikeField(text);
        return Constants.read(left.type(), operator, text.text(), text.place());
    }

    private void requireEventName(Expression left, Operator operator, Condition.Text text) {
        boolean isType =
                left instanceof Expression.Read read
                        && (read.field().field().name().equals("evt.type")
                                || read.field().field().name().equals("syscall.type"));
        boolean isName =
                operator == Operator.EQUAL
                        || operator == Operator.NOT_EQUAL
                        || operator == Operator.IN
                        || operator == Operator.INTERSECTS;
        if (isType && isName && !events.isEventName(text.text())) {
            throw InvalidCondition.unknown(
                    text.place(),
                    "unknown event type '" + text.text() + "'",
                    Nearest.hint(text.text(), events.names()));
        }
    }

    private void regex(Condition.Text text) {
        PosixRegex.compile(text.text(), text.place());
        String plain = text.text();
        boolean hasSigns = false;
        for (int i = 0; i < plain.length() && !hasSigns; i++) {
            hasSigns = "\\^$.|?*+()[]{}".indexOf(plain.charAt(i)) >= 0;
        }
        if (!hasSigns) {
            warnings.add(
                    new Warning(
                            text.place(),
                            "the regular expression '" + plain + "' has no signs: '=' is faster"));
        }
    }

    private void lookLikeField(Condition.Text text) {
        String written = text.text();
        int parenthesis = written.indexOf('(');
        if (parenthesis > 0 && written.endsWith(")")) {
            String function = written.substring(0, parenthesis);
            for (Transformer transformer : Transformer.values()) {
                if (transformer.word().equals(function) || function.equals("val")) {
                    warnings.add(
                            new Warning(
                                    text.place(),
                                    "'"
                                            + written
                                            + "' is a text here; a function must stand without"
                                            + " quotes"));
                    return;
                }
            }
        }
        if (written.indexOf('.') > 0 && written.length() < 100 && catalogue.isField(written)) {
            warnings.add(
                    new Warning(
                            text.place(),
                            "'"
                                    + written
                                    + "' is a text here; to compare with the field write val("
                                    + written
                                    + ")"));
        }
    }

    private Filter compareWith(Condition.Compare compare, Expression left, Condition.Other other) {
        Operator operator = compare.operator();
        if (operator == Operator.PMATCH || operator == Operator.REGEX) {
            throw new InvalidCondition(
                    other.place(),
                    "'" + operator.word() + "' cannot have a field on its right side",
                    "");
        }
        if (operator == Operator.BCONTAINS || operator == Operator.BSTARTSWITH) {
            // The bytes themselves are compared: there is nothing to decode.
            requireSame(FieldType.Kind.BYTES, left.type().kind(), compare.place());
        }
        Expression right = expression(other.operand());
        if (right instanceof Expression.Read read) {
            FieldRead field = read.field();
            if (field.field().has(FieldFlag.NO_RIGHT)) {
                throw new InvalidCondition(
                        other.place(),
                        "the field '" + field.text() + "' cannot stand on the right side",
                        "");
            }
        }
        if (left.type() == FieldType.NETWORK || right.type() == FieldType.NETWORK) {
            throw new InvalidCondition(
                    other.place(), "IP networks cannot be compared with fields", "");
        }
        if (right.many() == FieldRead.Many.LIST
                && operator != Operator.IN
                && operator != Operator.INTERSECTS) {
            throw new InvalidCondition(
                    other.place(),
                    "a list can stand on the right side of in and intersects only",
                    "");
        }
        requireSame(left.type().kind(), right.type().kind(), other.place());
        return new Filter.CompareWith(left, operator, right);
    }

    private static void requireSame(FieldType.Kind left, FieldType.Kind right, Place place) {
        boolean bothNumbers =
                (left == FieldType.Kind.NUMBER || left == FieldType.Kind.REAL)
                        && (right == FieldType.Kind.NUMBER || right == FieldType.Kind.REAL);
        boolean bothBytes =
                (left == FieldType.Kind.TEXT || left == FieldType.Kind.BYTES)
                        && (right == FieldType.Kind.TEXT || right == FieldType.Kind.BYTES);
        if (left != right && !bothNumbers && !bothBytes) {
            throw new InvalidCondition(
                    place, "the two sides have different types and cannot be compared", "");
        }
    }

    /**
     * The expression of a field or function, for a condition or an output.
     *
     * @throws InvalidCondition when it names what is not there, or an argument does not fit
     */
    public Expression expression(Operand operand) {
        return switch (operand) {
            case Operand.Field field -> new Expression.Read(catalogue.resolve(field));
            case Operand.Call call -> call(call);
        };
    }

    private Expression call(Operand.Call call) {
        if (call.index().isPresent() && call.function() != Transformer.GETOPT) {
            throw new InvalidCondition(
                    call.place(), call.function().word() + "(…) takes no index", "");
        }
        List<Expression> arguments = new ArrayList<>();
        for (Argument argument : call.arguments()) {
            arguments.add(argument(argument));
        }
        return switch (call.function()) {
            case TOLOWER, TOUPPER, BASENAME -> {
                Expression only = only(call, arguments);
                requireKind(call, only, Set.of(FieldType.Kind.TEXT));
                yield new Expression.Transformed(
                        call.function(), arguments, "", only.type(), only.many());
            }
            case B64 -> {
                Expression only = only(call, arguments);
                requireKind(call, only, Set.of(FieldType.Kind.TEXT, FieldType.Kind.BYTES));
                yield new Expression.Transformed(
                        call.function(), arguments, "", only.type(), only.many());
            }
            case LEN -> {
                Expression only = only(call, arguments);
                if (only.many() == FieldRead.Many.ONE) {
                    requireKind(call, only, Set.of(FieldType.Kind.TEXT, FieldType.Kind.BYTES));
                }
                yield new Expression.Transformed(
                        call.function(), arguments, "", FieldType.UINT64, FieldRead.Many.ONE);
            }
            case JOIN -> {
                requireCount(call, 2, 2);
                requireText(call, arguments.getFirst());
                if (arguments.get(1).many() == FieldRead.Many.ONE) {
                    throw new InvalidCondition(
                            call.arguments().get(1).place(),
                            "the second argument of join(…) must be a list",
                            "Write join(\"-\", (first, second)).");
                }
                yield new Expression.Transformed(
                        call.function(), arguments, "", FieldType.TEXT, FieldRead.Many.ONE);
            }
            case CONCAT -> {
                requireCount(call, 2, Integer.MAX_VALUE);
                for (Expression argument : arguments) {
                    if (argument.many() != FieldRead.Many.ONE) {
                        throw new InvalidCondition(
                                call.place(), "concat(…) takes no lists", "Use join(…).");
                    }
                }
                yield new Expression.Transformed(
                        call.function(), arguments, "", FieldType.TEXT, FieldRead.Many.ONE);
            }
            case GETOPT -> {
                requireCount(call, 2, 2);
                requireKind(call, arguments.getFirst(), Set.of(FieldType.Kind.TEXT));
                requireText(call, arguments.get(1));
                String option = call.index().orElse("");
                if (option.length() != 1) {
                    throw new InvalidCondition(
                            call.place(),
                            "getopt(…) needs the letter of an option in brackets",
                            "Write getopt(list, \"ab:c\")[b].");
                }
                yield new Expression.Transformed(
                        call.function(), arguments, option, FieldType.TEXT, FieldRead.Many.ONE);
            }
        };
    }

    private Expression argument(Argument argument) {
        return switch (argument) {
            case Operand operand -> {
                Expression expression = expression(operand);
                if (expression instanceof Expression.Read read
                        && read.field().field().has(FieldFlag.NO_TRANSFORMER)) {
                    throw new InvalidCondition(
                            operand.place(),
                            "the field '" + read.field().text() + "' cannot be given to a function",
                            "");
                }
                yield expression;
            }
            case Argument.Literal literal ->
                    literal.isNumber()
                            ? number(literal)
                            : new Expression.Literal(
                                    FieldType.TEXT,
                                    Constants.read(
                                            FieldType.TEXT,
                                            Operator.EQUAL,
                                            literal.text(),
                                            literal.place()));
            case Argument.Several several -> {
                List<Expression> elements = new ArrayList<>();
                for (Argument element : several.arguments()) {
                    elements.add(argument(element));
                }
                yield new Expression.Listing(elements);
            }
        };
    }

    private static Expression number(Argument.Literal literal) {
        FieldType type =
                literal.text().startsWith("-")
                        ? FieldType.INT64
                        : literal.text().indexOf('.') >= 0 ? FieldType.DOUBLE : FieldType.UINT64;
        return new Expression.Literal(
                type, Constants.read(type, Operator.EQUAL, literal.text(), literal.place()));
    }

    private static Expression only(Operand.Call call, List<Expression> arguments) {
        requireCount(call, 1, 1);
        return arguments.getFirst();
    }

    private static void requireCount(Operand.Call call, int least, int most) {
        int count = call.arguments().size();
        if (count < least || count > most) {
            throw new InvalidCondition(
                    call.place(),
                    call.function().word()
                            + "(…) takes "
                            + (least == most ? "" : "at least ")
                            + least
                            + (least == 1 ? " argument" : " arguments")
                            + ", not "
                            + count,
                    "");
        }
    }

    private static void requireKind(
            Operand.Call call, Expression argument, Set<FieldType.Kind> kinds) {
        if (!kinds.contains(argument.type().kind())) {
            throw new InvalidCondition(
                    call.place(),
                    call.function().word() + "(…) does not fit " + argument.type().word(),
                    "");
        }
    }

    private static void requireText(Operand.Call call, Expression argument) {
        if (argument.type() != FieldType.TEXT || argument.many() != FieldRead.Many.ONE) {
            throw new InvalidCondition(
                    call.place(),
                    "this argument of " + call.function().word() + "(…) must be a text",
                    "");
        }
    }
}
