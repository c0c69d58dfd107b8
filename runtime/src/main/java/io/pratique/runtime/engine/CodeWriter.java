package io.pratique.runtime.engine;

import io.pratique.runtime.filter.FieldReader;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.filter.Value;
import io.pratique.runtime.language.Operator;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes a plan as the class of an {@link Evaluator}.
 *
 * <p>The class has a method for each expression, each group of comparisons and each condition that
 * is used more than once; what they find is kept in fields beside the number of the event. All else
 * is jumps. What the code works with (readers, values, tables) stands in constants of the class, so
 * that the just-in-time compiler sees the very objects; a class therefore belongs to one source.
 *
 * <p>The virtual machine compiles no method of more than 8,000 bytes, so methods are cut long
 * before that.
 */
final class CodeWriter {
    /** The estimated size, in bytes, from which a condition gets a method of its own. */
    private static final int LONG_CONDITION = 700;

    /** The estimated size at which a method is cut. */
    private static final int LONG_METHOD = 2_500;

    /** Smaller conditions are judged again rather than remembered. */
    private static final int SHORT_CONDITION = 40;

    private static final int CALL = 7;

    private static final ClassDesc SELF =
            ClassDesc.of(CodeWriter.class.getPackageName() + ".GeneratedEvaluator");
    private static final ClassDesc SUPER = desc(Evaluator.class);
    private static final ClassDesc VALUE = desc(Value.class);
    private static final ClassDesc READER = desc(FieldReader.class);
    private static final ClassDesc VALUE_JUDGE = desc(Interpreter.ValueJudge.class);
    private static final ClassDesc PAIR_JUDGE = desc(Interpreter.PairJudge.class);
    private static final ClassDesc LIST_ROWS = desc(ListRows.class);
    private static final ClassDesc ROW = ConstantDescs.CD_int.arrayType();
    private static final MethodTypeDesc HOLDS = MethodTypeDesc.of(ConstantDescs.CD_boolean);
    private static final MethodTypeDesc ROWS = MethodTypeDesc.of(ROW);
    private static final MethodTypeDesc PROGRAM =
            MethodTypeDesc.of(ConstantDescs.CD_int, ROW, ConstantDescs.CD_int);

    /** What the class needs to be given, by the name of its constant. */
    sealed interface Need {
        /** Where the values of an expression are written to. */
        record Slot(int slot) implements Need {}

        /** Reads an expression. */
        record Reader(int slot) implements Need {}

        /** The table of a group. */
        record Table(int group) implements Need {}

        /** A row without bits. */
        record None(int group) implements Need {}

        /** Room for a row. */
        record Scratch(int group) implements Need {}

        /** The table of a group, for lists. */
        record Lists(int group) implements Need {}

        /** The test of a leaf that has no faster form. */
        record Judge(int node) implements Need {}
    }

    private record Constant(String name, ClassDesc type, int index) {}

    /** A literal, or bits of a row of which none may be set, or all must be. */
    private sealed interface Term {
        record One(int literal) implements Term {}

        record Bits(int group, int word, int mask, boolean negated) implements Term {}
    }

    private final Plan plan;
    private final Graph graph;
    private final Estimate estimate;
    private final Map<Need, Constant> constants = new LinkedHashMap<>();
    private final int[] sizes;
    private final BitSet ownMethods = new BitSet();
    private final List<Integer> methodQueue = new ArrayList<>();
    private final BitSet queued = new BitSet();
    private final BitSet usedSlots = new BitSet();
    private final BitSet usedGroups = new BitSet();
    private final ArrayDeque<Consumer<ClassBuilder>> pending = new ArrayDeque<>();
    private int pieces;

    private CodeWriter(Plan plan) {
        this.plan = plan;
        this.graph = plan.graph();
        this.estimate = new Estimate(graph);
        this.sizes = new int[graph.size()];
    }

    /** A class, and what it must be given as class data. */
    static final class Code {
        private final byte[] bytes;
        private final List<Need> needs;

        private Code(byte[] bytes, List<Need> needs) {
            this.bytes = bytes;
            this.needs = needs;
        }

        /** Not to be changed. */
        byte[] bytes() {
            return bytes;
        }

        /** In the order of the class data. */
        List<Need> needs() {
            return needs;
        }
    }

