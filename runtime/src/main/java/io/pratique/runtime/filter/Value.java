package io.pratique.runtime.filter;

import io.pratique.runtime.field.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A place that a {@link FieldReader} writes a value to. It is made once and used for every event,
 * so reading makes no object. Bytes are a slice of an array that belongs to the reader and is good
 * until the next event.
 */
public final class Value {
    /** What is in it. */
    public enum Kind {
        NONE,
        /** {@link #number}: numbers and booleans; unsigned ones by their bits. */
        NUMBER,
        /** {@link #real}. */
        REAL,
        /** {@link #bytes} from {@link #offset}, {@link #length} long: text, bytes, addresses. */
        BYTES,
        /** {@link #size} items. */
        LIST
    }

    private static final byte[] NO_BYTES = new byte[0];
    private static final Value[] NO_ITEMS = new Value[0];

    private Kind kind = Kind.NONE;
    private long number;
    private double real;
    private byte[] bytes = NO_BYTES;
    private int offset;
    private int length;
    private Value[] items = NO_ITEMS;
    private int size;

    public Kind kind() {
        return kind;
    }

    public long number() {
        return number;
    }

    public double real() {
        return real;
    }

    /** The array that holds the slice: not to be changed, and not to be kept. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** The number of items; 0 for everything but lists. */
    public int size() {
        return kind == Kind.LIST ? size : 0;
    }

    public Value item(int index) {
        return items[index];
    }

    public void setNone() {
        kind = Kind.NONE;
    }

    public void setNumber(long value) {
        kind = Kind.NUMBER;
        number = value;
    }

    public void setBoolean(boolean value) {
        setNumber(value ? 1 : 0);
    }

    public void setReal(double value) {
        kind = Kind.REAL;
        real = value;
    }

    /** A slice, without a copy. */
    public void setBytes(byte[] array, int from, int count) {
        kind = Kind.BYTES;
        bytes = array;
        offset = from;
        length = count;
    }

    /** Allocates: for tests and rare values. */
    public void setText(String text) {
        byte[] array = text.getBytes(StandardCharsets.UTF_8);
        setBytes(array, 0, array.length);
    }

    /** Allocates a copy. */
    public void setBytes(Bytes value) {
        byte[] array = value.toArray();
        setBytes(array, 0, array.length);
    }

    /** Makes it an empty list; items of earlier lists are used again. */
    public void beginList() {
        kind = Kind.LIST;
        size = 0;
    }

    /** A new item at the end of the list, to be set. */
    public Value addItem() {
        if (size == items.length) {
            int old = items.length;
            items = Arrays.copyOf(items, Math.max(4, old * 2));
            for (int i = old; i < items.length; i++) {
                items[i] = new Value();
            }
        }
        Value item = items[size++];
        item.setNone();
        return item;
    }

    /** The slice as UTF-8, with a replacement for what is none; allocates. */
    public String text() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "none";
            case NUMBER -> Long.toString(number);
            case REAL -> Double.toString(real);
            case BYTES -> text();
            case LIST -> Arrays.toString(Arrays.copyOf(items, size));
        };
    }
}
