package io.pratique.runtime.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From a node and a byte to a node. Bytes that are nowhere used share a class, so a node takes as
 * many places as there are different bytes in the texts.
 */
final class Transitions {
    private final byte[] classes;
    private final int width;
    private final int[] targets;

    private Transitions(byte[] classes, int width, int[] targets) {
        this.classes = classes;
        this.width = width;
        this.targets = targets;
    }

    /** The next node, or -1. */
    int next(int node, byte b) {
        return targets[node * width + (classes[b & 0xFF] & 0xFF)];
    }

    /** Builds a tree of nodes, the root is 0. */
    static final class Builder {
        private final int words;
        private final List<int[]> rows = new ArrayList<>();

        /** For each node the bytes and the nodes that follow, in the order in which they came. */
        private final List<int[]> children = new ArrayList<>();

        Builder(int words) {
            this.words = words;
            newNode();
        }

        private int newNode() {
            rows.add(new int[words]);
            children.add(new int[0]);
            return rows.size() - 1;
        }

        int size() {
            return rows.size();
        }

        /** The node behind a byte, made when it is not there. */
        int child(int node, int b) {
            int known = childOrNone(node, b);
            if (known >= 0) {
                return known;
            }
            int made = newNode();
            int[] old = children.get(node);
            int[] longer = Arrays.copyOf(old, old.length + 2);
            longer[old.length] = b;
            longer[old.length + 1] = made;
            children.set(node, longer);
            return made;
        }

        /** The node behind a byte, or -1. */
        int childOrNone(int node, int b) {
            int[] pairs = children.get(node);
            for (int i = 0; i < pairs.length; i += 2) {
                if (pairs[i] == b) {
                    return pairs[i + 1];
                }
            }
            return -1;
        }

        /** Pairs of a byte and a node. */
        int[] childrenOf(int node) {
            return children.get(node);
        }

        void add(int node, int[] row) {
            or(rows.get(node), row);
        }

        int[] row(int node) {
            return rows.get(node);
        }

        /** The rows, each with those of the nodes above it. Children come behind their parents. */
        int[][] inheritedRows() {
            int[][] result = rows.stream().map(int[]::clone).toArray(int[][]::new);
            for (int node = 0; node < result.length; node++) {
                int[] pairs = children.get(node);
                for (int i = 0; i < pairs.length; i += 2) {
                    or(result[pairs[i + 1]], result[node]);
                }
            }
            return result;
        }

        Transitions build() {
            byte[] classes = new byte[256];
            boolean[] used = new boolean[256];
            for (int[] pairs : children) {
                for (int i = 0; i < pairs.length; i += 2) {
                    used[pairs[i]] = true;
                }
            }
            int width = 0;
            boolean hasUnused = false;
            for (int b = 0; b < 256; b++) {
                if (used[b]) {
                    classes[b] = (byte) width++;
                } else {
                    hasUnused = true;
                }
            }
            if (hasUnused) {
                for (int b = 0; b < 256; b++) {
                    if (!used[b]) {
                        classes[b] = (byte) width;
                    }
                }
                width++;
            }
            int[] targets = new int[children.size() * width];
            Arrays.fill(targets, -1);
            for (int node = 0; node < children.size(); node++) {
                int[] pairs = children.get(node);
                for (int i = 0; i < pairs.length; i += 2) {
                    targets[node * width + (classes[pairs[i]] & 0xFF)] = pairs[i + 1];
                }
            }
            return new Transitions(classes, width, targets);
        }

        static void or(int[] into, int[] row) {
            for (int i = 0; i < into.length; i++) {
                into[i] |= row[i];
            }
        }
    }
}
