package io.pratique.runtime.filter;

import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.field.Constant;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.language.Modifier;
import io.pratique.runtime.language.Operator;
import io.pratique.runtime.language.Place;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Judges events by walking a filter: the plain reading of the language, which a compiled engine
 * must agree with. A filter is prepared once for a source; judging then allocates nothing, but for
 * regular expressions.
 *
 * <p>A check without a left value never holds, whatever its operator; {@code and} and {@code or}
 * look no further than they need to.
 */
public final class Interpreter {
    private static final Place NOWHERE = new Place(0, 0, 1, 1);

    private final FieldSource source;
    private final IdentityHashMap<Filter, Judge> judges = new IdentityHashMap<>();

    private Interpreter(FieldSource source) {
        this.source = source;
    }

    /** Judges the current event of a source. */
    @FunctionalInterface
    public interface Judge {
        boolean holds();
    }

    /** Prepares a filter for a source. */
    public static Judge prepare(Filter filter, FieldSource source) {
        return new Interpreter(source).judge(filter);
    }

    /** Judges the value of a check's left side, which was read before. */
    @FunctionalInterface
    public interface ValueJudge {
        boolean holds(Value left);
    }

    /** Judges the values of both sides of a check, which were read before. */
    @FunctionalInterface
    public interface PairJudge {
        boolean holds(Value left, Value right);
    }

    /**
     * What a check says about a value, for an engine that reads values by itself.
     *
     * @throws IllegalArgumentException for a check with an expression on its right side
     */
    public static ValueJudge judgeOfValue(Filter.Check check) {
        FieldRead.Many many = check.left().many();
        FieldType type = check.left().type();
        return switch (check) {
            case Filter.Exists _ -> _ -> true;
            case Filter.Compare compare -> {
                Test test = test(type, compare.operator(), compare.right());
                boolean allOf =
                        many == FieldRead.Many.ENDS && compare.operator() == Operator.NOT_EQUAL;
                yield value -> each(value, test, allOf);
            }
            case Filter.Quantified quantified -> {
                Test[] tests = tests(type, quantified.operator(), quantified.rights());
                Test test = quantified(tests, quantified.modifier());
                boolean allOf =
                        many == FieldRead.Many.ENDS && quantified.operator() == Operator.NOT_EQUAL;
                yield value -> each(value, test, allOf);
            }
            case Filter.Member member -> {
                Test[] tests = tests(type, Operator.EQUAL, member.set());
                Test any = v -> anyOf(tests, v);
                boolean allOf = many == FieldRead.Many.LIST && !member.intersects();
                yield value -> each(value, any, allOf);
            }
            case Filter.Below below -> {
                PathPattern[] paths =
                        below.paths().stream()
                                .map(path -> PathPattern.of(((Constant.Text) path).bytes()))
                                .toArray(PathPattern[]::new);
                Test test =
                        v -> {
                            for (PathPattern path : paths) {
                                if (path.matches(v.bytes(), v.offset(), v.offset() + v.length())) {
                                    return true;
                                }
                            }
                            return false;
                        };
                yield value -> each(value, test, false);
            }
            case Filter.CompareWith with ->
                    throw new IllegalArgumentException(with + " has two sides");
        };
    }

    /** What a check says about the values of its two sides. */
    public static PairJudge judgeOfPair(Filter.CompareWith with) {
        Pair pair = pair(with.left().type(), with.right().type(), with.operator());
        FieldRead.Many many = with.left().many();
        boolean allOf =
                (many == FieldRead.Many.ENDS && with.operator() == Operator.NOT_EQUAL)
                        || (many == FieldRead.Many.LIST && with.operator() == Operator.IN);
        return (left, right) -> {
            if (left.kind() != Value.Kind.LIST) {
                return eachRight(left, right, pair);
            }
            for (int i = 0; i < left.size(); i++) {
                if (eachRight(left.item(i), right, pair) != allOf) {
                    return !allOf;
                }
            }
            return allOf && left.size() > 0;
        };
    }

    private Judge judge(Filter filter) {
        Judge known = judges.get(filter);
        if (known != null) {
            return known;
        }
        Judge judge =
                switch (filter) {
                    case Filter.All all -> {
                        Judge[] parts = judges(all.filters());
                        yield () -> {
                            for (Judge part : parts) {
                                if (!part.holds()) {
                                    return false;
                                }
                            }
                            return true;
                        };
                    }
                    case Filter.Any any -> {
                        Judge[] parts = judges(any.filters());
                        yield () -> {
                            for (Judge part : parts) {
                                if (part.holds()) {
                                    return true;
                                }
                            }
                            return false;
                        };
                    }
                    case Filter.Negation negation -> {
                        Judge inner = judge(negation.filter());
                        yield () -> !inner.holds();
                    }
                    case Filter.Check check -> check(check);
                };
        judges.put(filter, judge);
        return judge;
    }

