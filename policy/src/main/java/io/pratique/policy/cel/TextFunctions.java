package io.pratique.policy.cel;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Kubernetes' strings library and, with {@link RegularExpression}, its regular expressions. */
final class TextFunctions {
    private static final int ALL = Integer.MAX_VALUE;
    private static final int MAX_PRECISION = 100;

    private TextFunctions() {}

    static void addTo(Map<String, Function> functions) {
        functions.put("charAt", TextFunctions::charAt);
        functions.put("indexOf", TextFunctions::indexOf);
        functions.put("lastIndexOf", TextFunctions::lastIndexOf);
        functions.put("lowerAscii", (at, a) -> mapped(at, "lowerAscii", 'A', 'Z', 'a' - 'A', a));
        functions.put("upperAscii", (at, a) -> mapped(at, "upperAscii", 'a', 'z', 'A' - 'a', a));
        functions.put("replace", TextFunctions::replace);
        functions.put("split", TextFunctions::split);
        functions.put("substring", TextFunctions::substring);
        functions.put("trim", TextFunctions::trim);
        functions.put("join", TextFunctions::join);
        functions.put("format", TextFunctions::format);
        functions.put("strings.quote", TextFunctions::quote);
        functions.put("matches", TextFunctions::matches);
        functions.put("find", TextFunctions::find);
        functions.put("findAll", TextFunctions::findAll);
    }

    private static String text(Evaluation at, String function, Object... arguments) {
        if (arguments.length > 0 && arguments[0] instanceof String text) {
            at.charge(1);
            at.chargeCharacters(text.length());
            return text;
        }
        throw EvaluationFailed.noOverload(function, arguments);
    }

    private static int points(String text) {
        return text.codePointCount(0, text.length());
    }

    private static Object charAt(Evaluation at, Object... a) {
        String text = text(at, "charAt", a);
        if (a.length != 2) {
            throw EvaluationFailed.noOverload("charAt", a);
        }
        int size = points(text);
        int index = Values.index(a[1], 0, size, "the index of charAt()");
        if (index == size) {
            return "";
        }
        int from = text.offsetByCodePoints(0, index);
        return text.substring(from, text.offsetByCodePoints(from, 1));
    }

    private static Object indexOf(Evaluation at, Object... a) {
        if (a.length == 2 && a[0] instanceof ListValue list) {
            return ListFunctions.indexOf(at, list, a[1]);
        }
        String text = text(at, "indexOf", a);
        if (a.length < 2 || a.length > 3 || !(a[1] instanceof String part)) {
            throw EvaluationFailed.noOverload("indexOf", a);
        }
        at.charge((long) StandardFunctions.tenths(text) * StandardFunctions.tenths(part));
        int from =
                a.length == 2 ? 0 : Values.index(a[2], 0, points(text), "the start of indexOf()");
        int found = text.indexOf(part, text.offsetByCodePoints(0, from));
        return found < 0 ? -1L : (long) text.codePointCount(0, found);
    }

    private static Object lastIndexOf(Evaluation at, Object... a) {
        if (a.length == 2 && a[0] instanceof ListValue list) {
            return ListFunctions.lastIndexOf(at, list, a[1]);
        }
        String text = text(at, "lastIndexOf", a);
        if (a.length < 2 || a.length > 3 || !(a[1] instanceof String part)) {
            throw EvaluationFailed.noOverload("lastIndexOf", a);
        }
        at.charge((long) StandardFunctions.tenths(text) * StandardFunctions.tenths(part));
        int size = points(text);
        int from = a.length == 2 ? size : Values.index(a[2], 0, size, "the start of lastIndexOf()");
        int found = text.lastIndexOf(part, text.offsetByCodePoints(0, from));
        return found < 0 ? -1L : (long) text.codePointCount(0, found);
    }