    static Code write(Plan plan) {
        CodeWriter writer = new CodeWriter(plan);
        byte[] bytes = ClassFile.of().build(SELF, writer::body);
        return new Code(bytes, List.copyOf(writer.constants.keySet()));
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private void body(ClassBuilder type) {
        type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER).withSuperclass(SUPER);
        constructor(type);
        for (Plan.Program program : plan.programs()) {
            for (int literal : program.literals()) {
                size(Graph.node(literal));
            }
        }
        programs(type);
        while (!pending.isEmpty() || !methodQueue.isEmpty()) {
            while (!pending.isEmpty()) {
                pending.remove().accept(type);
            }
            if (!methodQueue.isEmpty()) {
                condition(type, methodQueue.removeLast());
            }
        }
        usedGroups.stream().forEach(group -> group(type, group));
        usedSlots.stream().forEach(slot -> slot(type, slot));
        initializer(type);
    }

    private static void constructor(ClassBuilder type) {
        MethodTypeDesc signature = MethodTypeDesc.of(ConstantDescs.CD_void, ROW);
        type.withMethodBody(
                ConstantDescs.INIT_NAME,
                signature,
                0,
                code ->
                        code.aload(0)
                                .aload(1)
                                .invokespecial(SUPER, ConstantDescs.INIT_NAME, signature)
                                .return_());
    }

    /** The name of a constant, which is added when it is new. */
    private Constant constant(Need need) {
        return constants.computeIfAbsent(
                need,
                added -> new Constant("c" + constants.size(), typeOf(added), constants.size()));
    }

    private ClassDesc typeOf(Need need) {
        return switch (need) {
            case Need.Slot _ -> VALUE;
            case Need.Reader _ -> READER;
            case Need.Table table -> desc(graph.group(table.group()).table().getClass());
            case Need.None _, Need.Scratch _ -> ROW;
            case Need.Lists _ -> LIST_ROWS;
            case Need.Judge judge ->
                    graph.leafAt(judge.node()) instanceof Leaf.Pair ? PAIR_JUDGE : VALUE_JUDGE;
        };
    }

    private void push(CodeBuilder code, Need need) {
        Constant constant = constant(need);
        code.getstatic(SELF, constant.name(), constant.type());
    }

    private void initializer(ClassBuilder type) {
        for (Constant constant : constants.values()) {
            type.withField(
                    constant.name(), constant.type(), ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        }
        ClassDesc array = ConstantDescs.CD_Object.arrayType();
        type.withMethodBody(
                ConstantDescs.CLASS_INIT_NAME,
                MethodTypeDesc.of(ConstantDescs.CD_void),
                ClassFile.ACC_STATIC,
                code -> {
                    code.invokestatic(
                            ConstantDescs.CD_MethodHandles,
                            "lookup",
                            MethodTypeDesc.of(ConstantDescs.CD_MethodHandles_Lookup));
                    code.ldc(ConstantDescs.DEFAULT_NAME);
                    code.ldc(array);
                    code.invokestatic(
                            desc(MethodHandles.class),
                            "classData",
                            MethodTypeDesc.of(
                                    ConstantDescs.CD_Object,
                                    ConstantDescs.CD_MethodHandles_Lookup,
                                    ConstantDescs.CD_String,
                                    ConstantDescs.CD_Class));
                    code.checkcast(array).astore(0);
                    for (Constant constant : constants.values()) {
                        code.aload(0)
                                .loadConstant(constant.index())
                                .aaload()
                                .checkcast(constant.type())
                                .putstatic(SELF, constant.name(), constant.type());
                    }
                    code.return_();
                });
    }

    // Programs

    private void programs(ClassBuilder type) {
        List<Plan.Program> programs = plan.programs();
        for (int p = 0; p < programs.size(); p++) {
            int program = p;
            type.withMethodBody(
                    "p" + p, PROGRAM, 0, code -> program(code, programs.get(program), 0));
        }
        type.withMethodBody(
                "run",
                MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ROW),
                0,
                code -> {
                    List<SwitchCase> cases = new ArrayList<>();
                    for (int p = 0; p < programs.size(); p++) {
                        cases.add(SwitchCase.of(p, code.newLabel()));
                    }
                    Label other = code.newLabel();
                    if (!cases.isEmpty()) {
                        code.iload(1).tableswitch(0, programs.size() - 1, other, cases);
                        for (SwitchCase one : cases) {
                            code.labelBinding(one.target())
                                    .aload(0)
                                    .aload(2)
                                    .iconst_0()
                                    .invokevirtual(SELF, "p" + one.caseValue(), PROGRAM)
                                    .ireturn();
                        }
                    }
                    code.labelBinding(other).iconst_0().ireturn();
                });
    }

