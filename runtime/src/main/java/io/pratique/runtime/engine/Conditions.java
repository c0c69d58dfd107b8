package io.pratique.runtime.engine;

import io.pratique.runtime.filter.Filter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Compares conditions as the engine sees them: by what they say, not by how they are written. What
 * it says is certain; that two conditions differ is not.
 */
public final class Conditions {
    private final Graph graph = new Graph();
    private final GraphBuilder builder = new GraphBuilder(graph);

    /** A condition among others of the same object. */
    public record Handle(int literal) {}

    public Handle of(Filter filter) {
        return new Handle(builder.add(filter));
    }

    /** Whether it holds for no event, by its form alone. */
    public boolean isNever(Handle condition) {
        return condition.literal() == Graph.FALSE;
    }

    /** Whether it holds for every event, by its form alone. */
    public boolean isAlways(Handle condition) {
        return condition.literal() == Graph.TRUE;
    }

    /** Whether one holds whenever another does: it asks for a part of what the other asks for. */
    public boolean covers(Handle wide, Handle narrow) {
        if (wide.literal() == narrow.literal()) {
            return true;
        }
        int[] all = parts(narrow.literal());
        for (int part : parts(wide.literal())) {
            if (Arrays.stream(all).noneMatch(other -> other == part)) {
                return false;
            }
        }
        return true;
    }

    /** The literals that must all hold, those of inner conjunctions included. */
    private int[] parts(int literal) {
        Set<Integer> parts = new LinkedHashSet<>();
        collect(literal, parts);
        return parts.stream().mapToInt(Integer::intValue).toArray();
    }

    private void collect(int literal, Set<Integer> parts) {
        int node = Graph.node(literal);
        if (Graph.isNegated(literal) || graph.isLeaf(node) || node == 0) {
            parts.add(literal);
            return;
        }
        for (int operand : graph.operands(node)) {
            collect(operand, parts);
        }
    }
}
