package io.pratique.runtime.filter;

import io.pratique.runtime.field.FieldType;

/** Writes values as outputs show them. Allocates: for alerts. */
public final class ValueText {
    private ValueText() {}

    /** One value, or a list in parentheses. */
    public static String of(Value value, FieldType type) {
        return switch (value.kind()) {
            case NONE -> "<NA>";
            case LIST -> {
                StringBuilder out = new StringBuilder("(");
                for (int i = 0; i < value.size(); i++) {
                    out.append(i == 0 ? "" : ",").append(of(value.item(i), type));
                }
                yield out.append(')').toString();
            }
            case REAL -> real(value.real());
            case NUMBER -> number(value.number(), type);
            case BYTES ->
                    switch (type.kind()) {
                        case ADDRESS, NETWORK -> address(value);
                        case TEXT, BYTES, BOOL, NUMBER, REAL -> printable(value.text());
                    };
        };
    }

    private static String number(long number, FieldType type) {
        return switch (type.kind()) {
            case BOOL -> number == 0 ? "false" : "true";
            case NUMBER -> type.isSigned() ? Long.toString(number) : Long.toUnsignedString(number);
            case TEXT, BYTES, REAL, ADDRESS, NETWORK -> Long.toString(number);
        };
    }

    private static String real(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** Control characters are left out, line breaks and tabs become blanks: one alert, one line. */
    private static String printable(String text) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            clean = text.charAt(i) >= ' ' && text.charAt(i) != 0x7F;
        }
        if (clean) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '\t') {
                out.append(' ');
            } else if (c >= ' ' && c != 0x7F) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String address(Value value) {
        byte[] b = value.bytes();
        int from = value.offset();
        if (value.length() == 4) {
            return (b[from] & 0xFF)
                    + "."
                    + (b[from + 1] & 0xFF)
                    + "."
                    + (b[from + 2] & 0xFF)
                    + "."
                    + (b[from + 3] & 0xFF);
        }
        return value.length() == 16 ? version6(b, from) : "";
    }

    /** RFC 5952: the longest run of zeros becomes two colons. */
    private static String version6(byte[] b, int from) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (b[from + 2 * i] & 0xFF) << 8 | (b[from + 2 * i + 1] & 0xFF);
        }
        int start = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                longest = end - i;
                start = i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                out.append("::");
                i += longest - 1;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }
}
