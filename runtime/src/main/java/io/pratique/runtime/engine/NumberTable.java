package io.pratique.runtime.engine;

import io.pratique.runtime.filter.Value;
import java.util.Arrays;
import java.util.Map;

/** Finds whole numbers. */
final class NumberTable implements RowTable {
    private final int[] none;
    private final long[] keys;
    private final int[][] rows;
    private final boolean[] used;
    private final int mask;

    NumberTable(Map<Long, int[]> entries, int words) {
        none = new int[words];
        int size = Integer.highestOneBit(Math.max(entries.size(), 1)) * 4;
        mask = size - 1;
        keys = new long[size];
        rows = new int[size][];
        used = new boolean[size];
        Arrays.fill(rows, none);
        entries.forEach((key, row) -> {
            int at = place(key);
            while (used[at]) {
                at = at + 1 & mask;
            }
            used[at] = true;
            keys[at] = key;
            rows[at] = row;
        });
    }

    private int place(long number) {
        long hash = number * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 40) & mask;
    }

    @Override
    public int[] find(Value value, int[] scratch) {
        long number = value.number();
        for (int at = place(number); ; at = at + 1 & mask) {
            if (!used[at] || keys[at] == number) {
                return rows[at];
            }
        }
    }
}
