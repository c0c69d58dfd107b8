package io.pratique.runtime.engine;

import io.pratique.runtime.field.Constant;
import io.pratique.runtime.filter.Value;
import java.util.Arrays;
import java.util.Map;

/** Finds all networks that an address lies in: a binary tree for each of the two lengths. */
final class NetworkTrie implements RowTable {
    private final int[] none;
    private final Tree version4;
    private final Tree version6;

    NetworkTrie(Map<Constant.Network, int[]> entries, int words) {
        none = new int[words];
        version4 = new Tree(entries, 4, words);
        version6 = new Tree(entries, 16, words);
    }

    @Override
    public int[] find(Value value, int[] scratch) {
        return switch (value.length()) {
            case 4 -> version4.find(value);
            case 16 -> version6.find(value);
            default -> none;
        };
    }

    private static final class Tree {
        /** Two places for each node, 0 for none. */
        private int[] children = new int[64];

        private int[][] rows = new int[32][];
        private int size = 1;
        private final int depth;

        Tree(Map<Constant.Network, int[]> entries, int length, int words) {
            rows[0] = new int[words];
            int deepest = 0;
            for (Map.Entry<Constant.Network, int[]> entry : entries.entrySet()) {
                Constant.Network network = entry.getKey();
                if (network.bytes().length() != length) {
                    continue;
                }
                int node = 0;
                for (int bit = 0; bit < network.prefix(); bit++) {
                    int side = network.bytes().at(bit >> 3) >> (7 - (bit & 7)) & 1;
                    node = child(node, side, words);
                }
                Transitions.Builder.or(rows[node], entry.getValue());
                deepest = Math.max(deepest, network.prefix());
            }
            depth = deepest;
            for (int node = 0; node < size; node++) {
                for (int side = 0; side < 2; side++) {
                    int child = children[2 * node + side];
                    if (child != 0) {
                        Transitions.Builder.or(rows[child], rows[node]);
                    }
                }
            }
        }

        private int child(int node, int side, int words) {
            int known = children[2 * node + side];
            if (known != 0) {
                return known;
            }
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, size * 2);
                children = Arrays.copyOf(children, size * 4);
            }
            rows[size] = new int[words];
            children[2 * node + side] = size;
            return size++;
        }

        int[] find(Value address) {
            byte[] bytes = address.bytes();
            int from = address.offset();
            int node = 0;
            for (int bit = 0; bit < depth; bit++) {
                int next = children[2 * node + (bytes[from + (bit >> 3)] >> (7 - (bit & 7)) & 1)];
                if (next == 0) {
                    break;
                }
                node = next;
            }
            return rows[node];
        }
    }
}
