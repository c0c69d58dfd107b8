package io.pratique.policy.cel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions of the language definition, and those of optional values. */
final class StandardFunctions {
    private static final Pattern DURATION_PART =
            Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern OFFSET = Pattern.compile("([+-]?)(\\d{1,2}):(\\d{2})");
    private static final double TWO_TO_63 = 0x1p63;
    private static final double TWO_TO_64 = 0x1p64;

    private StandardFunctions() {}

    static void addTo(Map<String, Function> functions) {
        functions.put("size", StandardFunctions::size);
        functions.put("contains", StandardFunctions::contains);
        functions.put("startsWith", (at, a) -> starts(at, "startsWith", a, String::startsWith));
        functions.put("endsWith", (at, a) -> starts(at, "endsWith", a, String::endsWith));
        functions.put("type", (at, a) -> new TypeName(Values.typeName(one(at, "type", a))));
        functions.put("dyn", (at, a) -> one(at, "dyn", a));
        functions.put("int", (at, a) -> toInt(one(at, "int", a)));
        functions.put("uint", (at, a) -> toUint(one(at, "uint", a)));
        functions.put("double", (at, a) -> toDouble(one(at, "double", a)));
        functions.put("string", (at, a) -> toText(one(at, "string", a)));
        functions.put("bytes", (at, a) -> toBytes(one(at, "bytes", a)));
        functions.put("bool", (at, a) -> toBool(one(at, "bool", a)));
        functions.put("timestamp", (at, a) -> toTimestamp(one(at, "timestamp", a)));
        functions.put("duration", (at, a) -> toDuration(one(at, "duration", a)));
        addTime(functions);
        functions.put("optional.of", (at, a) -> Optional.of(one(at, "optional.of", a)));
        functions.put("optional.none", (_, _) -> Optional.empty());
        functions.put(
                "optional.ofNonZeroValue",
                (at, a) -> {
                    Object value = one(at, "optional.ofNonZeroValue", a);
                    return isZero(value) ? Optional.empty() : Optional.of(value);
                });
        functions.put("hasValue", (at, a) -> optional(at, "hasValue", a).isPresent());
        functions.put(
                "value",
                (at, a) -> {
                    Optional<?> optional = optional(at, "value", a);
                    if (optional.isEmpty()) {
                        throw EvaluationFailed.error(
                                "value() of optional.none()", "Write orValue(…) instead.");
                    }
                    return optional.get();
                });
        functions.put("optional.unwrap", StandardFunctions::unwrap);
        functions.put("unwrapOpt", StandardFunctions::unwrap);
    }

    static Object one(Evaluation at, String function, Object... arguments) {
        at.charge(1);
        if (arguments.length != 1) {
            throw EvaluationFailed.noOverload(function, arguments);
        }
        return arguments[0];
    }

    private static Optional<?> optional(Evaluation at, String function, Object... arguments) {
        if (one(at, function, arguments) instanceof Optional<?> optional) {
            return optional;
        }
        throw EvaluationFailed.noOverload(function, arguments);
    }

    private static Object unwrap(Evaluation at, Object... arguments) {
        if (one(at, "unwrapOpt", arguments) instanceof ListValue list) {
            return ArrayValue.of(
                    Values.elements(at, list).stream()
                            .flatMap(element ->
                                    element instanceof Optional<?> optional
                                            ? optional.stream()
                                            : java.util.stream.Stream.of(element))
                            .toList());
        }
        throw EvaluationFailed.noOverload("unwrapOpt", arguments);
    }

    static boolean isZero(Object value) {
        return switch (value) {
            case Null _ -> true;
            case Boolean flag -> !flag;
            case Long number -> number == 0;
            case Unsigned(long bits) -> bits == 0;
            case Double number -> number == 0;
            case String text -> text.isEmpty();
            case Bytes bytes -> bytes.size() == 0;
            case ListValue list -> list.size() == 0;
            case MapValue map -> map.size() == 0;
            case Duration duration -> duration.isZero();
            case Instant instant -> instant.equals(Instant.EPOCH);
            case Optional<?> optional -> optional.isEmpty();
            default -> false;
        };
    }

    private static Object size(Evaluation at, Object... arguments) {
        return switch (one(at, "size", arguments)) {
            case String text -> {
                at.chargeCharacters(text.length());
                yield (long) text.codePointCount(0, text.length());
            }
            case Bytes bytes -> (long) bytes.size();
            case ListValue list -> (long) list.size();
            case MapValue map -> {
                at.charge(map.size() / 10);
                yield (long) map.size();
            }
            default -> throw EvaluationFailed.noOverload("size", arguments);
        };
    }

