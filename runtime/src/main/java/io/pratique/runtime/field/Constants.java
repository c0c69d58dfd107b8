package io.pratique.runtime.field;

import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Operator;
import io.pratique.runtime.language.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads constants as the type of the field that they are compared with. */
public final class Constants {
    private Constants() {}

    /**
     * The constant that a text means.
     *
     * @throws InvalidCondition when it does not fit the type
     */
    public static Constant read(FieldType type, Operator operator, String text, Place place) {
        if (operator == Operator.BCONTAINS || operator == Operator.BSTARTSWITH) {
            return new Constant.Text(hexadecimal(text, place));
        }
        return switch (type.kind()) {
            case TEXT, BYTES -> new Constant.Text(Bytes.of(text));
            case BOOL -> bool(text, place);
            case NUMBER -> new Constant.Whole(number(type, text, place));
            case REAL -> real(text, place);
            case ADDRESS -> new Constant.Address(address(text, place));
            case NETWORK -> network(text, place);
        };
    }

    private static Constant bool(String text, Place place) {
        return switch (text) {
            case "true" -> new Constant.Whole(1);
            case "false" -> new Constant.Whole(0);
            default -> throw invalid(place, text, "a boolean", "Write true or false.");
        };
    }

    private static long number(FieldType type, String text, Place place) {
        BigInteger number = integer(text);
        if (number == null && type == FieldType.PORT) {
            int port = Services.port(text);
            if (port < 0) {
                throw invalid(place, text, "a port or the name of a service", "");
            }
            return port;
        }
        if (number == null) {
            throw invalid(
                    place, text, type.word(), "Write it in decimal, or in hexadecimal with 0x.");
        }
        if (!type.holds(number)) {
            throw new InvalidCondition(
                    place,
                    "the number "
                            + text
                            + " does not fit: the field has "
                            + type.bits()
                            + " bits and "
                            + (type.isSigned() ? "a" : "no")
                            + " sign",
                    "");
        }
        return number.longValue();
    }

