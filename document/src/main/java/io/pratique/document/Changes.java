package io.pratique.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the values of one document that are made together. All pointers are those of the
 * document as it is: that one change removes an element of a list does not move the others.
 */
public final class Changes {
    /** What is to become of one place. */
    static final class Place {
        final Map<String, Place> below = new LinkedHashMap<>();
        final List<String> appended = new ArrayList<>();
        @Nullable String json;
        boolean removed;

        boolean untouched() {
            return below.isEmpty() && appended.isEmpty() && json == null && !removed;
        }
    }

    /** One change. */
    public sealed interface Change {
        /** The JSON pointer of what is changed. */
        String pointer();

        /**
         * The place gets a value, whether there is one or not. An object that is written where none
         * is joins others that are written there; parents that are missing are made.
         */
        record Write(String pointer, String json) implements Change {}

        /**
         * The list at the place gets a further element, unless another change gives it the same.
         */
        record Append(String pointer, String json) implements Change {}

        /** The place goes away. */
        record Remove(String pointer) implements Change {}
    }

    private final Place root = new Place();
    private int size;

    Place root() {
        return root;
    }

    /** The number of changes that were added. */
    public int size() {
        return size;
    }

    /**
     * Adds changes, all or none.
     *
     * @return false when they contradict changes that are there already
     */
    public boolean add(List<Change> changes) {
        List<Change> single = new ArrayList<>();
        changes.forEach(change -> flatten(change, single));
        for (Change change : single) {
            if (!agrees(change)) {
                return false;
            }
        }
        single.forEach(this::put);
        size += changes.size();
        return true;
    }

    /** An object becomes its members, so that two objects for one place become one. */
    private static void flatten(Change change, List<Change> out) {
        if (change instanceof Change.Write(String pointer, String json) && json.startsWith("{")) {
            Node value = Documents.first(Source.of("change", json)).root();
            if (!value.members().isEmpty()) {
                for (Map.Entry<String, Node> member : value.members()) {
                    flatten(
                            new Change.Write(
                                    pointer + "/" + Pointers.escape(member.getKey()),
                                    Written.json(member.getValue())),
                            out);
                }
                return;
            }
        }
        out.add(change);
    }

    private boolean agrees(Change change) {
        Place at = root;
        for (String step : Pointers.steps(change.pointer())) {
            if (at.json != null || at.removed) {
                return false;
            }
            Place next = at.below.get(step);
            if (next == null) {
                return true;
            }
            at = next;
        }
        return switch (change) {
            case Change.Write(String _, String json) ->
                    at.untouched() || json.equals(at.json) || bothLists(json, at.json);
            case Change.Append _ -> !at.removed && at.json == null;
            case Change.Remove _ -> at.untouched() || at.removed;
        };
    }

    private static boolean bothLists(String json, @Nullable String other) {
        return other != null && json.startsWith("[") && other.startsWith("[");
    }

    private void put(Change change) {
        Place at = root;
        for (String step : Pointers.steps(change.pointer())) {
            at = at.below.computeIfAbsent(step, _ -> new Place());
        }
        switch (change) {
            case Change.Write(String _, String json) ->
                    at.json =
                            bothLists(json, at.json) ? union(String.valueOf(at.json), json) : json;
            case Change.Append(String _, String json) -> {
                if (!at.appended.contains(json)) {
                    at.appended.add(json);
                }
            }
            case Change.Remove _ -> at.removed = true;
        }
    }

    private static String union(String one, String other) {
        List<String> elements = new ArrayList<>();
        for (String list : List.of(one, other)) {
            for (Node element : Documents.first(Source.of("change", list)).root().elements()) {
                String json = Written.json(element);
                if (!elements.contains(json)) {
                    elements.add(json);
                }
            }
        }
        return "[" + String.join(",", elements) + "]";
    }

    /** The value that a place gets when nothing is there yet. */
    static String json(Place place) {
        if (place.json != null) {
            return place.json;
        }
        if (!place.appended.isEmpty()) {
            return "[" + String.join(",", place.appended) + "]";
        }
        StringBuilder out = new StringBuilder("{");
        place.below.forEach((key, below) -> {
            out.append(out.length() > 1 ? "," : "");
            out.append(Written.quoted(key)).append(':').append(json(below));
        });
        return out.append('}').toString();
    }
}