    private static Object contains(Evaluation at, Object... arguments) {
        if (arguments.length == 2
                && arguments[0] instanceof String text
                && arguments[1] instanceof String part) {
            // As for Kubernetes: both lengths count, as the worst case looks at one for each of
            // the other.
            at.charge(1 + (long) tenths(text) * tenths(part));
            return text.contains(part);
        }
        throw EvaluationFailed.noOverload("contains", arguments);
    }

    static int tenths(String text) {
        return (text.length() + 9) / 10;
    }

    private interface TextTest {
        boolean holds(String text, String part);
    }

    private static Object starts(
            Evaluation at, String function, Object[] arguments, TextTest test) {
        if (arguments.length == 2
                && arguments[0] instanceof String text
                && arguments[1] instanceof String part) {
            at.charge(1 + tenths(part));
            return test.holds(text, part);
        }
        throw EvaluationFailed.noOverload(function, arguments);
    }

    private static EvaluationFailed notConvertible(Object value, String type) {
        return EvaluationFailed.error(Values.shown(value) + " is no " + type);
    }

    private static Object toInt(Object value) {
        return switch (value) {
            case Long number -> number;
            case Unsigned(long bits) -> {
                if (bits < 0) {
                    throw notConvertible(value, "int that fits into 64 bits");
                }
                yield bits;
            }
            case Double number -> {
                if (!(number > -TWO_TO_63 && number < TWO_TO_63)) {
                    throw notConvertible(value, "int that fits into 64 bits");
                }
                yield number.longValue();
            }
            case String text -> {
                try {
                    yield Long.parseLong(text);
                } catch (NumberFormatException _) {
                    throw notConvertible(value, "int");
                }
            }
            case Instant instant -> instant.getEpochSecond();
            case Duration duration -> duration.toNanos();
            default -> throw EvaluationFailed.noOverload("int", value);
        };
    }

    private static Object toUint(Object value) {
        return switch (value) {
            case Unsigned number -> number;
            case Long number -> {
                if (number < 0) {
                    throw notConvertible(value, "uint");
                }
                yield new Unsigned(number);
            }
            case Double number -> {
                if (!(number > -1 && number < TWO_TO_64)) {
                    throw notConvertible(value, "uint that fits into 64 bits");
                }
                yield new Unsigned(new BigDecimal(number).toBigInteger().longValue());
            }
            case String text -> {
                try {
                    yield new Unsigned(Long.parseUnsignedLong(text));
                } catch (NumberFormatException _) {
                    throw notConvertible(value, "uint");
                }
            }
            default -> throw EvaluationFailed.noOverload("uint", value);
        };
    }

    private static Object toDouble(Object value) {
        return switch (value) {
            case Double number -> number;
            case Long number -> (double) number;
            case Unsigned number -> number.toDouble();
            case String text -> {
                boolean plain = text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|NaN");
                if (plain) {
                    yield Double.valueOf(text);
                }
                yield switch (text) {
                    case "Infinity", "+Infinity", "Inf", "+Inf", "inf" -> Double.POSITIVE_INFINITY;
                    case "-Infinity", "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
                    default -> throw notConvertible(value, "double");
                };
            }
            default -> throw EvaluationFailed.noOverload("double", value);
        };
    }

