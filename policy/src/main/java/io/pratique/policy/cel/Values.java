package io.pratique.policy.cel;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What holds for values of every type: their names, equality, order and texts. */
final class Values {
    private static final double TWO_TO_63 = 0x1p63;
    private static final double TWO_TO_64 = 0x1p64;

    private Values() {}

    /** The name of the type of a value, as {@code type(x)} gives it. */
    static String typeName(Object value) {
        return switch (value) {
            case Null _ -> "null_type";
            case Boolean _ -> "bool";
            case Long _ -> "int";
            case Unsigned _ -> "uint";
            case Double _ -> "double";
            case String _ -> "string";
            case Bytes _ -> "bytes";
            case ListValue _ -> "list";
            case MapValue _ -> "map";
            case TypeName _ -> "type";
            case Instant _ -> "google.protobuf.Timestamp";
            case Duration _ -> "google.protobuf.Duration";
            case Optional<?> _ -> "optional_type";
            case Quantity _ -> Quantity.TYPE;
            case IpAddress _ -> IpAddress.TYPE;
            case Cidr _ -> Cidr.TYPE;
            case Url _ -> Url.TYPE;
            case SemanticVersion _ -> SemanticVersion.TYPE;
            case NamedFormat _ -> NamedFormat.TYPE;
            default -> throw new IllegalArgumentException("no value: " + value.getClass());
        };
    }