    /** Judges rules from one on; what is too much goes to another method. */
    private void program(CodeBuilder code, Plan.Program program, int from) {
        int size = 0;
        for (int i = from; i < program.rules().length; i++) {
            int literal = program.literals()[i];
            size += inlineSize(Graph.node(literal)) + 12;
            if (i > from && size > LONG_METHOD) {
                int rest = i;
                String name = "q" + pieces++;
                pending.add(type ->
                        type.withMethodBody(
                                name, PROGRAM, 0, body -> program(body, program, rest)));
                code.aload(0).aload(1).iload(2).invokevirtual(SELF, name, PROGRAM).ireturn();
                return;
            }
            Label next = code.newLabel();
            branch(code, literal, false, next);
            code.aload(1).iload(2).loadConstant(program.rules()[i]).iastore();
            code.iinc(2, 1);
            code.labelBinding(next);
        }
        code.iload(2).ireturn();
    }

    // Conditions

    private boolean isRemembered(int node) {
        if (node == 0 || plan.uses(node) < 2) {
            return false;
        }
        if (graph.isLeaf(node)) {
            return graph.leafAt(node) instanceof Leaf.Judged
                    || graph.leafAt(node) instanceof Leaf.Pair;
        }
        return size(node) > SHORT_CONDITION;
    }

    /** The estimated size of the code of a node that has no method of its own. */
    private int size(int node) {
        if (sizes[node] != 0) {
            return sizes[node];
        }
        int size;
        if (node == 0) {
            size = 1;
        } else if (graph.isLeaf(node)) {
            size =
                    switch (graph.leafAt(node)) {
                        case Leaf.Present _ -> CALL;
                        case Leaf.Bit _ -> 16;
                        case Leaf.Whole _, Leaf.Real _ -> 20;
                        case Leaf.Judged _, Leaf.Pair _ -> 25;
                    };
        } else {
            size = 0;
            for (int operand : graph.operands(node)) {
                size += inlineSize(Graph.node(operand));
            }
        }
        sizes[node] = size;
        if (size > LONG_CONDITION || isRemembered(node)) {
            ownMethods.set(node);
        }
        return size;
    }

    private int inlineSize(int node) {
        int size = size(node);
        return ownMethods.get(node) ? CALL : size;
    }

    /** Jumps when a literal is as wanted; goes on otherwise. */
    private void branch(CodeBuilder code, int literal, boolean wanted, Label target) {
        int node = Graph.node(literal);
        boolean sense = wanted != Graph.isNegated(literal);
        if (ownMethods.get(node)) {
            if (!queued.get(node)) {
                queued.set(node);
                methodQueue.add(node);
            }
            code.aload(0).invokevirtual(SELF, "n" + node, HOLDS);
            jump(code, sense, target);
        } else {
            branchOpen(code, node, sense, target);
        }
    }

    private static void jump(CodeBuilder code, boolean whenTrue, Label target) {
        if (whenTrue) {
            code.ifne(target);
        } else {
            code.ifeq(target);
        }
    }

    private void branchOpen(CodeBuilder code, int node, boolean sense, Label target) {
        if (node == 0) {
            if (sense) {
                code.goto_(target);
            }
        } else if (graph.isLeaf(node)) {
            leaf(code, node, sense, target);
        } else {
            all(code, terms(node), sense, target);
        }
    }

    private void all(CodeBuilder code, List<Term> terms, boolean sense, Label target) {
        if (!sense) {
            for (Term term : terms) {
                branch(code, term, false, target);
            }
            return;
        }
        Label out = code.newLabel();
        for (int i = 0; i < terms.size() - 1; i++) {
            branch(code, terms.get(i), false, out);
        }
        branch(code, terms.getLast(), true, target);
        code.labelBinding(out);
    }

