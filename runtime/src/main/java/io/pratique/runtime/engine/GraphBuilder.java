package io.pratique.runtime.engine;

import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.field.Constant;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.filter.Expression;
import io.pratique.runtime.filter.Filter;
import io.pratique.runtime.language.Modifier;
import io.pratique.runtime.language.Operator;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts filters into a {@link Graph}. Each check becomes the fastest form that says the same; what
 * has none stays with the interpreter's test, behind a cheaper condition that it implies where one
 * can be found.
 */
final class GraphBuilder {
    /** Up to this many numbers are compared one by one. */
    private static final int FEW_NUMBERS = 3;

    private final Graph graph;
    private final IdentityHashMap<Filter, Integer> known = new IdentityHashMap<>();

    GraphBuilder(Graph graph) {
        this.graph = graph;
    }

    /** The literal of a filter. */
    int add(Filter filter) {
        Integer before = known.get(filter);
        if (before != null) {
            return before;
        }
        int literal =
                switch (filter) {
                    case Filter.All all -> graph.and(addAll(all.filters()));
                    case Filter.Any any -> graph.or(addAll(any.filters()));
                    case Filter.Negation negation -> Graph.not(add(negation.filter()));
                    case Filter.Check check -> check(check);
                };
        known.put(filter, literal);
        return literal;
    }

    private int[] addAll(List<Filter> filters) {
        int[] literals = new int[filters.size()];
        for (int i = 0; i < literals.length; i++) {
            literals[i] = add(filters.get(i));
        }
        return literals;
    }

    private int check(Filter.Check check) {
        int slot = graph.slot(check.left());
        return switch (check) {
            case Filter.Exists _ -> present(slot);
            case Filter.Compare compare -> compare(compare, slot);
            case Filter.Quantified quantified -> quantified(quantified, slot);
            case Filter.Member member -> member(member, slot);
            case Filter.Below below -> below(below, slot);
            case Filter.CompareWith with ->
                    graph.leaf(new Leaf.Pair(slot, graph.slot(with.right()), with));
        };
    }

    private int present(int slot) {
        return graph.leaf(new Leaf.Present(slot));
    }

    private int judged(int slot, Filter.Check check) {
        return graph.leaf(new Leaf.Judged(slot, check));
    }

    private static boolean isOne(Filter.Check check) {
        return check.left().many() == FieldRead.Many.ONE;
    }

    private int row(Filter.Check check, int slot, RowGroup.Kind kind, Set<Constant> constants) {
        RowGroup.Items items =
                switch (check.left().many()) {
                    case ONE -> RowGroup.Items.NONE;
                    case ENDS, ANY -> RowGroup.Items.ANY;
                    case LIST ->
                            check instanceof Filter.Member member && !member.intersects()
                                    ? RowGroup.Items.ALL
                                    : RowGroup.Items.ANY;
                };
        int group = graph.group(new RowGroup.Key(slot, kind, items));
        return graph.leaf(new Leaf.Bit(group, graph.group(group).bit(constants)));
    }

    private int compare(Filter.Compare compare, int slot) {
        Operator operator = compare.operator();
        if (operator == Operator.NOT_EQUAL) {
            if (!isOne(compare) || compare.right() instanceof Constant.Real) {
                return judged(slot, compare);
            }
            int equal =
                    compare(
                            new Filter.Compare(compare.left(), Operator.EQUAL, compare.right()),
                            slot);
            return graph.and(present(slot), Graph.not(equal));
        }
        Set<Constant> constant = Set.of(compare.right());
        return switch (compare.right()) {
            case Constant.Text text -> text(compare, slot, text);
            case Constant.Whole whole -> whole(compare, slot, whole);
            case Constant.Real real ->
                    isOne(compare)
                            ? graph.leaf(new Leaf.Real(slot, operator, real.value()))
                            : judged(slot, compare);
            case Constant.Address _ -> row(compare, slot, RowGroup.Kind.TEXT, constant);
            case Constant.Network _ -> row(compare, slot, RowGroup.Kind.NETWORK, constant);
        };
    }

