package io.pratique.runtime.engine;

import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.filter.Expression;
import io.pratique.runtime.filter.Filter;
import io.pratique.runtime.language.Operator;
import java.util.Arrays;

/**
 * Guesses what a condition costs and how often it holds, so that what decides soonest for least is
 * judged first. Order has no influence on the answer.
 */
final class Estimate {
    private final Graph graph;
    private final double[] costs;
    private final double[] chances;

    Estimate(Graph graph) {
        this.graph = graph;
        costs = new double[graph.size()];
        chances = new double[graph.size()];
        Arrays.fill(costs, -1);
    }

    /** In about a nanosecond each. */
    double cost(int node) {
        compute(node);
        return costs[node];
    }

    /** Lower is better first: what it costs to be rid of the whole. */
    double rank(int literal) {
        return cost(Graph.node(literal)) / Math.max(1 - chance(literal), 0.001);
    }

    private double chance(int literal) {
        int node = Graph.node(literal);
        compute(node);
        return Graph.isNegated(literal) ? 1 - chances[node] : chances[node];
    }

    private void compute(int node) {
        if (costs[node] >= 0) {
            return;
        }
        if (node == 0) {
            costs[node] = 0;
            chances[node] = 1;
        } else if (graph.isLeaf(node)) {
            leaf(node);
        } else {
            int[] operands = graph.operands(node);
            double cost = 1;
            double chance = 1;
            Integer[] order = new Integer[operands.length];
            for (int i = 0; i < order.length; i++) {
                order[i] = operands[i];
                // Now, so that sorting does not go down: it would need many frames of the stack.
                compute(Graph.node(operands[i]));
            }
            Arrays.sort(order, (a, b) -> Double.compare(rank(a), rank(b)));
            for (int operand : order) {
                cost += chance * cost(Graph.node(operand));
                chance *= chance(operand);
            }
            costs[node] = cost;
            chances[node] = chance;
        }
    }

    private void leaf(int node) {
        switch (graph.leafAt(node)) {
            case Leaf.Present present -> set(node, read(present.slot()), 0.9);
            case Leaf.Whole whole ->
                    set(
                            node,
                            read(whole.slot()) + 1,
                            whole.operator() == Operator.EQUAL ? 0.2 : 0.5);
            case Leaf.Real real -> set(node, read(real.slot()) + 1, 0.3);
            case Leaf.Bit bit -> {
                RowGroup group = graph.group(bit.group());
                RowGroup.Key key = group.key();
                double find =
                        switch (key.kind()) {
                            case NUMBER -> 2;
                            case TEXT -> 5;
                            case PREFIX, SUFFIX -> 8;
                            case PATH, NETWORK -> 12;
                            case SUBSTRING, SUBSTRING_IGNORING_CASE -> 40;
                        };
                boolean isList = key.items() != RowGroup.Items.NONE;
                int count = group.constants(bit.bit()).size();
                set(
                        node,
                        read(key.slot()) + (isList ? 4 * find : find),
                        Math.min(0.02 * count + 0.03, 0.5));
            }
            case Leaf.Judged judged ->
                    set(
                            node,
                            read(judged.slot()) + (isRegex(judged.check()) ? 400 : 60),
                            judged.check() instanceof Filter.Compare compare
                                            && compare.operator() == Operator.NOT_EQUAL
                                    ? 0.9
                                    : 0.2);
            case Leaf.Pair pair -> set(node, read(pair.left()) + read(pair.right()) + 10, 0.3);
        }
    }

    private void set(int node, double cost, double chance) {
        costs[node] = cost;
        chances[node] = chance;
    }

    private static boolean isRegex(Filter.Check check) {
        return (check instanceof Filter.Compare compare && compare.operator() == Operator.REGEX)
                || (check instanceof Filter.Quantified quantified
                        && quantified.operator() == Operator.REGEX);
    }

    private double read(int slot) {
        return switch (graph.slots().get(slot)) {
            case Expression.Read read -> read(read.field());
            case Expression.Literal _ -> 1;
            case Expression.Listing _, Expression.Transformed _ -> 50;
        };
    }

    private static double read(FieldRead field) {
        if (field.many() == FieldRead.Many.ANY) {
            return 20;
        }
        String name = field.field().name();
        if (name.startsWith("evt.arg") || name.contains("cmdline") || name.contains("env")) {
            return 20;
        }
        return name.startsWith("evt.") ? 2 : 5;
    }
}