    /** Decimal or 0x; with a fraction only when that is zero; null when it is none. */
    private static @Nullable BigInteger integer(String text) {
        if (text.isEmpty() || text.length() > 64) {
            return null;
        }
        try {
            if (text.startsWith("0x") || text.startsWith("0X")) {
                return text.length() == 2 || text.charAt(2) == '-' || text.charAt(2) == '+'
                        ? null
                        : new BigInteger(text.substring(2), 16);
            }
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c > 127
                        || (c != '-' && c != '+' && c != '.' && !Character.isLetterOrDigit(c))) {
                    return null;
                }
            }
            BigDecimal number = new BigDecimal(text.endsWith(".") ? text + "0" : text);
            // A great exponent would make a number of gigabytes.
            return Math.abs((long) number.scale()) > 40 ? null : number.toBigIntegerExact();
        } catch (NumberFormatException | ArithmeticException _) {
            return null;
        }
    }

    private static Constant real(String text, Place place) {
        BigInteger integer = integer(text);
        if (integer != null) {
            return new Constant.Real(integer.doubleValue());
        }
        try {
            double value = Double.parseDouble(text);
            char last = text.charAt(text.length() - 1);
            if (Double.isFinite(value) && last >= '0' && last <= '9' && !text.contains("x")) {
                return new Constant.Real(value);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw invalid(place, text, "a number", "");
    }

    private static Bytes hexadecimal(String text, Place place) {
        if (text.isEmpty() || text.length() % 2 != 0) {
            throw invalid(place, text, "bytes in hexadecimal", "Write two digits for each byte.");
        }
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = digit(text.charAt(2 * i), 16);
            int low = digit(text.charAt(2 * i + 1), 16);
            if (high < 0 || low < 0) {
                throw invalid(
                        place, text, "bytes in hexadecimal", "Write two digits for each byte.");
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return Bytes.of(bytes);
    }

    private static int digit(char c, int radix) {
        return c > 127 ? -1 : Character.digit(c, radix);
    }

    private static Constant network(String text, Place place) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            byte @Nullable [] single = addressOrNull(text);
            throw invalid(
                    place,
                    text,
                    "an IP network",
                    single == null
                            ? "Write it as 10.0.0.0/8 or fd00::/8."
                            : "Write " + text + "/" + single.length * 8 + ".");
        }
        byte[] bytes = address(text.substring(0, slash), place).toArray();
        String digits = text.substring(slash + 1);
        int prefix = digits.length() > 3 || digits.isEmpty() ? -1 : 0;
        for (int i = 0; i < digits.length() && prefix >= 0; i++) {
            int digit = digit(digits.charAt(i), 10);
            prefix = digit < 0 ? -1 : prefix * 10 + digit;
        }
        if (prefix < 0 || prefix > bytes.length * 8) {
            throw invalid(
                    place,
                    text,
                    "an IP network",
                    "The prefix is a number from 0 to " + bytes.length * 8 + ".");
        }
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return new Constant.Network(Bytes.of(bytes), prefix);
    }

    private static Bytes address(String text, Place place) {
        byte @Nullable [] bytes = addressOrNull(text);
        if (bytes == null) {
            throw invalid(
                    place,
                    text,
                    "an IP address",
                    text.indexOf('/') > 0 ? "For networks use a field such as fd.snet." : "");
        }
        return Bytes.of(bytes);
    }

    private static byte @Nullable [] addressOrNull(String text) {
        return text.indexOf(':') >= 0 ? version6(text) : version4(text);
    }

    private static byte @Nullable [] version4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int value = decimal(parts[i]);
            if (value < 0 || value > 255) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static int decimal(String digits) {
        if (digits.isEmpty() || digits.length() > 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digit(digits.charAt(i), 10);
            if (digit < 0) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static byte @Nullable [] version6(String text) {
        String groups = text;
        byte[] tail = new byte[0];
        int lastColon = text.lastIndexOf(':');
        if (text.indexOf('.') >= 0) {
            byte @Nullable [] embedded = version4(text.substring(lastColon + 1));
            if (embedded == null) {
                return null;
            }
            tail = embedded;
            groups =
                    text.substring(
                            0, lastColon + (text.startsWith("::") && lastColon == 1 ? 1 : 0));
            if (groups.endsWith(":") && !groups.endsWith("::")) {
                groups = groups + ":";
            }
        }
        int room = 16 - tail.length;
        byte[] bytes = new byte[16];
        int gap = groups.indexOf("::");
        if (gap != groups.lastIndexOf("::")) {
            return null;
        }
        byte @Nullable [] head = groups(gap < 0 ? groups : groups.substring(0, gap));
        byte @Nullable [] rest = groups(gap < 0 ? "" : groups.substring(gap + 2));
        if (head == null || rest == null) {
            return null;
        }
        int used = head.length + rest.length;
        if (gap < 0 ? used != room : used > room - 2) {
            return null;
        }
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(rest, 0, bytes, room - rest.length, rest.length);
        System.arraycopy(tail, 0, bytes, room, tail.length);
        return bytes;
    }

    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        if (parts.length > 8) {
            return null;
        }
        byte[] bytes = new byte[parts.length * 2];
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].toLowerCase(Locale.ROOT);
            if (part.isEmpty() || part.length() > 4) {
                return null;
            }
            int value = 0;
            for (int j = 0; j < part.length(); j++) {
                int digit = digit(part.charAt(j), 16);
                if (digit < 0) {
                    return null;
                }
                value = value << 4 | digit;
            }
            bytes[2 * i] = (byte) (value >> 8);
            bytes[2 * i + 1] = (byte) value;
        }
        return bytes;
    }

    private static InvalidCondition invalid(Place place, String text, String wanted, String hint) {
        String shown = text.length() > 60 ? text.substring(0, 57) + "..." : text;
        return new InvalidCondition(place, "'" + shown + "' is not " + wanted, hint);
    }
}
