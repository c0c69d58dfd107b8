package io.pratique.policy.fix;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents as plain values and back, and JSON Patch as RFC 6902 says it, for tests alone. */
public final class Trees {
    private static final Object NULL = "\0null";

    private Trees() {}

    public static Document read(String text) {
        return Documents.first(Source.of("test", text));
    }

    public static Object of(String text) {
        return of(read(text).root());
    }

    public static Object of(Node node) {
        return switch (node.kind()) {
            case NULL -> NULL;
            case TRUE -> true;
            case FALSE -> false;
            case NUMBER -> new BigDecimal(node.text());
            case STRING, KEY -> node.text();
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.elements().forEach(element -> list.add(of(element)));
                yield list;
            }
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.members().forEach(member -> map.put(member.getKey(), of(member.getValue())));
                yield map;
            }
        };
    }

    public static String json(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                List<String> members = new ArrayList<>();
                map.forEach((k, v) -> members.add(json(k) + ":" + json(v)));
                yield "{" + String.join(",", members) + "}";
            }
            case List<?> list ->
                    "[" + String.join(",", list.stream().map(Trees::json).toList()) + "]";
            case String text when text.equals(NULL) -> "null";
            case String text ->
                    "\""
                            + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                            + "\"";
            default -> tree.toString();
        };
    }

    /** Applies a patch, which is itself a JSON text; throws where RFC 6902 says it is an error. */
    public static Object patched(Object tree, String patch) {
        Object result = tree;
        for (Object operation : (List<?>) of(patch)) {
            Map<?, ?> o = (Map<?, ?>) operation;
            List<String> steps = new ArrayList<>();
            String path = (String) o.get("path");
            if (!path.isEmpty()) {
                for (String step : path.substring(1).split("/", -1)) {
                    steps.add(step.replace("~1", "/").replace("~0", "~"));
                }
            }
            result = change(result, steps, (String) o.get("op"), o.get("value"));
        }
        return result;
    }

    private static Object change(Object at, List<String> steps, String op, Object value) {
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        if (at instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((k, v) -> copy.put((String) k, v));
            if (!rest.isEmpty()) {
                require(copy.containsKey(step), "no member " + step);
                copy.put(step, change(copy.get(step), rest, op, value));
            } else if (op.equals("remove")) {
                require(copy.containsKey(step), "nothing to remove at " + step);
                copy.remove(step);
            } else {
                require(
                        op.equals("add") || copy.containsKey(step),
                        "nothing to replace at " + step);
                copy.put(step, value);
            }
            return copy;
        }
        if (at instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            int index = step.equals("-") ? copy.size() : Integer.parseInt(step);
            if (!rest.isEmpty()) {
                copy.set(index, change(copy.get(index), rest, op, value));
            } else {
                switch (op) {
                    case "remove" -> copy.remove(index);
                    case "add" -> copy.add(index, value);
                    default -> copy.set(index, value);
                }
            }
            return copy;
        }
        throw new AssertionError("no object or list to go on with at " + step);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
