package io.pratique.runtime.capture;

import io.pratique.runtime.event.EventType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The current event of an {@link EventSource}: one object, filled again for every event.
 *
 * <p>Parameters are slices of arrays that belong to the source and are good until its next event.
 * Numbers are little-endian. A parameter of length 0 is one that was not recorded.
 *
 * <p>A type that leaves a system call has the parameters that the table gives it, and behind them
 * those that only the type that enters the call has: see {@link EventLayouts}.
 */
public final class RawEvent {
    /** No event has more parameters. */
    public static final int MAX_PARAMETERS = 64;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NO_BYTES = new byte[0];

    private EventType type;
    private long number;
    private long time;
    private long tid;
    private int cpu;
    private int count;
    private final byte[][] arrays = new byte[MAX_PARAMETERS][];
    private final int[] offsets = new int[MAX_PARAMETERS];
    private final int[] lengths = new int[MAX_PARAMETERS];

    /**
     * An event without parameters.
     *
     * @param type what it is until it is filled
     */
    public RawEvent(EventType type) {
        this.type = type;
        Arrays.fill(arrays, NO_BYTES);
    }

    /** Begins the next event, which has no parameters yet. */
    public void begin(EventType newType, long newNumber, long newTime, int newCpu, long newTid) {
        type = newType;
        number = newNumber;
        time = newTime;
        cpu = newCpu;
        tid = newTid;
        count = 0;
    }

    /** Adds a parameter: a slice, not a copy. */
    @SuppressWarnings(
            "ReferenceEquality") // Most parameters are of the same array: spare the write.
    public void add(byte[] array, int offset, int length) {
        int i = count++;
        if (arrays[i] != array) {
            arrays[i] = array;
        }
        offsets[i] = offset;
        lengths[i] = length;
    }

    /** Adds a parameter that was not recorded. */
    public void addMissing() {
        add(NO_BYTES, 0, 0);
    }

    public EventType type() {
        return type;
    }

    /**
     * The place of the event in its stream, counted from 1. In a capture every recorded event
     * counts, also those that only enter a system call and are not delivered on their own.
     */
    public long number() {
        return number;
    }

    /** Nanoseconds since 1970. */
    public long time() {
        return time;
    }

    public int cpu() {
        return cpu;
    }

    /** The thread that made the event. */
    public long tid() {
        return tid;
    }

    /** The number of parameters; never more than its type has. */
    public int count() {
        return count;
    }

    /** Whether no parameter at all was recorded. */
    public boolean isBare() {
        for (int i = 0; i < count; i++) {
            if (lengths[i] > 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a parameter was recorded; false for an index of -1. */
    public boolean has(int index) {
        return index >= 0 && index < count && lengths[index] > 0;
    }

    /** The array that holds a parameter: not to be changed, and not to be kept. */
    public byte[] bytes(int index) {
        return arrays[index];
    }

    public int offset(int index) {
        return offsets[index];
    }

    /** The length in bytes. */
    public int length(int index) {
        return lengths[index];
    }

    /** A parameter as a number with a sign, by its length; 0 when it has no length of a number. */
    public long signed(int index) {
        byte[] array = arrays[index];
        int offset = offsets[index];
        return switch (lengths[index]) {
            case 8 -> (long) LONG.get(array, offset);
            case 4 -> (int) INT.get(array, offset);
            case 2 -> (short) SHORT.get(array, offset);
            case 1 -> array[offset];
            default -> 0;
        };
    }

    /** A parameter as a number without a sign, by its length; 0 when it has no length of one. */
    public long unsigned(int index) {
        byte[] array = arrays[index];
        int offset = offsets[index];
        return switch (lengths[index]) {
            case 8 -> (long) LONG.get(array, offset);
            case 4 -> (int) INT.get(array, offset) & 0xFFFF_FFFFL;
            case 2 -> (short) SHORT.get(array, offset) & 0xFFFFL;
            case 1 -> array[offset] & 0xFFL;
            default -> 0;
        };
    }

    /** As {@link #signed}, or another number when the parameter was not recorded. */
    public long signed(int index, long otherwise) {
        return has(index) ? signed(index) : otherwise;
    }

    /** As {@link #unsigned}, or another number when the parameter was not recorded. */
    public long unsigned(int index, long otherwise) {
        return has(index) ? unsigned(index) : otherwise;
    }

    /** The length of a parameter that is text, without the NUL that may end it. */
    public int textLength(int index) {
        int length = lengths[index];
        byte[] array = arrays[index];
        int offset = offsets[index];
        // Text ends at the first NUL, as it does for those who wrote it.
        for (int i = 0; i < length; i++) {
            if (array[offset + i] == 0) {
                return i;
            }
        }
        return length;
    }

    /** A copy of a parameter that is text. */
    public byte[] textCopy(int index) {
        int offset = offsets[index];
        return Arrays.copyOfRange(arrays[index], offset, offset + textLength(index));
    }

    /** A copy of a parameter. */
    public byte[] copy(int index) {
        int offset = offsets[index];
        return Arrays.copyOfRange(arrays[index], offset, offset + lengths[index]);
    }
}