    static Object toText(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean _, Long _, Unsigned _, IpAddress _, Cidr _ -> value.toString();
            case Double number -> Texts.ofDouble(number);
            case Bytes bytes -> {
                if (!bytes.isText()) {
                    throw EvaluationFailed.error("the bytes are not UTF-8");
                }
                yield bytes.text();
            }
            case Instant instant -> Texts.ofTimestamp(instant);
            case Duration duration -> Texts.ofDuration(duration);
            default -> throw EvaluationFailed.noOverload("string", value);
        };
    }

    private static Object toBytes(Object value) {
        return switch (value) {
            case Bytes bytes -> bytes;
            case String text -> Bytes.of(text);
            default -> throw EvaluationFailed.noOverload("bytes", value);
        };
    }

    private static Object toBool(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case String text ->
                    switch (text) {
                        case "1", "t", "T", "true", "TRUE", "True" -> true;
                        case "0", "f", "F", "false", "FALSE", "False" -> false;
                        default -> throw notConvertible(value, "bool");
                    };
            default -> throw EvaluationFailed.noOverload("bool", value);
        };
    }

    private static Object toTimestamp(Object value) {
        return switch (value) {
            case Instant instant -> instant;
            case Long seconds -> Operators.requireTimestamp(epoch(seconds));
            case String text -> {
                try {
                    yield Operators.requireTimestamp(OffsetDateTime.parse(text).toInstant());
                } catch (DateTimeException _) {
                    throw EvaluationFailed.error(
                            Values.shown(value) + " is no timestamp",
                            "Write it as in \"2026-01-31T23:59:59Z\".");
                }
            }
            default -> throw EvaluationFailed.noOverload("timestamp", value);
        };
    }

    private static Instant epoch(long seconds) {
        try {
            return Instant.ofEpochSecond(seconds);
        } catch (DateTimeException _) {
            return Instant.MAX;
        }
    }

    private static Object toDuration(Object value) {
        return switch (value) {
            case Duration duration -> duration;
            case String text -> parseDuration(text);
            case Long nanoseconds -> Duration.ofNanos(nanoseconds);
            default -> throw EvaluationFailed.noOverload("duration", value);
        };
    }

    /** As Go reads durations: {@code 1h30m}, {@code -1.5s}. */
    private static Duration parseDuration(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = DURATION_PART.matcher(rest);
        int end = 0;
        boolean tooLong = rest.length() > 100;
        while (!tooLong && end < rest.length() && part.find(end) && part.start() == end) {
            long unit =
                    switch (String.valueOf(part.group(2))) {
                        case "ns" -> 1L;
                        case "us", "µs", "μs" -> 1_000L;
                        case "ms" -> 1_000_000L;
                        case "s" -> 1_000_000_000L;
                        case "m" -> 60_000_000_000L;
                        default -> 3_600_000_000_000L;
                    };
            String number = String.valueOf(part.group(1));
            nanos =
                    nanos.add(
                            new BigDecimal(
                                            number.endsWith(".")
                                                    ? number.substring(0, number.length() - 1)
                                                    : number)
                                    .multiply(BigDecimal.valueOf(unit)));
            end = part.end();
        }
        BigInteger whole = nanos.toBigInteger();
        if (end == 0 || end < rest.length() || whole.bitLength() > 63) {
            throw EvaluationFailed.error(
                    Values.shown(text) + " is no duration", "Write it as in \"1h30m\" or \"90s\".");
        }
        return Duration.ofNanos(negative ? -whole.longValue() : whole.longValue());
    }

    private static void addTime(Map<String, Function> functions) {
        date(functions, "getFullYear", ZonedDateTime::getYear);
        date(functions, "getMonth", time -> time.getMonthValue() - 1);
        date(functions, "getDayOfYear", time -> time.getDayOfYear() - 1);
        date(functions, "getDayOfMonth", time -> time.getDayOfMonth() - 1);
        date(functions, "getDate", ZonedDateTime::getDayOfMonth);
        date(functions, "getDayOfWeek", time -> time.getDayOfWeek().getValue() % 7);
        clock(functions, "getHours", ZonedDateTime::getHour, Duration::toHours);
        clock(functions, "getMinutes", ZonedDateTime::getMinute, Duration::toMinutes);
        clock(functions, "getSeconds", ZonedDateTime::getSecond, Duration::toSeconds);
        clock(
                functions,
                "getMilliseconds",
                time -> time.getNano() / 1_000_000,
                duration -> duration.toMillis() % 1000);
    }

    private static void date(
            Map<String, Function> functions, String name, ToIntFunction<ZonedDateTime> field) {
        functions.put(name, (at, a) -> part(at, name, field, a));
    }

    private static void clock(
            Map<String, Function> functions,
            String name,
            ToIntFunction<ZonedDateTime> field,
            java.util.function.ToLongFunction<Duration> whole) {
        functions.put(
                name,
                (at, a) ->
                        a.length == 1 && a[0] instanceof Duration duration
                                ? (Object) whole.applyAsLong(duration)
                                : part(at, name, field, a));
    }

    private static Object part(
            Evaluation at, String name, ToIntFunction<ZonedDateTime> field, Object... arguments) {
        at.charge(1);
        if (arguments.length > 0 && arguments[0] instanceof Instant instant) {
            if (arguments.length == 1) {
                return (long) field.applyAsInt(instant.atZone(ZoneOffset.UTC));
            }
            if (arguments.length == 2 && arguments[1] instanceof String zone) {
                return (long) field.applyAsInt(instant.atZone(zone(zone)));
            }
        }
        throw EvaluationFailed.noOverload(name, arguments);
    }

    private static ZoneId zone(String name) {
        Matcher offset = OFFSET.matcher(name);
        try {
            if (offset.matches()) {
                int hours = Integer.parseInt(String.valueOf(offset.group(2)));
                int minutes = Integer.parseInt(String.valueOf(offset.group(3)));
                int sign = "-".equals(offset.group(1)) ? -1 : 1;
                return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
            }
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw EvaluationFailed.error("'" + name + "' is no time zone");
        }
    }
}