    private void branch(CodeBuilder code, Term term, boolean sense, Label target) {
        switch (term) {
            case Term.One one -> branch(code, one.literal(), sense, target);
            case Term.Bits bits -> {
                row(code, bits.group());
                code.loadConstant(bits.word()).iaload().loadConstant(bits.mask()).iand();
                if (bits.negated()) {
                    jump(code, !sense, target);
                } else {
                    code.loadConstant(bits.mask());
                    if (sense) {
                        code.if_icmpeq(target);
                    } else {
                        code.if_icmpne(target);
                    }
                }
            }
        }
    }

    /**
     * The parts of a node, the cheapest first: parts of parts that nobody else needs are drawn in,
     * bits of the same word become one test.
     */
    private List<Term> terms(int node) {
        List<Integer> literals = new ArrayList<>();
        drawIn(node, literals);
        literals.sort(Comparator.comparingDouble(estimate::rank));
        List<Term> terms = new ArrayList<>();
        for (int literal : literals) {
            int part = Graph.node(literal);
            if (!ownMethods.get(part)
                    && graph.isLeaf(part)
                    && graph.leafAt(part) instanceof Leaf.Bit bit) {
                addBit(terms, bit, Graph.isNegated(literal));
            } else {
                terms.add(new Term.One(literal));
            }
        }
        return terms;
    }