    /** The form in which a key of a map is kept: numbers that are equal are the same key. */
    static @Nullable Object key(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case String text -> text;
            case Long number -> number;
            case Unsigned number -> number.bits() >= 0 ? (Object) number.bits() : number;
            case Double number ->
                    number == Math.rint(number) && Math.abs(number) < TWO_TO_63
                            ? (Object) number.longValue()
                            : number;
            default -> null;
        };
    }

    /** Equality of values of any types; numbers are compared by what they are worth. */
    static boolean equal(Evaluation at, Object a, Object b) {
        at.charge(1);
        return switch (a) {
            case Long _, Unsigned _, Double _ -> isNumber(b) && compareNumbers(a, b) == 0;
            case String text -> {
                if (b instanceof String other) {
                    at.chargeCharacters(Math.min(text.length(), other.length()));
                    yield text.equals(other);
                }
                yield false;
            }
            case ListValue list -> b instanceof ListValue other && equalLists(at, list, other);
            case MapValue map -> b instanceof MapValue other && equalMaps(at, map, other);
            case Optional<?> optional ->
                    b instanceof Optional<?> other
                            && optional.isPresent() == other.isPresent()
                            && (optional.isEmpty() || equal(at, optional.get(), other.get()));
            case Quantity quantity -> b instanceof Quantity other && quantity.compareTo(other) == 0;
            default -> a.equals(b);
        };
    }

    private static boolean equalLists(Evaluation at, ListValue a, ListValue b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(at, a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Evaluation at, MapValue a, MapValue b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Object key : a.keys()) {
            if (!b.has(key)) {
                return false;
            }
            Object mine = a.find(key);
            Object other = b.find(key);
            if (mine == null || other == null || !equal(at, mine, other)) {
                return false;
            }
        }
        return true;
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Unsigned;
    }

    private static final int UNORDERED = 2;

    /** Less than, equal to or greater than 0; 2 when one of them is not a number. */
    static int compareNumbers(Object a, Object b) {
        return switch (a) {
            case Long x ->
                    switch (b) {
                        case Long y -> Long.compare(x, y);
                        case Unsigned(long y) -> x < 0 || y < 0 ? -1 : Long.compare(x, y);
                        case Double y -> compareLong(x, y);
                        default -> throw new IllegalArgumentException("no number");
                    };
            case Unsigned(long x) ->
                    switch (b) {
                        case Long y -> x < 0 || y < 0 ? 1 : Long.compare(x, y);
                        case Unsigned(long y) -> Long.compareUnsigned(x, y);
                        case Double y -> compareUnsigned(x, y);
                        default -> throw new IllegalArgumentException("no number");
                    };
            case Double x ->
                    b instanceof Double y
                            ? x.isNaN() || y.isNaN() ? UNORDERED : x < y ? -1 : x > y ? 1 : 0
                            : reversed(compareNumbers(b, a));
            default -> throw new IllegalArgumentException("no number");
        };
    }

    private static int reversed(int order) {
        return order == UNORDERED ? order : -order;
    }

    private static int compareLong(long x, double y) {
        if (Double.isNaN(y)) {
            return UNORDERED;
        }
        if (y >= TWO_TO_63) {
            return -1;
        }
        if (y < -TWO_TO_63) {
            return 1;
        }
        long whole = (long) y;
        if (x != whole) {
            return Long.compare(x, whole);
        }
        return Double.compare(0, y - whole + 0.0);
    }

    private static int compareUnsigned(long x, double y) {
        if (Double.isNaN(y)) {
            return UNORDERED;
        }
        if (y < 0) {
            return 1;
        }
        if (y >= TWO_TO_64) {
            return -1;
        }
        return new BigDecimal(Long.toUnsignedString(x)).compareTo(new BigDecimal(y));
    }

    /** What {@code <}, {@code <=}, {@code >} and {@code >=} ask. */
    enum Order {
        LESS("_<_"),
        LESS_OR_EQUAL("_<=_"),
        GREATER("_>_"),
        GREATER_OR_EQUAL("_>=_");

        private final String function;

        Order(String function) {
            this.function = function;
        }

        boolean holds(Evaluation at, Object a, Object b) {
            at.charge(1);
            int order;
            if (isNumber(a) && isNumber(b)) {
                order = compareNumbers(a, b);
                if (order == UNORDERED) {
                    return false;
                }
            } else {
                order = compare(at, function, a, b);
            }
            return switch (this) {
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    /** The order of two values of one type that has an order. */
    static int compare(Evaluation at, String function, Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            at.chargeCharacters(Math.min(x.length(), y.length()));
            return compareTexts(x, y);
        }
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b);
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return Boolean.compare(x, y);
        }
        if (a instanceof Bytes x && b instanceof Bytes y) {
            at.chargeCharacters(Math.min(x.size(), y.size()));
            return x.compareTo(y);
        }
        if (a instanceof Instant x && b instanceof Instant y) {
            return x.compareTo(y);
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return x.compareTo(y);
        }
        throw EvaluationFailed.noOverload(function, a, b);
    }

    /** By code points: UTF-16 puts characters beyond the first plane too early. */
    private static int compareTexts(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean high = Character.isSurrogate(x);
                return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** A value as a text for people, at most a few hundred characters. */
    static String shown(Object value) {
        StringBuilder out = new StringBuilder();
        show(value, out);
        return out.length() > MAX_SHOWN ? out.substring(0, MAX_SHOWN) + "…" : out.toString();
    }

    private static final int MAX_SHOWN = 300;

    private static void show(Object value, StringBuilder out) {
        if (out.length() > MAX_SHOWN) {
            return;
        }
        switch (value) {
            case String text ->
                    out.append('"').append(text, 0, Math.min(text.length(), MAX_SHOWN)).append('"');
            case Double number -> out.append(Texts.ofDouble(number));
            case Duration duration -> out.append(Texts.ofDuration(duration));
            case Null _ -> out.append("null");
            case ListValue list -> {
                out.append('[');
                for (int i = 0; i < list.size() && out.length() <= MAX_SHOWN; i++) {
                    out.append(i == 0 ? "" : ", ");
                    show(element(list, i), out);
                }
                out.append(']');
            }
            case MapValue map -> {
                out.append('{');
                boolean first = true;
                for (Object key : map.keys()) {
                    if (out.length() > MAX_SHOWN) {
                        break;
                    }
                    out.append(first ? "" : ", ");
                    show(key, out);
                    show(member(map, key), out.append(": "));
                    first = false;
                }
                out.append('}');
            }
            case Optional<?> optional -> {
                out.append(optional.isPresent() ? "optional(" : "optional.none(");
                optional.ifPresent(held -> show(held, out));
                out.append(')');
            }
            case EvaluationFailed failed -> out.append(failed.message());
            default -> out.append(value);
        }
    }

    /** The element, or why it cannot be had. */
    static Object element(ListValue list, int index) {
        try {
            return list.get(index);
        } catch (EvaluationFailed failed) {
            return failed;
        }
    }

    /** The member, or why it cannot be had. */
    static Object member(MapValue map, Object key) {
        try {
            Object value = map.find(key);
            return value == null ? Null.NULL : value;
        } catch (EvaluationFailed failed) {
            return failed;
        }
    }

    /** The elements of a list, all resolved. */
    static List<Object> elements(Evaluation at, ListValue list) {
        at.charge(list.size());
        List<Object> elements = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            elements.add(list.get(i));
        }
        return elements;
    }

    /** A length or an index as an int, for those that must be at least {@code least}. */
    static int index(Object value, int least, int most, String what) {
        if (!(value instanceof Long number)) {
            throw EvaluationFailed.error(what + " must be an int, and is " + typeName(value));
        }
        if (number < least || number > most) {
            throw EvaluationFailed.error(
                    String.format(
                            Locale.ROOT,
                            "%s must be from %d to %d, and is %d",
                            what,
                            least,
                            most,
                            number));
        }
        return number.intValue();
    }
}
