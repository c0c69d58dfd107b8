package io.pratique.policy.fix;

import io.pratique.document.Document;
import io.pratique.document.Pointers;
import io.pratique.model.Workload;
import io.pratique.policy.Violation;
import io.pratique.policy.rule.Fix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON Patch (RFC 6902) that mends one violation. It is valid on the object as it was read,
 * whatever other patches there are: no operation has a path whose parent is missing, and nothing is
 * replaced or removed that is not there. Its paths start at the object, as {@link
 * io.pratique.model.Location#pointer} does.
 *
 * @param operations in the order in which they are applied; empty when nobody but a person can mend
 *     it
 */
public record Patch(List<Operation> operations) {
    private static final Patch NONE = new Patch(List.of());

    public Patch {
        operations = List.copyOf(operations);
    }

    public static Patch none() {
        return NONE;
    }

    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /**
     * The patch for a violation of a workload; none when its fix is up to a person, when the
     * document of the workload is gone or was made by a program, or when something that is no
     * object stands where the value would be written.
     */
    public static Patch of(Workload workload, Violation violation) {
        Optional<Document> document = workload.origin().document();
        if (document.isEmpty()
                || !workload.origin().editable()
                || violation.fix() instanceof Fix.Manual) {
            return NONE;
        }
        return of(
                document.get(),
                workload.origin().base(),
                violation.location().pointer(),
                violation.fix());
    }

    /**
     * As the other one, for a place in a document.
     *
     * @param object the node that the pointer starts from
     */
    static Patch of(Document d, int object, String pointer, Fix fix) {
        return switch (fix) {
            case Fix.Write(String json, List<String> without) -> {
                List<Operation> operations = new ArrayList<>(write(d, object, pointer, json));
                if (!operations.isEmpty()) {
                    remove(d, object, pointer, without, operations);
                }
                yield new Patch(operations);
            }
            case Fix.Include(List<String> texts) -> new Patch(include(d, object, pointer, texts));
            case Fix.Remove _ ->
                    find(d, object, pointer) < 0 || pointer.isEmpty()
                            ? NONE
                            : new Patch(List.of(new Operation.Remove(pointer)));
            case Fix.Manual _ -> NONE;
        };
    }

    private static List<Operation> write(Document d, int object, String pointer, String json) {
        int at = object;
        int stop = 0;
        while (stop < pointer.length()) {
            int from = stop + 1;
            int slash = pointer.indexOf('/', from);
            int end = slash < 0 ? pointer.length() : slash;
            int child = child(d, at, pointer.substring(from, end));
            if (child < 0) {
                return d.isObject(at)
                        ? List.of(
                                new Operation.Add(
                                        pointer.substring(0, end),
                                        nested(pointer.substring(end), json)))
                        : List.of();
            }
            if (d.isNull(child) && end < pointer.length()) {
                // 'securityContext:' with nothing behind it: there is no object yet to add to.
                return List.of(
                        new Operation.Replace(
                                pointer.substring(0, end), nested(pointer.substring(end), json)));
            }
            at = child;
            stop = end;
        }
        return List.of(new Operation.Replace(pointer, json));
    }

    /** A value within the objects that the steps of a pointer name. */
    private static String nested(String pointer, String json) {
        List<String> steps = Pointers.steps(pointer);
        StringBuilder out = new StringBuilder();
        for (String step : steps) {
            out.append('{').append(Json.quoted(step)).append(':');
        }
        return out.append(json).append("}".repeat(steps.size())).toString();
    }

    private static void remove(
            Document d, int object, String pointer, List<String> keys, List<Operation> operations) {
        String parent = pointer.substring(0, pointer.lastIndexOf('/'));
        for (String key : keys) {
            String sibling = parent + "/" + Pointers.escape(key);
            if (find(d, object, sibling) >= 0) {
                operations.add(new Operation.Remove(sibling));
            }
        }
    }

    private static List<Operation> include(
            Document d, int object, String pointer, List<String> texts) {
        int list = find(d, object, pointer);
        if (list < 0 || !d.isArray(list)) {
            return write(d, object, pointer, Json.list(texts));
        }
        List<Operation> operations = new ArrayList<>();
        for (String text : texts) {
            if (!holds(d, list, text)) {
                operations.add(new Operation.Add(pointer + "/-", Json.quoted(text)));
            }
        }
        return operations;
    }

    private static boolean holds(Document d, int list, String text) {
        int end = d.next(list);
        for (int e = d.first(list); e < end; e = d.next(e)) {
            if (d.isText(e) && d.text(e).equals(text)) {
                return true;
            }
        }
        return false;
    }

    /** The node that a pointer names, or -1. */
    private static int find(Document d, int object, String pointer) {
        int at = object;
        for (String step : Pointers.steps(pointer)) {
            at = child(d, at, step);
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }

    private static int child(Document d, int node, String step) {
        if (d.isObject(node)) {
            return d.member(node, step.replace("~1", "/").replace("~0", "~"));
        }
        return d.isArray(node) ? d.element(node, step) : -1;
    }

    /** The patch as RFC 6902 writes it: {@code [{"op":"add","path":"/spec/…","value":false}]}. */
    public String json() {
        StringBuilder out = new StringBuilder("[");
        for (Operation operation : operations) {
            if (out.length() > 1) {
                out.append(',');
            }
            out.append("{\"op\":\"")
                    .append(operation.word())
                    .append("\",\"path\":")
                    .append(Json.quoted(operation.path()));
            switch (operation) {
                case Operation.Add(String _, String json) -> out.append(",\"value\":").append(json);
                case Operation.Replace(String _, String json) ->
                        out.append(",\"value\":").append(json);
                case Operation.Remove _ -> {}
            }
            out.append('}');
        }
        return out.append(']').toString();
    }
}