    private static void addBit(List<Term> terms, Leaf.Bit bit, boolean negated) {
        int word = bit.bit() >> 5;
        int mask = 1 << bit.bit();
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i) instanceof Term.Bits known
                    && known.group() == bit.group()
                    && known.word() == word
                    && known.negated() == negated) {
                terms.set(i, new Term.Bits(bit.group(), word, known.mask() | mask, negated));
                return;
            }
        }
        terms.add(new Term.Bits(bit.group(), word, mask, negated));
    }

    private void drawIn(int node, List<Integer> literals) {
        for (int operand : graph.operands(node)) {
            int part = Graph.node(operand);
            if (!Graph.isNegated(operand)
                    && part != 0
                    && !graph.isLeaf(part)
                    && !ownMethods.get(part)) {
                drawIn(part, literals);
            } else {
                literals.add(operand);
            }
        }
    }

    private void condition(ClassBuilder type, int node) {
        String name = "n" + node;
        if (!isRemembered(node)) {
            type.withMethodBody(name, HOLDS, 0, code -> judge(code, node));
            return;
        }
        String inner = "m" + node;
        type.withMethodBody(inner, HOLDS, 0, code -> judge(code, node));
        remembered(type, name, inner);
    }

    /**
     * A method that asks another once for each event. Its field holds the event's number when the
     * answer was yes, the negated number when it was no.
     */
    private static void remembered(ClassBuilder type, String name, String inner) {
        type.withField(name, ConstantDescs.CD_long, 0);
        type.withMethodBody(
                name,
                HOLDS,
                0,
                code -> {
                    Label notTrue = code.newLabel();
                    Label unknown = code.newLabel();
                    code.aload(0).getfield(SELF, name, ConstantDescs.CD_long).lstore(1);
                    code.aload(0).getfield(SUPER, "epoch", ConstantDescs.CD_long).lstore(3);
                    code.lload(1).lload(3).lcmp().ifne(notTrue);
                    code.iconst_1().ireturn();
                    code.labelBinding(notTrue);
                    code.lload(1).lload(3).ladd().lconst_0().lcmp().ifne(unknown);
                    code.iconst_0().ireturn();
                    code.labelBinding(unknown);
                    code.aload(0).invokevirtual(SELF, inner + "r", HOLDS).ireturn();
                });
        type.withMethodBody(
                inner + "r",
                HOLDS,
                0,
                code -> {
                    Label no = code.newLabel();
                    code.aload(0).invokevirtual(SELF, inner, HOLDS).ifeq(no);
                    code.aload(0)
                            .aload(0)
                            .getfield(SUPER, "epoch", ConstantDescs.CD_long)
                            .putfield(SELF, name, ConstantDescs.CD_long)
                            .iconst_1()
                            .ireturn();
                    code.labelBinding(no);
                    code.aload(0)
                            .aload(0)
                            .getfield(SUPER, "epoch", ConstantDescs.CD_long)
                            .lneg()
                            .putfield(SELF, name, ConstantDescs.CD_long)
                            .iconst_0()
                            .ireturn();
                });
    }

    /** Returns what a node is, without asking its own method. */
    private void judge(CodeBuilder code, int node) {
        Label yes = code.newLabel();
        if (graph.isLeaf(node)) {
            leaf(code, node, true, yes);
        } else {
            Label no = code.newLabel();
            List<List<Term>> pieces = cut(terms(node));
            for (List<Term> piece : pieces) {
                if (pieces.size() == 1) {
                    all(code, piece, false, no);
                } else {
                    code.aload(0).invokevirtual(SELF, piece(piece), HOLDS).ifeq(no);
                }
            }
            code.goto_(yes);
            code.labelBinding(no);
        }
        code.iconst_0().ireturn();
        code.labelBinding(yes).iconst_1().ireturn();
    }

    /** A method for some of the parts of a condition that has too many. */
    private String piece(List<Term> terms) {
        String name = "x" + pieces++;
        pending.add(type ->
                type.withMethodBody(
                        name,
                        HOLDS,
                        0,
                        code -> {
                            Label no = code.newLabel();
                            all(code, terms, false, no);
                            code.iconst_1().ireturn();
                            code.labelBinding(no).iconst_0().ireturn();
                        }));
        return name;
    }

    private List<List<Term>> cut(List<Term> terms) {
        List<List<Term>> pieces = new ArrayList<>();
        int from = 0;
        int size = 0;
        for (int i = 0; i < terms.size(); i++) {
            int next =
                    switch (terms.get(i)) {
                        case Term.One one -> inlineSize(Graph.node(one.literal()));
                        case Term.Bits _ -> 18;
                    };
            if (i > from && size + next > LONG_METHOD) {
                pieces.add(terms.subList(from, i));
                from = i;
                size = 0;
            }
            size += next;
        }
        pieces.add(terms.subList(from, terms.size()));
        return pieces;
    }

    private void leaf(CodeBuilder code, int node, boolean sense, Label target) {
        switch (graph.leafAt(node)) {
            case Leaf.Present present -> {
                read(code, present.slot());
                jump(code, sense, target);
            }
            case Leaf.Bit bit ->
                    branch(
                            code,
                            new Term.Bits(bit.group(), bit.bit() >> 5, 1 << bit.bit(), true),
                            !sense,
                            target);
            case Leaf.Whole whole -> {
                Label out = code.newLabel();
                read(code, whole.slot());
                code.ifeq(sense ? out : target);
                push(code, new Need.Slot(whole.slot()));
                code.invokevirtual(VALUE, "number", MethodTypeDesc.of(ConstantDescs.CD_long));
                code.loadConstant(whole.right());
                boolean isEquality =
                        whole.operator() == Operator.EQUAL
                                || whole.operator() == Operator.NOT_EQUAL;
                if (whole.signed() || isEquality) {
                    code.lcmp();
                } else {
                    code.invokestatic(
                            ConstantDescs.CD_Long,
                            "compareUnsigned",
                            MethodTypeDesc.of(
                                    ConstantDescs.CD_int,
                                    ConstantDescs.CD_long,
                                    ConstantDescs.CD_long));
                }
                order(code, whole.operator(), sense, target);
                code.labelBinding(out);
            }
            case Leaf.Real real -> {
                Label out = code.newLabel();
                read(code, real.slot());
                code.ifeq(sense ? out : target);
                push(code, new Need.Slot(real.slot()));
                code.invokevirtual(VALUE, "real", MethodTypeDesc.of(ConstantDescs.CD_double));
                code.loadConstant(real.right());
                code.invokestatic(
                        ConstantDescs.CD_Double,
                        "compare",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_int,
                                ConstantDescs.CD_double,
                                ConstantDescs.CD_double));
                order(code, real.operator(), sense, target);
                code.labelBinding(out);
            }
            case Leaf.Judged judged -> {
                Label out = code.newLabel();
                read(code, judged.slot());
                code.ifeq(sense ? out : target);
                push(code, new Need.Judge(node));
                push(code, new Need.Slot(judged.slot()));
                code.invokeinterface(
                        VALUE_JUDGE, "holds", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE));
                jump(code, sense, target);
                code.labelBinding(out);
            }
            case Leaf.Pair pair -> {
                Label out = code.newLabel();
                read(code, pair.left());
                code.ifeq(sense ? out : target);
                read(code, pair.right());
                code.ifeq(sense ? out : target);
                push(code, new Need.Judge(node));
                push(code, new Need.Slot(pair.left()));
                push(code, new Need.Slot(pair.right()));
                code.invokeinterface(
                        PAIR_JUDGE,
                        "holds",
                        MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE, VALUE));
                jump(code, sense, target);
                code.labelBinding(out);
            }
        }
    }

    /** Jumps by a comparison's result. */
    private static void order(CodeBuilder code, Operator operator, boolean sense, Label target) {
        Opcode opcode =
                switch (operator) {
                    case EQUAL, IN, INTERSECTS -> sense ? Opcode.IFEQ : Opcode.IFNE;
                    case NOT_EQUAL -> sense ? Opcode.IFNE : Opcode.IFEQ;
                    case LESS -> sense ? Opcode.IFLT : Opcode.IFGE;
                    case LESS_OR_EQUAL -> sense ? Opcode.IFLE : Opcode.IFGT;
                    case GREATER -> sense ? Opcode.IFGT : Opcode.IFLE;
                    case GREATER_OR_EQUAL -> sense ? Opcode.IFGE : Opcode.IFLT;
                    case GLOB,
                            IGLOB,
                            CONTAINS,
                            ICONTAINS,
                            BCONTAINS,
                            STARTSWITH,
                            BSTARTSWITH,
                            ENDSWITH,
                            REGEX,
                            PMATCH ->
                            throw new IllegalArgumentException(operator + " orders no numbers");
                };
        code.branch(opcode, target);
    }

    // Values

    private void read(CodeBuilder code, int slot) {
        usedSlots.set(slot);
        code.aload(0).invokevirtual(SELF, "f" + slot, HOLDS);
    }

    private void row(CodeBuilder code, int group) {
        usedGroups.set(group);
        code.aload(0).invokevirtual(SELF, "g" + group, ROWS);
    }

    private void slot(ClassBuilder type, int slot) {
        String inner = "h" + slot;
        type.withMethodBody(
                inner,
                HOLDS,
                0,
                code -> {
                    push(code, new Need.Reader(slot));
                    push(code, new Need.Slot(slot));
                    code.invokeinterface(
                                    READER,
                                    "read",
                                    MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE))
                            .ireturn();
                });
        remembered(type, "f" + slot, inner);
    }

    private void group(ClassBuilder type, int number) {
        String name = "g" + number;
        String epoch = "e" + number;
        String row = "r" + number;
        RowGroup group = graph.group(number);
        int slot = group.key().slot();
        type.withField(epoch, ConstantDescs.CD_long, 0);
        type.withField(row, ROW, 0);
        type.withMethodBody(
                name,
                ROWS,
                0,
                code -> {
                    Label unknown = code.newLabel();
                    code.aload(0).getfield(SELF, epoch, ConstantDescs.CD_long);
                    code.aload(0).getfield(SUPER, "epoch", ConstantDescs.CD_long);
                    code.lcmp().ifne(unknown);
                    code.aload(0).getfield(SELF, row, ROW).areturn();
                    code.labelBinding(unknown);
                    code.aload(0).invokevirtual(SELF, "s" + number, ROWS).areturn();
                });
        type.withMethodBody(
                "s" + number,
                ROWS,
                0,
                code -> {
                    Label missing = code.newLabel();
                    Label keep = code.newLabel();
                    read(code, slot);
                    code.ifeq(missing);
                    if (group.key().items() == RowGroup.Items.NONE) {
                        push(code, new Need.Table(number));
                        push(code, new Need.Slot(slot));
                        push(code, new Need.Scratch(number));
                        code.invokevirtual(
                                typeOf(new Need.Table(number)),
                                "find",
                                MethodTypeDesc.of(ROW, VALUE, ROW));
                    } else {
                        push(code, new Need.Lists(number));
                        push(code, new Need.Slot(slot));
                        code.invokevirtual(LIST_ROWS, "find", MethodTypeDesc.of(ROW, VALUE));
                    }
                    code.goto_(keep);
                    code.labelBinding(missing);
                    push(code, new Need.None(number));
                    code.labelBinding(keep);
                    code.astore(1);
                    code.aload(0)
                            .aload(0)
                            .getfield(SUPER, "epoch", ConstantDescs.CD_long)
                            .putfield(SELF, epoch, ConstantDescs.CD_long);
                    code.aload(0).aload(1).putfield(SELF, row, ROW);
                    code.aload(1).areturn();
                });
    }
}
