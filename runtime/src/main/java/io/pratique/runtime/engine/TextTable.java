package io.pratique.runtime.engine;

import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.filter.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

/**
 * Finds whole texts. The hash looks at the length and at no more than 24 bytes, so that its cost
 * does not grow with the value; what has the same hash is compared.
 */
final class TextTable implements RowTable {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NO_KEY = new byte[0];

    private final int[] none;
    private final byte[][] keys;
    private final int[][] rows;

    /** 0 where there is no key. */
    private final int[] hashes;

    private final int mask;

    /** Bit n: some key has the length n; the last bit stands for all greater lengths. */
    private final long lengths;

    TextTable(Map<Bytes, int[]> entries, int words) {
        none = new int[words];
        int size = Integer.highestOneBit(Math.max(entries.size(), 1)) * 4;
        mask = size - 1;
        keys = new byte[size][];
        Arrays.fill(keys, NO_KEY);
        rows = new int[size][];
        Arrays.fill(rows, none);
        hashes = new int[size];
        long seen = 0;
        for (Map.Entry<Bytes, int[]> entry : entries.entrySet()) {
            byte[] key = entry.getKey().toArray();
            seen |= 1L << Math.min(key.length, 63);
            int hash = hash(key, 0, key.length);
            int at = hash & mask;
            while (hashes[at] != 0) {
                at = at + 1 & mask;
            }
            keys[at] = key;
            rows[at] = entry.getValue();
            hashes[at] = hash;
        }
        lengths = seen;
    }

    @Override
    public int[] find(Value value, int[] scratch) {
        int length = value.length();
        if ((lengths & 1L << Math.min(length, 63)) == 0) {
            return none;
        }
        byte[] bytes = value.bytes();
        int from = value.offset();
        int hash = hash(bytes, from, length);
        for (int at = hash & mask; ; at = at + 1 & mask) {
            int known = hashes[at];
            if (known == 0) {
                return none;
            }
            if (known == hash) {
                byte[] key = keys[at];
                if (key.length == length
                        && Arrays.equals(bytes, from, from + length, key, 0, length)) {
                    return rows[at];
                }
            }
        }
    }

    /** Never 0. */
    private static int hash(byte[] bytes, int from, int length) {
        long hash = length * 0x9E3779B97F4A7C15L;
        if (length >= 8) {
            hash ^= (long) LONG.get(bytes, from) * 0xFF51AFD7ED558CCDL;
            hash = Long.rotateLeft(hash, 29);
            hash ^= (long) LONG.get(bytes, from + length - 8) * 0xC4CEB9FE1A85EC53L;
            if (length > 16) {
                hash = Long.rotateLeft(hash, 29);
                hash ^= (long) LONG.get(bytes, from + length / 2 - 4) * 0x87C37B91114253D5L;
            }
        } else if (length >= 4) {
            long low = (int) INT.get(bytes, from);
            long high = (int) INT.get(bytes, from + length - 4);
            hash ^= (low << 32 ^ high & 0xFFFFFFFFL) * 0xFF51AFD7ED558CCDL;
        } else if (length > 0) {
            long three =
                    (bytes[from] & 0xFF)
                            | (bytes[from + length / 2] & 0xFF) << 8
                            | (bytes[from + length - 1] & 0xFF) << 16;
            hash ^= three * 0xFF51AFD7ED558CCDL;
        }
        int folded = (int) (hash ^ hash >>> 32);
        return folded == 0 ? 1 : folded;
    }
}