    private Judge[] judges(List<Filter> filters) {
        // No stream: a deep filter would need ten frames of the stack for each level.
        Judge[] all = new Judge[filters.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = judge(filters.get(i));
        }
        return all;
    }

    private Judge check(Filter.Check check) {
        FieldReader left = ExpressionReaders.reader(check.left(), source);
        Value value = new Value();
        if (check instanceof Filter.CompareWith with) {
            FieldReader right = ExpressionReaders.reader(with.right(), source);
            Value rightValue = new Value();
            PairJudge judge = judgeOfPair(with);
            return () ->
                    left.read(value) && right.read(rightValue) && judge.holds(value, rightValue);
        }
        ValueJudge judge = judgeOfValue(check);
        return () -> left.read(value) && judge.holds(value);
    }

    /**
     * A value that is a list holds when one item does, or when all do; an empty list never does.
     */
    private static boolean each(Value value, Test test, boolean all) {
        if (value.kind() != Value.Kind.LIST) {
            return test.holds(value);
        }
        for (int i = 0; i < value.size(); i++) {
            if (test.holds(value.item(i)) != all) {
                return !all;
            }
        }
        return all && value.size() > 0;
    }

    private static boolean eachRight(Value left, Value right, Pair pair) {
        if (right.kind() != Value.Kind.LIST) {
            return pair.holds(left, right);
        }
        for (int i = 0; i < right.size(); i++) {
            if (pair.holds(left, right.item(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyOf(Test[] tests, Value value) {
        for (Test test : tests) {
            if (test.holds(value)) {
                return true;
            }
        }
        return false;
    }

    private static Test quantified(Test[] tests, Modifier modifier) {
        return switch (modifier) {
            case ANYOF -> v -> anyOf(tests, v);
            case ALLOF ->
                    v -> {
                        for (Test test : tests) {
                            if (!test.holds(v)) {
                                return false;
                            }
                        }
                        return tests.length > 0;
                    };
            case ONEOF ->
                    v -> {
                        int count = 0;
                        for (Test test : tests) {
                            if (test.holds(v) && ++count > 1) {
                                return false;
                            }
                        }
                        return count == 1;
                    };
        };
    }

    /** Whether a value satisfies an operator and its constant. */
    @FunctionalInterface
    private interface Test {
        boolean holds(Value value);
    }

    /** Whether two values satisfy an operator. */
    @FunctionalInterface
    private interface Pair {
        boolean holds(Value left, Value right);
    }

    private static Test[] tests(FieldType type, Operator operator, List<Constant> constants) {
        return constants.stream()
                .map(constant -> test(type, operator, constant))
                .toArray(Test[]::new);
    }

    private static Test test(FieldType type, Operator operator, Constant constant) {
        return switch (constant) {
            case Constant.Text text -> text(operator, text);
            case Constant.Whole number -> {
                long right = number.value();
                boolean signed = type.isSigned();
                yield v -> ordered(operator, compare(v.number(), right, signed));
            }
            case Constant.Real real -> {
                double right = real.value();
                yield v -> ordered(operator, Double.compare(v.real(), right));
            }
            case Constant.Address address -> {
                byte[] right = address.bytes().toArray();
                boolean equal = operator != Operator.NOT_EQUAL;
                yield v -> Slices.equal(v.bytes(), v.offset(), v.length(), right) == equal;
            }
            case Constant.Network network -> {
                byte[] right = network.bytes().toArray();
                int prefix = network.prefix();
                boolean inside = operator != Operator.NOT_EQUAL;
                yield v -> inNetwork(v, right, prefix) == inside;
            }
        };
    }

    private static Test text(Operator operator, Constant.Text text) {
        byte[] right = text.bytes().toArray();
        return switch (operator) {
            case EQUAL, IN, INTERSECTS ->
                    v -> Slices.equal(v.bytes(), v.offset(), v.length(), right);
            case NOT_EQUAL -> v -> !Slices.equal(v.bytes(), v.offset(), v.length(), right);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    v ->
                            ordered(
                                    operator,
                                    Arrays.compareUnsigned(
                                            v.bytes(),
                                            v.offset(),
                                            v.offset() + v.length(),
                                            right,
                                            0,
                                            right.length));
            case CONTAINS, BCONTAINS ->
                    v -> Slices.contains(v.bytes(), v.offset(), v.length(), right);
            case ICONTAINS ->
                    v -> Slices.containsIgnoringCase(v.bytes(), v.offset(), v.length(), right);
            case STARTSWITH, BSTARTSWITH ->
                    v -> Slices.startsWith(v.bytes(), v.offset(), v.length(), right);
            case ENDSWITH -> v -> Slices.endsWith(v.bytes(), v.offset(), v.length(), right);
            case GLOB, IGLOB -> {
                Glob glob = Glob.of(text.bytes(), operator == Operator.IGLOB);
                yield v -> glob.matches(v.bytes(), v.offset(), v.offset() + v.length());
            }
            case PMATCH -> {
                PathPattern path = PathPattern.of(text.bytes());
                yield v -> path.matches(v.bytes(), v.offset(), v.offset() + v.length());
            }
            case REGEX -> {
                PosixRegex regex = PosixRegex.compile(text.bytes().text(), NOWHERE);
                yield v -> regex.matches(v.text());
            }
        };
    }

    private static Pair pair(FieldType left, FieldType right, Operator operator) {
        return switch (left.kind()) {
            case NUMBER, BOOL, REAL -> {
                boolean real = left == FieldType.DOUBLE || right == FieldType.DOUBLE;
                boolean signed = left.isSigned() || right.isSigned();
                boolean unsigned = !left.isSigned() || !right.isSigned();
                if (real) {
                    yield (a, b) -> ordered(operator, Double.compare(real(a), real(b)));
                }
                if (signed && unsigned) {
                    // A negative number is less than every number without a sign.
                    yield (a, b) ->
                            ordered(operator, mixed(a.number(), left.isSigned(), b.number()));
                }
                yield (a, b) -> ordered(operator, compare(a.number(), b.number(), signed));
            }
            case ADDRESS, NETWORK -> {
                boolean equal = operator != Operator.NOT_EQUAL;
                yield (a, b) -> sameBytes(a, b) == equal;
            }
            case TEXT, BYTES -> pairOfTexts(operator);
        };
    }

    private static Pair pairOfTexts(Operator operator) {
        return switch (operator) {
            case EQUAL, IN, INTERSECTS -> Interpreter::sameBytes;
            case NOT_EQUAL -> (a, b) -> !sameBytes(a, b);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    (a, b) ->
                            ordered(
                                    operator,
                                    Arrays.compareUnsigned(
                                            a.bytes(),
                                            a.offset(),
                                            a.offset() + a.length(),
                                            b.bytes(),
                                            b.offset(),
                                            b.offset() + b.length()));
            case CONTAINS, BCONTAINS -> (a, b) -> Slices.contains(a, b, false);
            case ICONTAINS -> (a, b) -> Slices.contains(a, b, true);
            case STARTSWITH, BSTARTSWITH ->
                    (a, b) -> a.length() >= b.length() && Slices.sameAt(a, 0, b, false);
            case ENDSWITH ->
                    (a, b) ->
                            a.length() >= b.length()
                                    && Slices.sameAt(a, a.length() - b.length(), b, false);
            case GLOB, IGLOB -> (a, b) -> text(operator, new Constant.Text(copy(b))).holds(a);
            case REGEX, PMATCH ->
                    throw new IllegalArgumentException(
                            operator + " has no field on its right side");
        };
    }

    private static Bytes copy(Value value) {
        return Bytes.of(
                Arrays.copyOfRange(value.bytes(), value.offset(), value.offset() + value.length()));
    }

    private static boolean sameBytes(Value a, Value b) {
        return Arrays.equals(
                a.bytes(),
                a.offset(),
                a.offset() + a.length(),
                b.bytes(),
                b.offset(),
                b.offset() + b.length());
    }

    private static double real(Value value) {
        return value.kind() == Value.Kind.REAL ? value.real() : (double) value.number();
    }

    private static int compare(long a, long b, boolean signed) {
        return signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }

    private static int mixed(long a, boolean aIsSigned, long b) {
        if (aIsSigned) {
            return a < 0 ? -1 : Long.compareUnsigned(a, b);
        }
        return b < 0 ? 1 : Long.compareUnsigned(a, b);
    }

    private static boolean ordered(Operator operator, int comparison) {
        return switch (operator) {
            case EQUAL, IN, INTERSECTS -> comparison == 0;
            case NOT_EQUAL -> comparison != 0;
            case LESS -> comparison < 0;
            case LESS_OR_EQUAL -> comparison <= 0;
            case GREATER -> comparison > 0;
            case GREATER_OR_EQUAL -> comparison >= 0;
            case GLOB,
                    IGLOB,
                    CONTAINS,
                    ICONTAINS,
                    BCONTAINS,
                    STARTSWITH,
                    BSTARTSWITH,
                    ENDSWITH,
                    REGEX,
                    PMATCH ->
                    throw new IllegalArgumentException(operator + " does not fit numbers");
        };
    }

    private static boolean inNetwork(Value address, byte[] network, int prefix) {
        if (address.length() != network.length) {
            return false;
        }
        int whole = prefix / 8;
        byte[] bytes = address.bytes();
        int from = address.offset();
        if (!Arrays.equals(bytes, from, from + whole, network, 0, whole)) {
            return false;
        }
        int rest = prefix % 8;
        if (rest == 0) {
            return true;
        }
        int mask = 0xFF << 8 - rest & 0xFF;
        return (bytes[from + whole] & mask) == (network[whole] & mask);
    }
}