    private static Object mapped(
            Evaluation at, String function, char first, char last, int shift, Object... a) {
        String text = text(at, function, a);
        if (a.length != 1) {
            throw EvaluationFailed.noOverload(function, a);
        }
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c >= first && c <= last) {
                out.setCharAt(i, (char) (c + shift));
            }
        }
        return out.toString();
    }

    private static Object replace(Evaluation at, Object... a) {
        String text = text(at, "replace", a);
        if (a.length < 3
                || a.length > 4
                || !(a[1] instanceof String old)
                || !(a[2] instanceof String with)) {
            throw EvaluationFailed.noOverload("replace", a);
        }
        int left = a.length == 3 ? ALL : limit(a[3]);
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (left > 0) {
            int found = text.indexOf(old, from);
            if (found < 0 || (old.isEmpty() && found >= text.length() && from > text.length())) {
                break;
            }
            out.append(text, from, found).append(with);
            from = found + old.length();
            at.chargeCharacters(with.length() + 10L);
            Operators.requireLength(out.length());
            left--;
            if (old.isEmpty()) {
                // Between all code points, at the start and at the end.
                if (from >= text.length()) {
                    break;
                }
                int next = text.offsetByCodePoints(from, 1);
                out.append(text, from, next);
                from = next;
            }
        }
        return out.append(text, Math.min(from, text.length()), text.length()).toString();
    }

    /** A count of which any negative number means all. */
    private static int limit(Object value) {
        if (!(value instanceof Long number)) {
            throw EvaluationFailed.error("the limit must be an int");
        }
        return number < 0 || number > ALL ? ALL : number.intValue();
    }

    private static Object split(Evaluation at, Object... a) {
        String text = text(at, "split", a);
        if (a.length < 2 || a.length > 3 || !(a[1] instanceof String separator)) {
            throw EvaluationFailed.noOverload("split", a);
        }
        int left = a.length == 2 ? ALL : limit(a[2]);
        List<Object> parts = new ArrayList<>();
        if (left == 0) {
            return ArrayValue.of(parts);
        }
        int from = 0;
        if (separator.isEmpty()) {
            while (from < text.length() && left > 1) {
                int next = text.offsetByCodePoints(from, 1);
                if (next == text.length()) {
                    break;
                }
                parts.add(text.substring(from, next));
                from = next;
                left--;
            }
            if (from < text.length()) {
                parts.add(text.substring(from));
            }
        } else {
            while (left > 1) {
                int found = text.indexOf(separator, from);
                if (found < 0) {
                    break;
                }
                parts.add(text.substring(from, found));
                from = found + separator.length();
                left--;
            }
            parts.add(text.substring(from));
        }
        at.charge(parts.size());
        return ArrayValue.of(parts);
    }

    private static Object substring(Evaluation at, Object... a) {
        String text = text(at, "substring", a);
        if (a.length < 2 || a.length > 3) {
            throw EvaluationFailed.noOverload("substring", a);
        }
        int size = points(text);
        int from = Values.index(a[1], 0, size, "the start of substring()");
        int to = a.length == 2 ? size : Values.index(a[2], from, size, "the end of substring()");
        return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
    }

    private static Object trim(Evaluation at, Object... a) {
        String text = text(at, "trim", a);
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** White space as Unicode has it, which is what Go trims. */
    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == '\u0085' || Character.isSpaceChar(c);
    }

    private static Object join(Evaluation at, Object... a) {
        if (a.length == 0
                || a.length > 2
                || !(a[0] instanceof ListValue list)
                || (a.length == 2 && !(a[1] instanceof String))) {
            throw EvaluationFailed.noOverload("join", a);
        }
        String separator = a.length == 2 ? (String) a[1] : "";
        StringBuilder out = new StringBuilder();
        at.charge(1);
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String text)) {
                throw EvaluationFailed.error("join() joins texts only");
            }
            at.charge(1);
            at.chargeCharacters(text.length() + separator.length());
            out.append(i == 0 ? "" : separator).append(text);
            Operators.requireLength(out.length());
        }
        return out.toString();
    }

    private static Object quote(Evaluation at, Object... a) {
        String text = text(at, "strings.quote", a);
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\u0007' -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\u000b' -> out.append("\\v");
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                default -> out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static Object matches(Evaluation at, Object... a) {
        String text = text(at, "matches", a);
        if (a.length != 2 || !(a[1] instanceof String pattern)) {
            throw EvaluationFailed.noOverload("matches", a);
        }
        return RegularExpression.of(at, pattern).matches(at, text);
    }

    private static Object find(Evaluation at, Object... a) {
        String text = text(at, "find", a);
        if (a.length != 2 || !(a[1] instanceof String pattern)) {
            throw EvaluationFailed.noOverload("find", a);
        }
        List<Object> found = RegularExpression.of(at, pattern).find(at, text, 1);
        return found.isEmpty() ? "" : found.getFirst();
    }

    private static Object findAll(Evaluation at, Object... a) {
        String text = text(at, "findAll", a);
        if (a.length < 2 || a.length > 3 || !(a[1] instanceof String pattern)) {
            throw EvaluationFailed.noOverload("findAll", a);
        }
        int limit = a.length == 2 ? ALL : limit(a[2]);
        return ArrayValue.of(RegularExpression.of(at, pattern).find(at, text, limit));
    }

    /** {@code '%s: %d'.format([…])}: the clauses s, d, f, e, b, x, X and o. */
    private static Object format(Evaluation at, Object... a) {
        String form = text(at, "format", a);
        if (a.length != 2 || !(a[1] instanceof ListValue values)) {
            throw EvaluationFailed.noOverload("format", a);
        }
        StringBuilder out = new StringBuilder();
        int next = 0;
        int i = 0;
        while (i < form.length()) {
            char c = form.charAt(i++);
            if (c != '%') {
                out.append(c);
                continue;
            }
            if (i < form.length() && form.charAt(i) == '%') {
                out.append('%');
                i++;
                continue;
            }
            int precision = -1;
            if (i < form.length() && form.charAt(i) == '.') {
                int from = ++i;
                while (i < form.length() && Character.digit(form.charAt(i), 10) >= 0) {
                    i++;
                }
                precision = precision(form.substring(from, i));
            }
            if (i == form.length()) {
                throw EvaluationFailed.error("the format ends in a % without its letter");
            }
            char clause = form.charAt(i++);
            if (next == values.size()) {
                throw EvaluationFailed.error(
                        "the format has more clauses than the list has values");
            }
            String shown = clause(clause, precision, values.get(next++));
            at.charge(1);
            at.chargeCharacters(shown.length());
            Operators.requireLength((long) out.length() + shown.length());
            out.append(shown);
        }
        return out.toString();
    }

    private static int precision(String digits) {
        if (digits.isEmpty() || digits.length() > 3 || Integer.parseInt(digits) > MAX_PRECISION) {
            throw EvaluationFailed.error("a precision must be from 0 to " + MAX_PRECISION);
        }
        return Integer.parseInt(digits);
    }

    private static String clause(char clause, int precision, Object value) {
        return switch (clause) {
            case 's' -> formatted(value);
            case 'd' -> {
                if (!(value instanceof Long || value instanceof Unsigned)) {
                    if (value instanceof Double number) {
                        if (Double.isNaN(number) || Double.isInfinite(number)) {
                            yield Texts.special(number);
                        }
                        yield Texts.plain(number);
                    }
                    throw wrongClause(clause, value);
                }
                yield value.toString();
            }
            case 'f' -> Texts.fixed(number(clause, value), precision < 0 ? 6 : precision);
            case 'e' -> Texts.scientific(number(clause, value), precision < 0 ? 6 : precision);
            case 'b' ->
                    value instanceof Boolean flag
                            ? flag ? "1" : "0"
                            : whole(clause, value).toString(2);
            case 'o' -> whole(clause, value).toString(8);
            case 'x', 'X' -> {
                String hex =
                        switch (value) {
                            case String text -> Bytes.of(text).hex();
                            case Bytes bytes -> bytes.hex();
                            default -> whole(clause, value).toString(16);
                        };
                yield clause == 'X' ? hex.toUpperCase(Locale.ROOT) : hex;
            }
            default -> throw EvaluationFailed.error("a format has no clause '%" + clause + "'");
        };
    }

    private static EvaluationFailed wrongClause(char clause, Object value) {
        return EvaluationFailed.error(
                "the clause '%" + clause + "' does not take " + Values.typeName(value));
    }

    private static double number(char clause, Object value) {
        return switch (value) {
            case Double number -> number;
            case Long number -> number;
            case Unsigned number -> number.toDouble();
            default -> throw wrongClause(clause, value);
        };
    }

    private static BigInteger whole(char clause, Object value) {
        return switch (value) {
            case Long number -> BigInteger.valueOf(number);
            case Unsigned number -> new BigInteger(number.toString());
            default -> throw wrongClause(clause, value);
        };
    }

    /** A value as {@code %s} writes it. */
    private static String formatted(Object value) {
        return switch (value) {
            case String text -> text;
            case Null _ -> "null";
            case Boolean _, Long _, Unsigned _, TypeName _, IpAddress _, Cidr _ -> value.toString();
            case Double number -> Texts.plain(number);
            case Bytes bytes -> bytes.text();
            case Instant instant -> Texts.ofTimestamp(instant);
            case Duration duration -> Texts.ofDuration(duration);
            case ListValue list -> {
                StringBuilder out = new StringBuilder("[");
                for (int i = 0; i < list.size(); i++) {
                    out.append(i == 0 ? "" : ", ").append(formatted(list.get(i)));
                    Operators.requireLength(out.length());
                }
                yield out.append(']').toString();
            }
            case MapValue map -> {
                List<String> members = new ArrayList<>();
                for (Object key : map.keys()) {
                    Object held = map.find(key);
                    members.add(formatted(key) + ": " + (held == null ? "" : formatted(held)));
                }
                members.sort(String::compareTo);
                yield "{" + String.join(", ", members) + "}";
            }
            case Optional<?> optional -> optional.isPresent() ? formatted(optional.get()) : "";
            default -> throw wrongClause('s', value);
        };
    }
}
