package io.pratique.policy.cel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** The operators of the language: arithmetic, {@code in}, indices. */
final class Operators {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Operators() {}

    static Object add(Evaluation at, Object a, Object b) {
        at.charge(1);
        if (a instanceof Long x && b instanceof Long y) {
            return exact("+", x, y, Math::addExact);
        }
        if (a instanceof Unsigned(long x) && b instanceof Unsigned(long y)) {
            if (Long.compareUnsigned(x + y, x) < 0) {
                throw overflow("+");
            }
            return new Unsigned(x + y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x + y;
        }
        if (a instanceof String x && b instanceof String y) {
            requireLength((long) x.length() + y.length());
            at.chargeCharacters(x.length() + y.length());
            return x + y;
        }
        if (a instanceof ListValue x && b instanceof ListValue y) {
            return concat(at, x, y);
        }
        if (a instanceof Bytes x && b instanceof Bytes y) {
            requireLength((long) x.size() + y.size());
            at.chargeCharacters(x.size() + y.size());
            return x.plus(y);
        }
        if (a instanceof Instant x && b instanceof Duration y) {
            return shift(x, y);
        }
        if (a instanceof Duration x && b instanceof Instant y) {
            return shift(y, x);
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return time("+", () -> requireDuration(x.plus(y)));
        }
        throw EvaluationFailed.noOverload("_+_", a, b);
    }

    private static Object concat(Evaluation at, ListValue a, ListValue b) {
        requireLength((long) a.size() + b.size());
        if (a instanceof ArrayValue growing && growing.isGrowing()) {
            at.charge(b.size());
            growing.append(b);
            return growing;
        }
        at.charge(a.size() + b.size());
        List<Object> all = new ArrayList<>(a.size() + b.size());
        all.addAll(Values.elements(at, a));
        all.addAll(Values.elements(at, b));
        return ArrayValue.of(all);
    }

    static void requireLength(long length) {
        if (length > Evaluation.MAX_LENGTH) {
            throw EvaluationFailed.error(
                    "the result is longer than " + Evaluation.MAX_LENGTH,
                    "Do not join so much together.");
        }
    }

    static Object subtract(Evaluation at, Object a, Object b) {
        at.charge(1);
        if (a instanceof Long x && b instanceof Long y) {
            return exact("-", x, y, Math::subtractExact);
        }
        if (a instanceof Unsigned(long x) && b instanceof Unsigned(long y)) {
            if (Long.compareUnsigned(x, y) < 0) {
                throw overflow("-");
            }
            return new Unsigned(x - y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x - y;
        }
        if (a instanceof Instant x && b instanceof Duration y) {
            return time("-", () -> requireTimestamp(x.minus(y)));
        }
        if (a instanceof Instant x && b instanceof Instant y) {
            return time("-", () -> requireDuration(Duration.between(y, x)));
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return time("-", () -> requireDuration(x.minus(y)));
        }
        throw EvaluationFailed.noOverload("_-_", a, b);
    }

    static Object multiply(Evaluation at, Object a, Object b) {
        at.charge(1);
        if (a instanceof Long x && b instanceof Long y) {
            return exact("*", x, y, Math::multiplyExact);
        }
        if (a instanceof Unsigned(long x) && b instanceof Unsigned(long y)) {
            if (Math.unsignedMultiplyHigh(x, y) != 0) {
                throw overflow("*");
            }
            return new Unsigned(x * y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x * y;
        }
        throw EvaluationFailed.noOverload("_*_", a, b);
    }

    static Object divide(Evaluation at, Object a, Object b) {
        at.charge(1);
        if (a instanceof Long x && b instanceof Long y) {
            requireDivisor(y);
            return exact("/", x, y, Math::divideExact);
        }
        if (a instanceof Unsigned(long x) && b instanceof Unsigned(long y)) {
            requireDivisor(y);
            return new Unsigned(Long.divideUnsigned(x, y));
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x / y;
        }
        throw EvaluationFailed.noOverload("_/_", a, b);
    }

    static Object modulo(Evaluation at, Object a, Object b) {
        at.charge(1);
        if (a instanceof Long x && b instanceof Long y) {
            requireDivisor(y);
            if (x == Long.MIN_VALUE && y == -1) {
                throw overflow("%");
            }
            return x % y;
        }
        if (a instanceof Unsigned(long x) && b instanceof Unsigned(long y)) {
            requireDivisor(y);
            return new Unsigned(Long.remainderUnsigned(x, y));
        }
        throw EvaluationFailed.noOverload("_%_", a, b);
    }

    static Object negate(Evaluation at, Object a) {
        at.charge(1);
        if (a instanceof Long x) {
            if (x == Long.MIN_VALUE) {
                throw overflow("-");
            }
            return -x;
        }
        if (a instanceof Double x) {
            return -x;
        }
        throw EvaluationFailed.noOverload("-_", a);
    }

    static Object not(Evaluation at, Object a) {
        at.charge(1);
        if (a instanceof Boolean x) {
            return !x;
        }
        throw EvaluationFailed.noOverload("!_", a);
    }

    static Object in(Evaluation at, Object element, Object holder) {
        at.charge(1);
        if (holder instanceof ListValue list) {
            EvaluationFailed unresolved = null;
            for (int i = 0; i < list.size(); i++) {
                try {
                    if (Values.equal(at, element, list.get(i))) {
                        return true;
                    }
                } catch (EvaluationFailed failed) {
                    unresolved = failed;
                }
            }
            if (unresolved != null) {
                throw unresolved;
            }
            return false;
        }
        if (holder instanceof MapValue map) {
            Object key = Values.key(element);
            return key != null && map.has(key);
        }
        throw EvaluationFailed.noOverload("@in", element, holder);
    }

    static Object index(Evaluation at, Object holder, Object index) {
        at.charge(1);
        if (holder instanceof Optional<?> optional) {
            return optional.isEmpty() ? optional : optionalIndex(at, optional.get(), index);
        }
        if (holder instanceof ListValue list) {
            int place = place(list, index);
            if (place < 0) {
                throw EvaluationFailed.error(
                        "no element " + Values.shown(index) + " in a list of " + list.size(),
                        "Test size() first, or write [?…].orValue(…).");
            }
            return list.get(place);
        }
        if (holder instanceof MapValue map) {
            Object key = Values.key(index);
            Object value = key == null ? null : map.find(key);
            if (value == null) {
                throw EvaluationFailed.error(
                        "no such key: " + Values.shown(index),
                        "Test it with 'in' first, or write [?…].orValue(…).");
            }
            return value;
        }
        throw EvaluationFailed.noOverload("_[_]", holder, index);
    }

    /** {@code x[?index]}: an optional. */
    static Object optionalIndex(Evaluation at, Object holder, Object index) {
        at.charge(1);
        if (holder instanceof Optional<?> optional) {
            return optional.isEmpty() ? optional : optionalIndex(at, optional.get(), index);
        }
        if (holder instanceof ListValue list) {
            int place = place(list, index);
            return place < 0 ? Optional.empty() : Optional.of(list.get(place));
        }
        if (holder instanceof MapValue map) {
            Object key = Values.key(index);
            return key == null ? Optional.empty() : Optional.ofNullable(map.find(key));
        }
        throw EvaluationFailed.noOverload("_[?_]", holder, index);
    }

    /** The index in a list, or -1. */
    private static int place(ListValue list, Object index) {
        Object key = Values.key(index);
        if (!(key instanceof Long place)) {
            throw EvaluationFailed.noOverload("_[_]", list, index);
        }
        return place < 0 || place >= list.size() ? -1 : place.intValue();
    }

    private static void requireDivisor(long divisor) {
        if (divisor == 0) {
            throw EvaluationFailed.error("division by zero");
        }
    }

    private static Object exact(String sign, Long a, Long b, BinaryOperator<Long> operator) {
        try {
            return operator.apply(a, b);
        } catch (ArithmeticException _) {
            throw overflow(sign);
        }
    }

    private static EvaluationFailed overflow(String sign) {
        return EvaluationFailed.error("the result of " + sign + " does not fit into 64 bits");
    }

    private static Object shift(Instant instant, Duration by) {
        return time("+", () -> requireTimestamp(instant.plus(by)));
    }

    private static Object time(String sign, java.util.function.Supplier<Object> computation) {
        try {
            return computation.get();
        } catch (ArithmeticException | DateTimeException _) {
            throw overflow(sign);
        }
    }

    static Instant requireTimestamp(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw EvaluationFailed.error("a timestamp must be in the years 1 to 9999");
        }
        return instant;
    }

    private static Duration requireDuration(Duration duration) {
        return Duration.ofNanos(duration.toNanos());
    }
}
