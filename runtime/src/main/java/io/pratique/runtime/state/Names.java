package io.pratique.runtime.state;

import io.pratique.runtime.capture.RawEvent;
import java.util.Arrays;

/**
 * Keeps byte arrays that were needed lately, so that the same path, command line or address is held
 * once, and is not allocated again when it comes back.
 */
final class Names {
    private static final byte[] EMPTY = new byte[0];
    private static final int SLOTS = 1 << 12;
    private static final int LONGEST = 1 << 12;

    private final byte[][] kept = new byte[SLOTS][];

    Names() {
        Arrays.fill(kept, EMPTY);
    }

    byte[] of(byte[] bytes, int from, int length) {
        if (length == 0) {
            return EMPTY;
        }
        if (length > LONGEST) {
            return Arrays.copyOfRange(bytes, from, from + length);
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        hash ^= hash >>> 15;
        int slot = hash & (SLOTS - 1);
        byte[] known = kept[slot];
        if (known.length == length && Arrays.equals(known, 0, length, bytes, from, from + length)) {
            return known;
        }
        byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
        kept[slot] = copy;
        return copy;
    }

    byte[] of(TextBuilder text) {
        return of(text.bytes(), 0, text.length());
    }

    /** A parameter as text; empty when it was not recorded. */
    byte[] text(RawEvent event, int index) {
        return event.has(index)
                ? of(event.bytes(index), event.offset(index), event.textLength(index))
                : EMPTY;
    }

    /** A parameter as it is; empty when it was not recorded. */
    byte[] bytes(RawEvent event, int index) {
        return event.has(index)
                ? of(event.bytes(index), event.offset(index), event.length(index))
                : EMPTY;
    }
}
