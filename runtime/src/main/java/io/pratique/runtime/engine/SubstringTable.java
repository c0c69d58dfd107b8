package io.pratique.runtime.engine;

import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.filter.Value;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;

/** Finds all texts that stand somewhere in a value, in one walk (Aho and Corasick). */
final class SubstringTable implements RowTable {
    private final short[] classes = new short[256];
    private final int width;

    /**
     * By state and class: the next state times the width; negative, inverted, when it has a row.
     */
    private final int[] targets;

    private final int[][] rows;
    private final int shortest;
    private final int[] atStart;

    SubstringTable(Map<Bytes, int[]> entries, int words, boolean ignoreCase) {
        Transitions.Builder builder = new Transitions.Builder(words);
        int least = Integer.MAX_VALUE;
        for (Map.Entry<Bytes, int[]> entry : entries.entrySet()) {
            Bytes text = entry.getKey();
            int node = 0;
            for (int i = 0; i < text.length(); i++) {
                node = builder.child(node, fold(text.at(i) & 0xFF, ignoreCase));
            }
            builder.add(node, entry.getValue());
            least = Math.min(least, text.length());
        }
        shortest = least;
        width = classes(builder, ignoreCase);
        int count = builder.size();
        rows = new int[count][];
        for (int node = 0; node < count; node++) {
            rows[node] = builder.row(node).clone();
        }
        int[] next = new int[count * width];
        int[] fallback = new int[count];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        int[] first = builder.childrenOf(0);
        for (int i = 0; i < first.length; i += 2) {
            next[classes[first[i]]] = first[i + 1];
            queue.add(first[i + 1]);
        }
        while (!queue.isEmpty()) {
            int node = queue.remove();
            int back = fallback[node];
            Transitions.Builder.or(rows[node], rows[back]);
            System.arraycopy(next, back * width, next, node * width, width);
            int[] pairs = builder.childrenOf(node);
            for (int i = 0; i < pairs.length; i += 2) {
                int c = classes[pairs[i]];
                fallback[pairs[i + 1]] = next[back * width + c];
                next[node * width + c] = pairs[i + 1];
                queue.add(pairs[i + 1]);
            }
        }
        targets = new int[next.length];
        for (int i = 0; i < next.length; i++) {
            boolean hasRow = !isZero(rows[next[i]]);
            targets[i] = hasRow ? ~(next[i] * width) : next[i] * width;
        }
        atStart = rows[0];
    }

    private int classes(Transitions.Builder builder, boolean ignoreCase) {
        boolean[] used = new boolean[256];
        for (int node = 0; node < builder.size(); node++) {
            int[] pairs = builder.childrenOf(node);
            for (int i = 0; i < pairs.length; i += 2) {
                used[pairs[i]] = true;
            }
        }
        // Class 0 is that of the bytes which stand in no text.
        int count = 1;
        for (int b = 0; b < 256; b++) {
            if (used[b]) {
                classes[b] = (short) count++;
            }
        }
        if (ignoreCase) {
            for (int b = 'A'; b <= 'Z'; b++) {
                classes[b] = classes[b + 32];
            }
        }
        return count;
    }

    private static int fold(int b, boolean ignoreCase) {
        return ignoreCase && b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private static boolean isZero(int[] row) {
        for (int word : row) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int[] find(Value value, int[] scratch) {
        if (value.length() < shortest) {
            return atStart;
        }
        byte[] bytes = value.bytes();
        int end = value.offset() + value.length();
        int state = 0;
        boolean found = false;
        for (int at = value.offset(); at < end; at++) {
            state = targets[state + classes[bytes[at] & 0xFF]];
            if (state < 0) {
                state = ~state;
                if (!found) {
                    Arrays.fill(scratch, 0);
                    found = true;
                }
                Transitions.Builder.or(scratch, rows[state / width]);
            }
        }
        return found ? scratch : atStart;
    }
}
