package io.pratique.runtime.engine;

import io.pratique.runtime.event.EventSet;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.EventType;
import io.pratique.runtime.filter.Expression;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.filter.Value;
import io.pratique.runtime.rule.DetectionRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be judged for each event type. The type of an event decides every condition on {@code
 * evt.type}, so these are put in before any event comes; what then cannot hold is gone, and types
 * that leave the same conditions share a program.
 */
final class Plan {
    /**
     * Rules are tried on these whatever types they name, as Falco does; {@code evt.type} is the
     * name that an asynchronous event carries.
     */
    private static final List<String> ALWAYS = List.of("asyncevent", "pluginevent");

    /** Events whose number does not say what {@code evt.type} is. */
    private static final List<String> OPEN = List.of("syscall", "asyncevent", "pluginevent");

    private final Graph graph;
    private final int[] programOf;
    private final List<Program> programs = new ArrayList<>();
    private final int[] uses;

    /** Rules by their numbers, ascending, and the literals that must hold for them. */
    static final class Program {
        private final int[] rules;
        private final int[] literals;

        Program(int[] rules, int[] literals) {
            this.rules = rules;
            this.literals = literals;
        }

        /** Not to be changed. */
        int[] rules() {
            return rules;
        }

        /** Not to be changed. */
        int[] literals() {
            return literals;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Program that
                    && Arrays.equals(rules, that.rules)
                    && Arrays.equals(literals, that.literals);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(rules) + Arrays.hashCode(literals);
        }
    }

    /** What a type decides: equal signatures leave equal conditions. */
    private record Signature(BitSet rules, BitSet holding, boolean isOpen) {}

    Plan(List<DetectionRule> rules, EventTable events) {
        graph = new Graph();
        GraphBuilder builder = new GraphBuilder(graph);
        int[] literals = new int[rules.size()];
        for (int i = 0; i < literals.length; i++) {
            literals[i] = rules.get(i).enabled() ? builder.add(rules.get(i).filter()) : Graph.FALSE;
        }
        List<Integer> decided = decidedByType();
        programOf = new int[events.size()];
        Map<Signature, Integer> bySignature = new HashMap<>();
        Map<Program, Integer> byContent = new HashMap<>();
        Map<String, BitSet> holding = new HashMap<>();
        EventSet always = events.numbers(ALWAYS);
        EventSet open = events.numbers(OPEN);
        for (EventType type : events.types()) {
            boolean isOpen = open.contains(type.number());
            BitSet candidates = new BitSet();
            for (int i = 0; i < literals.length; i++) {
                if (literals[i] != Graph.FALSE
                        && (rules.get(i).eventTypes().contains(type.number())
                                || always.contains(type.number()))) {
                    candidates.set(i);
                }
            }
            BitSet held =
                    isOpen
                            ? new BitSet()
                            : holding.computeIfAbsent(type.name(), name -> held(decided, name));
            programOf[type.number()] =
                    bySignature.computeIfAbsent(
                            new Signature(candidates, held, isOpen),
                            signature -> {
                                Program program = program(signature, literals, decided);
                                return program.rules().length == 0
                                        ? -1
                                        : byContent.computeIfAbsent(
                                                program,
                                                added -> {
                                                    programs.add(added);
                                                    return programs.size() - 1;
                                                });
                            });
        }
        uses = countUses();
    }

    Graph graph() {
        return graph;
    }

    /** By the number of an event type: a program, or -1 when no rule can fire. */
    int[] programOf() {
        return programOf.clone();
    }

    List<Program> programs() {
        return programs;
    }

    /** How often a program refers to a node: the most of all programs. */
    int uses(int node) {
        return uses[node];
    }

    /** Nodes of leaves that look at nothing but the name of the event. */
    private List<Integer> decidedByType() {
        List<Integer> nodes = new ArrayList<>();
        for (int node = 1; node < graph.size(); node++) {
            if (graph.isLeaf(node)) {
                boolean decided =
                        switch (graph.leafAt(node)) {
                            case Leaf.Present present -> isType(present.slot());
                            case Leaf.Bit bit -> isType(graph.group(bit.group()).key().slot());
                            case Leaf.Judged judged -> isType(judged.slot());
                            case Leaf.Whole _, Leaf.Real _, Leaf.Pair _ -> false;
                        };
                if (decided) {
                    nodes.add(node);
                }
            }
        }
        return nodes;
    }

    private boolean isType(int slot) {
        return graph.slots().get(slot) instanceof Expression.Read read
                && read.field().field().name().equals("evt.type");
    }

    private BitSet held(List<Integer> decided, String name) {
        Value value = new Value();
        value.setText(name);
        BitSet held = new BitSet();
        for (int node : decided) {
            boolean holds =
                    switch (graph.leafAt(node)) {
                        case Leaf.Present _ -> true;
                        case Leaf.Bit bit -> {
                            RowGroup group = graph.group(bit.group());
                            int[] row = group.table().find(value, new int[group.words()]);
                            yield (row[bit.bit() >> 5] & 1 << bit.bit()) != 0;
                        }
                        case Leaf.Judged judged ->
                                Interpreter.judgeOfValue(judged.check()).holds(value);
                        case Leaf.Whole _, Leaf.Real _, Leaf.Pair _ ->
                                throw new IllegalStateException();
                    };
            held.set(node, holds);
        }
        return held;
    }

    private Program program(Signature signature, int[] literals, List<Integer> decided) {
        int[] known = new int[graph.size()];
        Arrays.fill(known, -1);
        if (!signature.isOpen()) {
            for (int node : decided) {
                known[node] = signature.holding().get(node) ? Graph.TRUE : Graph.FALSE;
            }
        }
        int[] rules = new int[signature.rules().cardinality()];
        int[] left = new int[rules.length];
        int count = 0;
        for (int rule = signature.rules().nextSetBit(0);
                rule >= 0;
                rule = signature.rules().nextSetBit(rule + 1)) {
            int literal = restrict(literals[rule], known);
            if (literal != Graph.FALSE) {
                rules[count] = rule;
                left[count++] = literal;
            }
        }
        return new Program(Arrays.copyOf(rules, count), Arrays.copyOf(left, count));
    }

    private int restrict(int literal, int[] known) {
        int node = Graph.node(literal);
        int sign = literal & 1;
        if (known[node] >= 0) {
            return known[node] ^ sign;
        }
        int result = node << 1;
        if (node != 0 && !graph.isLeaf(node)) {
            int[] operands = graph.operands(node);
            int[] restricted = new int[operands.length];
            for (int i = 0; i < operands.length; i++) {
                restricted[i] = restrict(operands[i], known);
                if (restricted[i] == Graph.FALSE) {
                    known[node] = Graph.FALSE;
                    return Graph.FALSE ^ sign;
                }
            }
            result = graph.and(restricted);
        }
        known[node] = result;
        return result ^ sign;
    }

    private int[] countUses() {
        int[] most = new int[graph.size()];
        for (Program program : programs) {
            int[] counts = new int[graph.size()];
            for (int literal : program.literals()) {
                count(Graph.node(literal), counts);
            }
            for (int node = 0; node < most.length; node++) {
                most[node] = Math.max(most[node], counts[node]);
            }
        }
        return most;
    }

    private void count(int node, int[] counts) {
        if (counts[node]++ == 0) {
            for (int operand : graph.operands(node)) {
                count(Graph.node(operand), counts);
            }
        }
    }
}
