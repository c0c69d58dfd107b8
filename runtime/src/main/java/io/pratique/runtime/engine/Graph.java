package io.pratique.runtime.engine;

import io.pratique.runtime.filter.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Conditions of all rules as one graph without cycles. A literal is a node and a sign: twice the
 * node's number, plus one when it is negated. There is no "or": it is a negated "and" of negated
 * literals, so conditions that differ only by the laws of De Morgan are one node.
 */
final class Graph {
    static final int TRUE = 0;
    static final int FALSE = 1;

    private static final int[] NO_OPERANDS = new int[0];

    private final List<Expression> slots = new ArrayList<>();
    private final Map<Expression, Integer> slotOf = new HashMap<>();
    private final List<RowGroup> groups = new ArrayList<>();
    private final Map<RowGroup.Key, Integer> groupOf = new HashMap<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final Map<Leaf, Integer> leafNode = new HashMap<>();

    /** By node: the leaf's number, or -1; node 0 is the truth. */
    private int[] leafOf = new int[256];

    /** By node: sorted literals that must all hold. */
    private int[][] operands = new int[256][];

    private int size;
    private final Map<Operands, Integer> andNode = new HashMap<>();

    /** Literals as a key. */
    private static final class Operands {
        private final int[] literals;

        Operands(int[] literals) {
            this.literals = literals;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Operands that && Arrays.equals(literals, that.literals);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(literals);
        }
    }

    Graph() {
        newNode(-1, NO_OPERANDS);
    }

    private int newNode(int leaf, int[] literals) {
        if (size == leafOf.length) {
            leafOf = Arrays.copyOf(leafOf, size * 2);
            operands = Arrays.copyOf(operands, size * 2);
        }
        leafOf[size] = leaf;
        operands[size] = literals;
        return size++;
    }

    /** The number of nodes. */
    int size() {
        return size;
    }

    static int not(int literal) {
        return literal ^ 1;
    }

    static int node(int literal) {
        return literal >> 1;
    }

    static boolean isNegated(int literal) {
        return (literal & 1) != 0;
    }

    int slot(Expression expression) {
        Integer known = slotOf.get(expression);
        if (known != null) {
            return known;
        }
        int slot = slots.size();
        slots.add(expression);
        slotOf.put(expression, slot);
        return slot;
    }

    List<Expression> slots() {
        return slots;
    }

    List<RowGroup> groups() {
        return groups;
    }

    RowGroup group(int group) {
        return groups.get(group);
    }

    int group(RowGroup.Key key) {
        Integer known = groupOf.get(key);
        if (known != null) {
            return known;
        }
        int group = groups.size();
        groups.add(new RowGroup(key));
        groupOf.put(key, group);
        return group;
    }

    /** The literal of a leaf. */
    int leaf(Leaf leaf) {
        Integer known = leafNode.get(leaf);
        if (known != null) {
            return known << 1;
        }
        int node = newNode(leaves.size(), NO_OPERANDS);
        leaves.add(leaf);
        leafNode.put(leaf, node);
        return node << 1;
    }

    boolean isLeaf(int node) {
        return leafOf[node] >= 0;
    }

    Leaf leafAt(int node) {
        return leaves.get(leafOf[node]);
    }

    int leafCount() {
        return leaves.size();
    }

    /** The literals of a node that is no leaf; not to be changed. */
    int[] operands(int node) {
        return operands[node];
    }

    int or(int[] literals) {
        int[] negated = literals.clone();
        for (int i = 0; i < negated.length; i++) {
            negated[i] ^= 1;
        }
        return not(and(negated));
    }

    /** All of these; the array is left as it is. */
    int and(int... literals) {
        int[] sorted = literals.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (int literal : sorted) {
            if (literal == FALSE) {
                return FALSE;
            }
            if (literal == TRUE || (count > 0 && sorted[count - 1] == literal)) {
                continue;
            }
            // A literal and its opposite stand side by side.
            if (count > 0 && sorted[count - 1] == not(literal)) {
                return FALSE;
            }
            sorted[count++] = literal;
        }
        if (count == 0) {
            return TRUE;
        }
        if (count == 1) {
            return sorted[0];
        }
        int[] kept = Arrays.copyOf(sorted, count);
        Operands key = new Operands(kept);
        Integer known = andNode.get(key);
        if (known != null) {
            return known << 1;
        }
        int node = newNode(-1, kept);
        andNode.put(key, node);
        return node << 1;
    }
}
