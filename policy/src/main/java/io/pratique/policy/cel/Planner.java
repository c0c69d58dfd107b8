package io.pratique.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.TypeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes steps of the tree of an expression that was parsed and checked. */
final class Planner {
    /** Deeper trees are refused: each level takes a part of a thread's stack. */
    private static final int MAX_DEPTH = 200;

    private static final int LIST_COST = 10;
    private static final int MAP_COST = 30;

    /** Functions of which a call with constants is made once, when the policy is read. */
    private static final Set<String> PARSERS =
            Set.of("timestamp", "duration", "quantity", "ip", "cidr", "url", "semver");

    /** An expression that cannot be planned. */
    static final class Refused extends Exception {
        private final int offset;
        private final String hint;

        Refused(int offset, String message, String hint) {
            super(message, null, false, false);
            this.offset = offset;
            this.hint = hint;
        }

        /** What to write instead; may be empty. */
        String hint() {
            return hint;
        }

        /** In code points of the expression, from 0. */
        int offset() {
            return offset;
        }
    }

    private interface Binary {
        Object apply(Evaluation at, Object a, Object b);
    }

    private interface Unary {
        Object apply(Evaluation at, Object a);
    }

    private static final Map<String, Binary> BINARY = binary();
    private static final Map<String, Unary> UNARY =
            Map.of("-_", Operators::negate, "!_", Operators::not);

    private static Map<String, Binary> binary() {
        Map<String, Binary> binary = new HashMap<>();
        binary.put("_+_", Operators::add);
        binary.put("_-_", Operators::subtract);
        binary.put("_*_", Operators::multiply);
        binary.put("_/_", Operators::divide);
        binary.put("_%_", Operators::modulo);
        binary.put("_==_", Values::equal);
        binary.put("_!=_", (at, a, b) -> !Values.equal(at, a, b));
        binary.put("_<_", Values.Order.LESS::holds);
        binary.put("_<=_", Values.Order.LESS_OR_EQUAL::holds);
        binary.put("_>_", Values.Order.GREATER::holds);
        binary.put("_>=_", Values.Order.GREATER_OR_EQUAL::holds);
        binary.put("@in", Operators::in);
        binary.put("_[_]", Operators::index);
        binary.put("_[?_]", Operators::optionalIndex);
        return Map.copyOf(binary);
    }

    private final CelAbstractSyntaxTree tree;
    private final Map<String, Integer> variables;
    private final Map<Long, Integer> positions;
    private int locals;
    private int depth;

    /**
     * @param variables the numbers of {@code variables.x} by x
     */
    Planner(CelAbstractSyntaxTree tree, Map<String, Integer> variables) {
        this.tree = tree;
        this.variables = variables;
        this.positions = tree.getSource().getPositionsMap();
    }

    /** The number of local variables that the steps use. */
    int locals() {
        return locals;
    }

    Step plan() throws Refused {
        return plan(tree.getExpr(), Map.of());
    }

    private int offset(CelExpr expression) {
        return positions.getOrDefault(expression.id(), 0);
    }

    private Step plan(CelExpr expression, Map<String, Integer> scope) throws Refused {
        if (++depth > MAX_DEPTH) {
            throw new Refused(
                    offset(expression),
                    "the expression is nested more than " + MAX_DEPTH + " deep",
                    "Move parts of it to 'variables'.");
        }
        try {
            return switch (expression.getKind()) {
                case CONSTANT -> constant(expression);
                case IDENT -> identifier(expression, scope);
                case SELECT -> select(expression, scope);
                case CALL -> call(expression, scope);
                case LIST -> list(expression, scope);
                case MAP -> map(expression, scope);
                case COMPREHENSION -> comprehension(expression.comprehension(), scope);
                case STRUCT ->
                        throw new Refused(
                                offset(expression),
                                "messages such as "
                                        + expression.struct().messageName()
                                        + "{} cannot be made",
                                "Write a map.");
                case NOT_SET ->
                        throw new Refused(offset(expression), "the expression is empty", "");
            };
        } finally {
            depth--;
        }
    }

