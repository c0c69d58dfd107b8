package io.pratique.runtime.output;

/** Writes JSON to a text, one value after the other. Not for several threads. */
public final class JsonText {
    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    /** What was written. */
    @Override
    public String toString() {
        return out.toString();
    }

    public JsonText beginObject() {
        separate();
        out.append('{');
        first = true;
        return this;
    }

    public JsonText endObject() {
        out.append('}');
        first = false;
        return this;
    }

    public JsonText beginArray() {
        separate();
        out.append('[');
        first = true;
        return this;
    }

    public JsonText endArray() {
        out.append(']');
        first = false;
        return this;
    }

    /** The key of the value that follows. */
    public JsonText key(String name) {
        separate();
        quote(name);
        out.append(':');
        first = true;
        return this;
    }

    public JsonText text(String value) {
        separate();
        quote(value);
        return this;
    }

    public JsonText number(long value) {
        separate();
        out.append(value);
        return this;
    }

    /** A number without a sign. */
    public JsonText unsigned(long value) {
        separate();
        out.append(Long.toUnsignedString(value));
        return this;
    }

    /** A number with a fraction; null when it is none. */
    public JsonText real(double value) {
        separate();
        out.append(Double.isFinite(value) ? Double.toString(value) : "null");
        return this;
    }

    public JsonText bool(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    public JsonText none() {
        separate();
        out.append("null");
        return this;
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quote(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c == 0x7F || isHalf(value, i)) {
                        out.append(String.format("\\u%04x", (int) (isHalf(value, i) ? 0xFFFD : c)));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half a surrogate pair, which UTF-8 cannot carry. */
    private static boolean isHalf(String value, int index) {
        char c = value.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == value.length()
                    || !Character.isLowSurrogate(value.charAt(index + 1));
        }
        return Character.isLowSurrogate(c)
                && (index == 0 || !Character.isHighSurrogate(value.charAt(index - 1)));
    }
}