    private int whole(Filter.Compare compare, int slot, Constant.Whole whole) {
        if (!isOne(compare)) {
            return compare.operator() == Operator.EQUAL
                    ? row(compare, slot, RowGroup.Kind.NUMBER, Set.of(whole))
                    : judged(slot, compare);
        }
        if (isCount(compare.left())) {
            int constant = countFromOne(compare.operator(), whole.value());
            if (constant >= 0) {
                return constant;
            }
        }
        return graph.leaf(
                new Leaf.Whole(
                        slot, compare.operator(), whole.value(), compare.left().type().isSigned()));
    }

    private static boolean isCount(Expression expression) {
        return expression instanceof Expression.Read read
                && read.field().field().name().equals("evt.num");
    }

    /**
     * Events are counted from 1, so some comparisons say nothing: public rules use {@code
     * evt.num=0} as a placeholder that never holds.
     *
     * @return -1 when it depends on the event
     */
    private static int countFromOne(Operator operator, long right) {
        boolean zero = right == 0;
        boolean zeroOrOne = right == 0 || right == 1;
        return switch (operator) {
            case EQUAL, IN, INTERSECTS, LESS_OR_EQUAL -> zero ? Graph.FALSE : -1;
            case LESS -> zeroOrOne ? Graph.FALSE : -1;
            case NOT_EQUAL, GREATER -> zero ? Graph.TRUE : -1;
            case GREATER_OR_EQUAL -> zeroOrOne ? Graph.TRUE : -1;
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
                    -1;
        };
    }

    private int text(Filter.Compare compare, int slot, Constant.Text text) {
        boolean isEmpty = text.bytes().length() == 0;
        Set<Constant> constant = Set.of(text);
        return switch (compare.operator()) {
            case EQUAL, IN, INTERSECTS -> row(compare, slot, RowGroup.Kind.TEXT, constant);
            case STARTSWITH, BSTARTSWITH ->
                    isEmpty
                            ? anything(compare, slot)
                            : row(compare, slot, RowGroup.Kind.PREFIX, constant);
            case ENDSWITH ->
                    isEmpty
                            ? anything(compare, slot)
                            : row(compare, slot, RowGroup.Kind.SUFFIX, constant);
            case CONTAINS, BCONTAINS ->
                    isEmpty
                            ? anything(compare, slot)
                            : row(compare, slot, RowGroup.Kind.SUBSTRING, constant);
            case ICONTAINS ->
                    isEmpty
                            ? anything(compare, slot)
                            : row(compare, slot, RowGroup.Kind.SUBSTRING_IGNORING_CASE, constant);
            case PMATCH -> row(compare, slot, RowGroup.Kind.PATH, constant);
            case GLOB -> glob(compare, slot, text.bytes());
            case IGLOB -> ignoringGlob(compare, slot, text.bytes());
            case REGEX -> {
                Bytes literal = RequiredText.ofRegex(text.bytes().text());
                int regex = judged(slot, compare);
                yield literal.length() == 0
                        ? regex
                        : graph.and(
                                row(
                                        compare,
                                        slot,
                                        RowGroup.Kind.SUBSTRING,
                                        Set.of(new Constant.Text(literal))),
                                regex);
            }
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, NOT_EQUAL -> judged(slot, compare);
        };
    }

    /** The empty text is at the start of every text; of a list there must be an item. */
    private int anything(Filter.Compare compare, int slot) {
        return isOne(compare) ? present(slot) : judged(slot, compare);
    }

    /** Patterns of stars at the ends are plain; others need what stands before the first sign. */
    private int glob(Filter.Compare compare, int slot, Bytes pattern) {
        RequiredText.Glob parts = RequiredText.ofGlob(pattern);
        if (!parts.hasSigns()) {
            return text(compare, slot, Operator.EQUAL, pattern);
        }
        if (parts.isPlain()) {
            return text(compare, slot, parts.plainOperator(), parts.plainText());
        }
        List<Integer> needed = new ArrayList<>();
        if (parts.prefix().length() > 0) {
            needed.add(text(compare, slot, Operator.STARTSWITH, parts.prefix()));
        }
        if (parts.suffix().length() > 0) {
            needed.add(text(compare, slot, Operator.ENDSWITH, parts.suffix()));
        }
        needed.add(judged(slot, compare));
        return graph.and(needed.stream().mapToInt(Integer::intValue).toArray());
    }