    private Step constant(CelExpr expression) throws Refused {
        Object value = value(expression.constant(), offset(expression));
        return _ -> value;
    }

    private static Object value(CelConstant constant, int offset) throws Refused {
        return switch (constant.getKind()) {
            case NULL_VALUE -> Null.NULL;
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case UINT64_VALUE -> new Unsigned(constant.uint64Value().longValue());
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            case BYTES_VALUE -> Bytes.of(constant.bytesValue().toByteArray());
            case NOT_SET, DURATION_VALUE, TIMESTAMP_VALUE ->
                    throw new Refused(offset, "this constant cannot be used", "");
        };
    }

    private Step identifier(CelExpr expression, Map<String, Integer> scope) throws Refused {
        String name = expression.ident().name();
        Integer slot = scope.get(name);
        if (slot != null) {
            int local = slot;
            return at -> {
                at.charge(1);
                return at.local(local);
            };
        }
        return named(name, expression);
    }

    /** A variable, a type or a constant that the checker knows by a name, maybe a dotted one. */
    private Step named(String name, CelExpr expression) throws Refused {
        int offset = offset(expression);
        String plain = name.startsWith(".") ? name.substring(1) : name;
        for (Input input : Input.values()) {
            if (input.variable().equals(plain)) {
                return at -> {
                    at.charge(1);
                    try {
                        return at.input(input);
                    } catch (EvaluationFailed failed) {
                        throw failed.at(offset);
                    }
                };
            }
        }
        if (plain.startsWith("variables.")) {
            Integer variable = variables.get(plain.substring("variables.".length()));
            if (variable != null) {
                int index = variable;
                return at -> {
                    at.charge(1);
                    return at.variable(index);
                };
            }
        }
        Optional<CelReference> reference = tree.getReference(expression.id());
        if (reference.isPresent() && reference.get().value().isPresent()) {
            Object value = value(reference.get().value().get(), offset);
            return _ -> value;
        }
        Optional<CelType> type = tree.getType(expression.id());
        if (type.isPresent() && type.get() instanceof TypeType) {
            TypeName named = new TypeName(plain);
            return _ -> named;
        }
        throw new Refused(offset, "'" + name + "' cannot be used here", "");
    }

    private Step select(CelExpr expression, Map<String, Integer> scope) throws Refused {
        CelSelect select = expression.select();
        Optional<CelReference> reference = tree.getReference(expression.id());
        if (reference.isPresent() && !select.testOnly() && !reference.get().name().isEmpty()) {
            return named(reference.get().name(), expression);
        }
        Step operand = plan(select.operand(), scope);
        MemberName name = MemberName.of(select.field());
        int offset = offset(expression);
        if (select.testOnly()) {
            return at -> {
                at.charge(1);
                Object holder = operand.value(at);
                try {
                    return has(holder, name);
                } catch (EvaluationFailed failed) {
                    throw failed.at(offset);
                }
            };
        }
        String path = path(expression);
        return at -> {
            at.charge(1);
            Object holder = operand.value(at);
            try {
                return member(holder, name, path);
            } catch (EvaluationFailed failed) {
                throw failed.at(offset);
            }
        };
    }

    /** A chain of names as it is written, or nothing. */
    private static String path(CelExpr expression) {
        return switch (expression.getKind()) {
            case IDENT -> expression.ident().name();
            case SELECT -> {
                String before = path(expression.select().operand());
                yield before.isEmpty() || expression.select().testOnly()
                        ? ""
                        : before + "." + expression.select().field();
            }
            case NOT_SET, CONSTANT, CALL, LIST, STRUCT, MAP, COMPREHENSION -> "";
        };
    }

