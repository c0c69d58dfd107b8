package io.pratique.policy.cel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kubernetes' libraries of lists and sets. */
final class ListFunctions {
    private ListFunctions() {}

    static void addTo(Map<String, Function> functions) {
        functions.put("isSorted", ListFunctions::isSorted);
        functions.put("sum", ListFunctions::sum);
        functions.put("min", (at, a) -> extreme(at, "min", -1, a));
        functions.put("max", (at, a) -> extreme(at, "max", 1, a));
        functions.put("sets.contains", (at, a) -> sets(at, "sets.contains", a));
        functions.put("sets.equivalent", (at, a) -> sets(at, "sets.equivalent", a));
        functions.put("sets.intersects", (at, a) -> sets(at, "sets.intersects", a));
        functions.put("slice", ListFunctions::slice);
        functions.put("flatten", ListFunctions::flatten);
        functions.put("distinct", ListFunctions::distinct);
        functions.put("sort", ListFunctions::sort);
        functions.put("reverse", ListFunctions::reverse);
        functions.put("lists.range", ListFunctions::range);
        functions.put("first", (at, a) -> end(at, "first", true, a));
        functions.put("last", (at, a) -> end(at, "last", false, a));
        functions.put("cel.@mapInsert", ListFunctions::insert);
    }

    private static List<Object> list(Evaluation at, String function, int arguments, Object... a) {
        if (a.length == arguments && a[0] instanceof ListValue list) {
            at.charge(1);
            return Values.elements(at, list);
        }
        throw EvaluationFailed.noOverload(function, a);
    }

    static Object indexOf(Evaluation at, ListValue list, Object element) {
        for (int i = 0; i < list.size(); i++) {
            if (Values.equal(at, list.get(i), element)) {
                return (long) i;
            }
        }
        return -1L;
    }

