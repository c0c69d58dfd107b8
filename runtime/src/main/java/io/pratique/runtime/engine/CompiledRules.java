package io.pratique.runtime.engine;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.filter.ExpressionReaders;
import io.pratique.runtime.filter.FieldReader;
import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.filter.Filter;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.filter.Value;
import io.pratique.runtime.language.Operator;
import io.pratique.runtime.rule.DetectionRule;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules as bytecode, ready to be bound to sources. Does not change; may be shared between threads.
 *
 * <p>All enabled rules that match an event are found, in the order of the list; disabled ones keep
 * their index and never match.
 */
public final class CompiledRules {
    private final List<DetectionRule> rules;
    private final Plan plan;
    private final CodeWriter.Code code;

    private CompiledRules(List<DetectionRule> rules, Plan plan, CodeWriter.Code code) {
        this.rules = rules;
        this.plan = plan;
        this.code = code;
    }

    /** Compiles rules for the events of the standard table. */
    public static CompiledRules compile(List<DetectionRule> rules) {
        List<DetectionRule> copy = List.copyOf(rules);
        Plan plan = new Plan(copy, EventTable.standard());
        return new CompiledRules(copy, plan, CodeWriter.write(plan));
    }

    /** The rules, in the order of the indexes that evaluators give. */
    public List<DetectionRule> rules() {
        return rules;
    }

    /**
     * How large the rules became.
     *
     * @param conditions distinct conditions that cannot be divided
     * @param expressions distinct fields and functions
     * @param programs distinct sets of conditions that event types leave
     * @param bytes of the class
     */
    public record Size(int conditions, int expressions, int programs, int bytes) {}

    public Size size() {
        Graph graph = plan.graph();
        return new Size(
                graph.leafCount(),
                graph.slots().size(),
                plan.programs().size(),
                code.bytes().length);
    }

    /**
     * Binds the rules to a source.
     *
     * @return to be used by the thread of the source only
     */
    public Evaluator evaluator(FieldSource source) {
        Object[] data = new Object[code.needs().size()];
        Binding binding = new Binding(plan.graph(), source);
        for (int i = 0; i < data.length; i++) {
            data[i] = binding.object(code.needs().get(i));
        }
        try {
            MethodHandles.Lookup lookup =
                    MethodHandles.lookup().defineHiddenClassWithClassData(code.bytes(), data, true);
            MethodHandle constructor =
                    lookup.findConstructor(
                            lookup.lookupClass(), MethodType.methodType(void.class, int[].class));
            return (Evaluator) constructor.invoke(plan.programOf());
        } catch (Throwable e) {
            throw new IllegalStateException("the rules made a class that cannot be used", e);
        }
    }

    /** The objects that one evaluator works with. */
    private static final class Binding {
        private final Graph graph;
        private final SharedFields fields;
        private final Map<Integer, Value> values = new HashMap<>();

        Binding(Graph graph, FieldSource source) {
            this.graph = graph;
            this.fields = new SharedFields(source);
        }

        Object object(CodeWriter.Need need) {
            return switch (need) {
                case CodeWriter.Need.Slot slot -> value(slot.slot());
                case CodeWriter.Need.Reader reader -> reader(reader.slot());
                case CodeWriter.Need.Table table -> graph.group(table.group()).table();
                case CodeWriter.Need.None none -> new int[graph.group(none.group()).words()];
                case CodeWriter.Need.Scratch scratch ->
                        new int[graph.group(scratch.group()).words()];
                case CodeWriter.Need.Lists lists -> {
                    RowGroup group = graph.group(lists.group());
                    yield new ListRows(
                            group.table(),
                            group.words(),
                            group.key().items() == RowGroup.Items.ALL);
                }
                case CodeWriter.Need.Judge judge -> judge(graph.leafAt(judge.node()));
            };
        }

        private Value value(int slot) {
            return values.computeIfAbsent(slot, _ -> new Value());
        }

        private FieldReader reader(int slot) {
            return ExpressionReaders.reader(graph.slots().get(slot), fields);
        }

        private static Object judge(Leaf leaf) {
            return switch (leaf) {
                case Leaf.Judged judged -> {
                    Interpreter.ValueJudge judge = Interpreter.judgeOfValue(judged.check());
                    yield isRegexOfOne(judged.check()) ? new RememberedJudge(judge) : judge;
                }
                case Leaf.Pair pair -> Interpreter.judgeOfPair(pair.check());
                case Leaf.Present _, Leaf.Bit _, Leaf.Whole _, Leaf.Real _ ->
                        throw new IllegalStateException(leaf + " needs no test");
            };
        }

        private static boolean isRegexOfOne(Filter.Check check) {
            Operator operator =
                    switch (check) {
                        case Filter.Compare compare -> compare.operator();
                        case Filter.Quantified quantified -> quantified.operator();
                        case Filter.Exists _,
                                Filter.Member _,
                                Filter.Below _,
                                Filter.CompareWith _ ->
                                Operator.EQUAL;
                    };
            return operator == Operator.REGEX && check.left().many() == FieldRead.Many.ONE;
        }
    }

    /** Gives every reader of a field the same object, so that a source may keep what it found. */
    private static final class SharedFields implements FieldSource {
        private final FieldSource source;
        private final Map<FieldRead, FieldReader> readers = new HashMap<>();

        SharedFields(FieldSource source) {
            this.source = source;
        }

        @Override
        public FieldReader reader(FieldRead field) {
            FieldReader known = readers.get(field);
            if (known == null) {
                known = source.reader(field);
                readers.put(field, known);
            }
            return known;
        }
    }
}