    private static Object member(Object holder, MemberName name, String path) {
        if (holder instanceof TapeValues.Members object) {
            Object value = object.find(name);
            if (value == null) {
                throw noSuchKey(name, path);
            }
            return value;
        }
        if (holder instanceof MapValue map) {
            Object value = map.find(name.text());
            if (value == null) {
                throw noSuchKey(name, path);
            }
            return value;
        }
        if (holder instanceof Optional<?> optional) {
            return optional.isEmpty() ? optional : optionalMember(optional.get(), name);
        }
        throw noMembers(holder, name);
    }

    private static Object optionalMember(Object holder, MemberName name) {
        return switch (holder) {
            case TapeValues.Members object -> Optional.ofNullable(object.find(name));
            case MapValue map -> Optional.ofNullable(map.find(name.text()));
            case Optional<?> optional ->
                    optional.isEmpty() ? optional : optionalMember(optional.get(), name);
            default -> throw noMembers(holder, name);
        };
    }

    private static boolean has(Object holder, MemberName name) {
        return switch (holder) {
            case TapeValues.Members object -> object.has(name);
            case MapValue map -> map.has(name.text());
            case Optional<?> optional -> optional.isPresent() && has(optional.get(), name);
            default -> throw noMembers(holder, name);
        };
    }

    private static EvaluationFailed noSuchKey(MemberName name, String path) {
        return EvaluationFailed.error(
                "no such key: " + name.text(),
                path.isEmpty()
                        ? "Test it with has(…) first."
                        : "Test it first: has(" + path + ") && …");
    }

    private static EvaluationFailed noMembers(Object holder, MemberName name) {
        if (holder instanceof Null) {
            return EvaluationFailed.error(
                    "'" + name.text() + "' is asked of null",
                    "'request' and 'oldObject' are null outside an admission: test them first.");
        }
        return EvaluationFailed.error(
                "a value of type " + Values.typeName(holder) + " has no key '" + name.text() + "'");
    }

    private Step call(CelExpr expression, Map<String, Integer> scope) throws Refused {
        CelCall call = expression.call();
        int offset = offset(expression);
        List<CelExpr> arguments = new ArrayList<>();
        call.target().ifPresent(arguments::add);
        arguments.addAll(call.args());
        Step[] steps = new Step[arguments.size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = plan(arguments.get(i), scope);
        }
        String function = call.function();
        switch (function) {
            case "_&&_" -> {
                return logical(steps[0], steps[1], false, offset);
            }
            case "_||_" -> {
                return logical(steps[0], steps[1], true, offset);
            }
            case "_?_:_" -> {
                return conditional(steps[0], steps[1], steps[2], offset);
            }
            case "@not_strictly_false", "__not_strictly_false__" -> {
                Step step = steps[0];
                return at -> {
                    try {
                        return !Boolean.FALSE.equals(step.value(at));
                    } catch (EvaluationFailed _) {
                        return true;
                    }
                };
            }
            case "or" -> {
                return either(steps[0], steps[1], false, offset);
            }
            case "orValue" -> {
                return either(steps[0], steps[1], true, offset);
            }
            case "_?._" -> {
                Step holder = steps[0];
                MemberName name = MemberName.of(arguments.get(1).constant().stringValue());
                return at -> {
                    at.charge(1);
                    Object value = holder.value(at);
                    try {
                        return optionalMember(value, name);
                    } catch (EvaluationFailed failed) {
                        throw failed.at(offset);
                    }
                };
            }
            default -> {}
        }
        Binary binary = steps.length == 2 ? BINARY.get(function) : null;
        if (binary != null) {
            return binary(binary, steps[0], steps[1], offset);
        }
        Unary unary = steps.length == 1 ? UNARY.get(function) : null;
        if (unary != null) {
            Step operand = steps[0];
            return at -> {
                Object value = operand.value(at);
                try {
                    return unary.apply(at, value);
                } catch (EvaluationFailed failed) {
                    throw failed.at(offset);
                }
            };
        }
        return function(function, arguments, steps, offset);
    }