    private int ignoringGlob(Filter.Compare compare, int slot, Bytes pattern) {
        RequiredText.Glob parts = RequiredText.ofGlob(pattern);
        return parts.isPlain() && parts.plainOperator() == Operator.CONTAINS
                ? text(compare, slot, Operator.ICONTAINS, parts.plainText())
                : judged(slot, compare);
    }

    private int text(Filter.Compare compare, int slot, Operator operator, Bytes text) {
        Constant.Text constant = new Constant.Text(text);
        return text(new Filter.Compare(compare.left(), operator, constant), slot, constant);
    }

    private int quantified(Filter.Quantified quantified, int slot) {
        if (quantified.rights().isEmpty()) {
            return Graph.FALSE;
        }
        if (!isOne(quantified) || quantified.modifier() == Modifier.ONEOF) {
            return judged(slot, quantified);
        }
        int[] literals = new int[quantified.rights().size()];
        for (int i = 0; i < literals.length; i++) {
            literals[i] =
                    compare(
                            new Filter.Compare(
                                    quantified.left(),
                                    quantified.operator(),
                                    quantified.rights().get(i)),
                            slot);
        }
        return switch (quantified.modifier()) {
            case ANYOF -> graph.or(literals);
            case ALLOF -> graph.and(literals);
            case ONEOF -> throw new IllegalStateException();
        };
    }

    private int member(Filter.Member member, int slot) {
        if (member.set().isEmpty()) {
            return Graph.FALSE;
        }
        Set<Constant> set = Set.copyOf(member.set());
        return switch (member.set().getFirst()) {
            case Constant.Text _, Constant.Address _ -> row(member, slot, RowGroup.Kind.TEXT, set);
            case Constant.Network _ -> row(member, slot, RowGroup.Kind.NETWORK, set);
            case Constant.Whole _ -> {
                if (!isOne(member) || set.size() > FEW_NUMBERS) {
                    yield row(member, slot, RowGroup.Kind.NUMBER, set);
                }
                yield anyOf(member, slot, set);
            }
            case Constant.Real _ -> isOne(member) ? anyOf(member, slot, set) : judged(slot, member);
        };
    }

    private int anyOf(Filter.Member member, int slot, Set<Constant> set) {
        return graph.or(
                set.stream()
                        .mapToInt(constant ->
                                compare(
                                        new Filter.Compare(member.left(), Operator.EQUAL, constant),
                                        slot))
                        .toArray());
    }

    private int below(Filter.Below below, int slot) {
        Set<Constant> plain =
                below.paths().stream()
                        .filter(path -> !hasSigns(path))
                        .collect(Collectors.toUnmodifiableSet());
        List<Constant> patterns = below.paths().stream().filter(GraphBuilder::hasSigns).toList();
        List<Integer> any = new ArrayList<>();
        if (!plain.isEmpty()) {
            any.add(row(below, slot, RowGroup.Kind.PATH, plain));
        }
        for (Constant pattern : patterns) {
            int judged = judged(slot, new Filter.Below(below.left(), List.of(pattern)));
            Bytes fixed = RequiredText.ofPath(((Constant.Text) pattern).bytes());
            any.add(
                    fixed.length() == 0
                            ? judged
                            : graph.and(
                                    row(
                                            below,
                                            slot,
                                            RowGroup.Kind.PATH,
                                            Set.of(new Constant.Text(fixed))),
                                    judged));
        }
        return graph.or(any.stream().mapToInt(Integer::intValue).toArray());
    }

    private static boolean hasSigns(Constant path) {
        byte[] bytes = ((Constant.Text) path).bytes().toArray();
        return RequiredText.firstSign(bytes) < bytes.length;
    }
}
