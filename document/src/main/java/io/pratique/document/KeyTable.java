package io.pratique.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A fixed set of key names, looked up by the hash that a document keeps with each key: no text is
 * decoded.
 */
public final class KeyTable {
    private final byte[][] names;
    private final int[] slots;
    private final int mask;

    private KeyTable(byte[][] names, int[] slots) {
        this.names = names;
        this.slots = slots;
        this.mask = slots.length - 1;
    }

    /** A table in which each name's number is its place in the arguments. */
    public static KeyTable of(String... names) {
        byte[][] bytes = new byte[names.length][];
        int[] slots = new int[Integer.highestOneBit(Math.max(4, names.length * 4))];
        Arrays.fill(slots, -1);
        for (int i = 0; i < names.length; i++) {
            bytes[i] = names[i].getBytes(StandardCharsets.UTF_8);
            int slot = hash(bytes[i], 0, bytes[i].length) & (slots.length - 1);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i;
        }
        return new KeyTable(bytes, slots);
    }

    /** The number of a key, or -1 when the table does not have it. */
    public int find(Document document, int key) {
        int slot = document.hash(key) & mask;
        while (slots[slot] >= 0) {
            int number = slots[slot];
            if (document.sameBytes(key, names[number])) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    /** The hash of a text's bytes in UTF-8. */
    static int hash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                return hash(bytes, 0, bytes.length);
            }
            hash = 31 * hash + c;
        }
        return hash ^ (hash >>> 15);
    }

    static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ (hash >>> 15);
    }
}