    static Object lastIndexOf(Evaluation at, ListValue list, Object element) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (Values.equal(at, list.get(i), element)) {
                return (long) i;
            }
        }
        return -1L;
    }

    private static Object isSorted(Evaluation at, Object... a) {
        List<Object> elements = list(at, "isSorted", 1, a);
        for (int i = 1; i < elements.size(); i++) {
            if (Values.compare(at, "isSorted", elements.get(i - 1), elements.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object sum(Evaluation at, Object... a) {
        List<Object> elements = list(at, "sum", 1, a);
        if (elements.isEmpty()) {
            return 0L;
        }
        Object sum = elements.getFirst();
        if (!Values.isNumber(sum) && !(sum instanceof Duration)) {
            throw EvaluationFailed.error("sum() adds numbers or durations only");
        }
        for (Object element : elements.subList(1, elements.size())) {
            sum = Operators.add(at, sum, element);
        }
        return sum;
    }

    private static Object extreme(Evaluation at, String function, int sign, Object... a) {
        List<Object> elements = list(at, function, 1, a);
        if (elements.isEmpty()) {
            throw EvaluationFailed.error(
                    function + "() of an empty list", "Test that size() is not 0 first.");
        }
        Object extreme = elements.getFirst();
        for (Object element : elements) {
            int order = Values.compare(at, function, element, extreme);
            if (Math.abs(order) == 1 ? order == sign : order * sign > 0 && order != 2) {
                extreme = element;
            }
        }
        return extreme;
    }

    private static Object sets(Evaluation at, String function, Object... a) {
        if (a.length != 2 || !(a[0] instanceof ListValue x) || !(a[1] instanceof ListValue y)) {
            throw EvaluationFailed.noOverload(function, a);
        }
        at.charge(1);
        List<Object> first = Values.elements(at, x);
        List<Object> second = Values.elements(at, y);
        return switch (function) {
            case "sets.contains" -> containsAll(at, first, second);
            case "sets.equivalent" ->
                    containsAll(at, first, second) && containsAll(at, second, first);
            default -> {
                for (Object element : second) {
                    if (contains(at, first, element)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    private static boolean containsAll(Evaluation at, List<Object> holder, List<Object> wanted) {
        for (Object element : wanted) {
            if (!contains(at, holder, element)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(Evaluation at, List<Object> holder, Object element) {
        for (Object other : holder) {
            if (Values.equal(at, other, element)) {
                return true;
            }
        }
        return false;
    }

    private static Object slice(Evaluation at, Object... a) {
        List<Object> elements = list(at, "slice", 3, a);
        int from = Values.index(a[1], 0, elements.size(), "the start of slice()");
        int to = Values.index(a[2], from, elements.size(), "the end of slice()");
        return ArrayValue.of(elements.subList(from, to));
    }

    private static Object flatten(Evaluation at, Object... a) {
        if (a.length == 0 || a.length > 2) {
            throw EvaluationFailed.noOverload("flatten", a);
        }
        List<Object> elements = list(at, "flatten", a.length, a);
        int depth = a.length == 1 ? 1 : Values.index(a[1], 0, 100, "the depth of flatten()");
        List<Object> flat = new ArrayList<>();
        flatten(at, elements, depth, flat);
        return ArrayValue.of(flat);
    }

    private static void flatten(Evaluation at, List<Object> from, int depth, List<Object> to) {
        for (Object element : from) {
            at.charge(1);
            if (depth > 0 && element instanceof ListValue inner) {
                flatten(at, Values.elements(at, inner), depth - 1, to);
            } else {
                to.add(element);
            }
            Operators.requireLength(to.size());
        }
    }

    private static Object distinct(Evaluation at, Object... a) {
        List<Object> distinct = new ArrayList<>();
        Set<Object> keys = new HashSet<>();
        for (Object element : list(at, "distinct", 1, a)) {
            Object key = Values.key(element);
            if (key == null ? !contains(at, distinct, element) : keys.add(key)) {
                distinct.add(element);
            }
        }
        return ArrayValue.of(distinct);
    }

    private static Object sort(Evaluation at, Object... a) {
        List<Object> elements = list(at, "sort", 1, a);
        for (Object element : elements) {
            Values.compare(at, "sort", elements.getFirst(), element);
            if (element instanceof Double number && number.isNaN()) {
                throw EvaluationFailed.error("NaN has no place in an order");
            }
        }
        elements.sort((x, y) -> Values.compare(at, "sort", x, y));
        return ArrayValue.of(elements);
    }

    private static Object reverse(Evaluation at, Object... a) {
        return ArrayValue.of(list(at, "reverse", 1, a).reversed());
    }

    private static Object range(Evaluation at, Object... a) {
        if (a.length != 1) {
            throw EvaluationFailed.noOverload("lists.range", a);
        }
        int size = Values.index(a[0], 0, (int) Evaluation.EXPRESSION_LIMIT, "the size of a range");
        at.charge(size);
        List<Object> numbers = new ArrayList<>(size);
        for (long i = 0; i < size; i++) {
            numbers.add(i);
        }
        return ArrayValue.of(numbers);
    }

    private static Object end(Evaluation at, String function, boolean first, Object... a) {
        if (a.length != 1 || !(a[0] instanceof ListValue list)) {
            throw EvaluationFailed.noOverload(function, a);
        }
        at.charge(1);
        return list.size() == 0
                ? java.util.Optional.empty()
                : java.util.Optional.of(list.get(first ? 0 : list.size() - 1));
    }

    /** What transformMap collects its result with. */
    private static Object insert(Evaluation at, Object... a) {
        at.charge(1);
        if (a.length < 2 || !(a[0] instanceof HashValue map) || !map.isGrowing()) {
            throw EvaluationFailed.noOverload("cel.@mapInsert", a);
        }
        if (a.length == 3) {
            insert(map, a[1], a[2]);
        } else if (a[1] instanceof MapValue more) {
            for (Object key : more.keys()) {
                at.charge(1);
                Object value = more.find(key);
                if (value != null) {
                    insert(map, key, value);
                }
            }
        } else {
            throw EvaluationFailed.noOverload("cel.@mapInsert", a);
        }
        return map;
    }

    private static void insert(HashValue map, Object key, Object value) {
        Object kept = Values.key(key);
        if (kept == null) {
            throw EvaluationFailed.error(Values.typeName(key) + " cannot be a key of a map");
        }
        if (!map.insert(kept, value)) {
            throw EvaluationFailed.error("the key " + Values.shown(key) + " comes twice");
        }
    }
}