    private Step function(String name, List<CelExpr> arguments, Step[] steps, int offset)
            throws Refused {
        Function function = Functions.of(name);
        if (function == null) {
            throw new Refused(
                    offset,
                    "there is no function '" + name + "' here",
                    "docs/rules/cel.md lists them.");
        }
        boolean constants =
                arguments.stream()
                        .allMatch(argument -> argument.getKind() == CelExpr.ExprKind.Kind.CONSTANT);
        if (PARSERS.contains(name) && constants) {
            Object value = parsed(function, arguments, offset);
            return _ -> value;
        }
        boolean pattern =
                steps.length >= 2
                        && arguments.get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && arguments.get(1).constant().getKind() == CelConstant.Kind.STRING_VALUE;
        if (pattern && (name.equals("matches") || name.equals("find") || name.equals("findAll"))) {
            RegularExpression expression = expression(arguments.get(1));
            if (name.equals("matches")) {
                return matches(steps[0], expression, offset);
            }
        }
        return at -> {
            Object[] values = new Object[steps.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = steps[i].value(at);
            }
            try {
                return function.call(at, values);
            } catch (EvaluationFailed failed) {
                throw failed.at(offset);
            }
        };
    }

    private static Object parsed(Function function, List<CelExpr> arguments, int offset)
            throws Refused {
        Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(arguments.get(i).constant(), offset);
        }
        try {
            return function.call(Evaluation.ofConstants(), values);
        } catch (EvaluationFailed failed) {
            throw new Refused(offset, failed.message(), failed.remedy());
        }
    }

    private RegularExpression expression(CelExpr constant) throws Refused {
        try {
            return RegularExpression.of(constant.constant().stringValue());
        } catch (EvaluationFailed failed) {
            throw new Refused(offset(constant), failed.message(), failed.remedy());
        }
    }

    private static Step matches(Step operand, RegularExpression expression, int offset) {
        return at -> {
            at.charge(1);
            Object value = operand.value(at);
            if (value instanceof String text) {
                return expression.matches(at, text);
            }
            throw EvaluationFailed.noOverload("matches", value, "").at(offset);
        };
    }

    private static Step binary(Binary operator, Step left, Step right, int offset) {
        return at -> {
            Object a = left.value(at);
            Object b = right.value(at);
            try {
                return operator.apply(at, a, b);
            } catch (EvaluationFailed failed) {
                throw failed.at(offset);
            }
        };
    }

    /**
     * {@code &&} and {@code ||}: one side may decide even when the other fails; what is unresolved
     * comes before what is wrong.
     *
     * @param decisive what decides without the other side
     */
    private static Step logical(Step left, Step right, boolean decisive, int offset) {
        return at -> {
            at.charge(1);
            EvaluationFailed failure = null;
            try {
                if (flag(left.value(at), decisive, offset) == decisive) {
                    return decisive;
                }
            } catch (EvaluationFailed failed) {
                failure = failed;
            }
            try {
                boolean value = flag(right.value(at), decisive, offset);
                if (failure != null && value != decisive) {
                    throw failure;
                }
                return value;
            } catch (EvaluationFailed failed) {
                throw failure != null && (failure.isUnresolved() || !failed.isUnresolved())
                        ? failure
                        : failed;
            }
        };
    }

    private static boolean flag(Object value, boolean or, int offset) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw EvaluationFailed.error(
                        (or ? "'||'" : "'&&'")
                                + " takes bool, and one side is "
                                + Values.typeName(value))
                .at(offset);
    }

    private static Step conditional(Step condition, Step yes, Step no, int offset) {
        return at -> {
            at.charge(1);
            if (condition.value(at) instanceof Boolean flag) {
                return flag ? yes.value(at) : no.value(at);
            }
            throw EvaluationFailed.error("the condition before '?' is no bool").at(offset);
        };
    }

    private static Step either(Step first, Step second, boolean value, int offset) {
        return at -> {
            at.charge(1);
            Object optional = first.value(at);
            if (!(optional instanceof Optional<?> held)) {
                throw EvaluationFailed.noOverload(value ? "orValue" : "or", optional).at(offset);
            }
            if (held.isEmpty()) {
                return second.value(at);
            }
            return value ? held.get() : held;
        };
    }

    private Step list(CelExpr expression, Map<String, Integer> scope) throws Refused {
        List<CelExpr> elements = expression.list().elements();
        Set<Integer> optional = Set.copyOf(expression.list().optionalIndices());
        Step[] steps = new Step[elements.size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = plan(elements.get(i), scope);
        }
        return at -> {
            at.charge(LIST_COST);
            List<Object> values = new ArrayList<>(steps.length);
            for (int i = 0; i < steps.length; i++) {
                Object value = steps[i].value(at);
                if (!optional.contains(i)) {
                    values.add(value);
                } else if (value instanceof Optional<?> held) {
                    held.ifPresent(values::add);
                } else {
                    throw EvaluationFailed.error("an element with '?' must be an optional");
                }
            }
            return ArrayValue.of(values);
        };
    }

    private record Entry(Step key, Step value, boolean optional) {}

    private Step map(CelExpr expression, Map<String, Integer> scope) throws Refused {
        int offset = offset(expression);
        List<Entry> entries = new ArrayList<>();
        for (CelMap.Entry entry : expression.map().entries()) {
            entries.add(
                    new Entry(
                            plan(entry.key(), scope),
                            plan(entry.value(), scope),
                            entry.optionalEntry()));
        }
        return at -> {
            at.charge(MAP_COST);
            Map<Object, Object> members = new LinkedHashMap<>();
            for (Entry entry : entries) {
                Object written = entry.key().value(at);
                Object key = Values.key(written);
                Object value = entry.value().value(at);
                if (entry.optional()) {
                    if (!(value instanceof Optional<?> held)) {
                        throw EvaluationFailed.error("a value with '?' must be an optional")
                                .at(offset);
                    }
                    if (held.isEmpty()) {
                        continue;
                    }
                    value = held.get();
                }
                if (key == null || key instanceof Double) {
                    throw EvaluationFailed.error(
                                    Values.typeName(written) + " cannot be a key of a map")
                            .at(offset);
                }
                if (members.put(key, value) != null) {
                    throw EvaluationFailed.error(
                                    "the key " + Values.shown(written) + " comes twice")
                            .at(offset);
                }
            }
            return HashValue.of(members);
        };
    }

    private Step comprehension(CelComprehension loop, Map<String, Integer> scope) throws Refused {
        Step range = plan(loop.iterRange(), scope);
        boolean collectsList =
                loop.accuInit().getKind() == CelExpr.ExprKind.Kind.LIST
                        && loop.accuInit().list().elements().isEmpty();
        boolean collectsMap =
                loop.accuInit().getKind() == CelExpr.ExprKind.Kind.MAP
                        && loop.accuInit().map().entries().isEmpty();
        Step init = plan(loop.accuInit(), scope);
        int accumulator = locals++;
        Map<String, Integer> after = new HashMap<>(scope);
        after.put(loop.accuVar(), accumulator);
        Map<String, Integer> inside = new HashMap<>(after);
        int first = locals++;
        inside.put(loop.iterVar(), first);
        int second = -1;
        if (!loop.iterVar2().isEmpty()) {
            second = locals++;
            inside.put(loop.iterVar2(), second);
        }
        // The accumulator hides a loop variable of the same name, never the other way round.
        inside.put(loop.accuVar(), accumulator);
        Step condition = plan(loop.loopCondition(), inside);
        Step step = plan(loop.loopStep(), inside);
        Step result = plan(loop.result(), after);
        return new Loop(
                range,
                init,
                collectsList,
                collectsMap,
                accumulator,
                first,
                second,
                condition,
                step,
                result,
                offset(loop.iterRange()));
    }
}
