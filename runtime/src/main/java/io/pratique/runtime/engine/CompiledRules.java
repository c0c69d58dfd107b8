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
import java.util.ArrayList;
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
    private final List<Part> parts;

    /** Rules that stand in a row. */
    private sealed interface Part {
        int rules();

        Evaluator evaluator(FieldSource source);

        /** In a class of their own. */
        record Compiled(int rules, Plan plan, CodeWriter.Code code) implements Part {
            @Override
            public Evaluator evaluator(FieldSource source) {
                return CompiledRules.evaluator(plan, code, source);
            }
        }

        /** A single one that no class can hold. */
        record Interpreted(DetectionRule rule, Plan plan) implements Part {
            @Override
            public int rules() {
                return 1;
            }

            @Override
            public Evaluator evaluator(FieldSource source) {
                return new InterpretedEvaluator(
                        plan.programOf(), Interpreter.prepare(rule.filter(), source));
            }
        }
    }

    private CompiledRules(List<DetectionRule> rules, List<Part> parts) {
        this.rules = rules;
        this.parts = List.copyOf(parts);
    }

    /** Compiles rules for the events of the standard table. */
    public static CompiledRules compile(List<DetectionRule> rules) {
        return compile(rules, Integer.MAX_VALUE);
    }

    /**
     * @param most rules that may share a class
     */
    static CompiledRules compile(List<DetectionRule> rules, int most) {
        List<DetectionRule> copy = List.copyOf(rules);
        List<Part> parts = new ArrayList<>();
        compile(copy, most, parts);
        return new CompiledRules(copy, parts);
    }

    /** A class can hold some thousands of rules; more are halved until they fit. */
    private static void compile(List<DetectionRule> rules, int most, List<Part> parts) {
        if (rules.size() > most) {
            halves(rules, most, parts);
            return;
        }
        Plan plan = new Plan(rules, EventTable.standard());
        CodeWriter.Code code;
        try {
            code = CodeWriter.write(plan);
        } catch (IllegalArgumentException e) {
            if (rules.size() == 1) {
                parts.add(new Part.Interpreted(rules.getFirst(), plan));
                return;
            }
            halves(rules, most, parts);
            return;
        }
        parts.add(new Part.Compiled(rules.size(), plan, code));
    }

    private static void halves(List<DetectionRule> rules, int most, List<Part> parts) {
        int half = rules.size() / 2;
        compile(rules.subList(0, half), most, parts);
        compile(rules.subList(half, rules.size()), most, parts);
    }

    /** The rules, in the order of the indexes that evaluators give. */
    public List<DetectionRule> rules() {
        return rules;
    }

    /**
     * How large the rules became. Where they did not fit into one class, what two of them share
     * counts twice.
     *
     * @param classes that hold the rules
     * @param interpreted rules that no class can hold
     * @param conditions distinct conditions that cannot be divided
     * @param expressions distinct fields and functions
     * @param programs distinct sets of conditions that event types leave
     * @param bytes of the classes
     */
    public record Size(
            int classes,
            int interpreted,
            int conditions,
            int expressions,
            int programs,
            int bytes) {}

    public Size size() {
        Size size = new Size(0, 0, 0, 0, 0, 0);
        for (Part part : parts) {
            size =
                    switch (part) {
                        case Part.Compiled compiled ->
                                new Size(
                                        size.classes() + 1,
                                        size.interpreted(),
                                        size.conditions() + compiled.plan().graph().leafCount(),
                                        size.expressions() + compiled.plan().graph().slots().size(),
                                        size.programs() + compiled.plan().programs().size(),
                                        size.bytes() + compiled.code().bytes().length);
                        case Part.Interpreted _ ->
                                new Size(
                                        size.classes(),
                                        size.interpreted() + 1,
                                        size.conditions(),
                                        size.expressions(),
                                        size.programs(),
                                        size.bytes());
                    };
        }
        return size;
    }

    /**
     * Binds the rules to a source.
     *
     * @return to be used by the thread of the source only
     */
    public Evaluator evaluator(FieldSource source) {
        if (parts.size() == 1) {
            return parts.getFirst().evaluator(source);
        }
        List<Evaluator> evaluators = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (Part part : parts) {
            evaluators.add(part.evaluator(source));
            sizes.add(part.rules());
        }
        return JoinedEvaluator.of(evaluators, sizes, EventTable.standard().size());
    }

    private static Evaluator evaluator(Plan plan, CodeWriter.Code code, FieldSource source) {
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
