package io.pratique.collect;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gathers the fields of an object in their order. Not for several threads.
 *
 * <p>What is not known is not put: a hole in an evidence document means unknown, and the coverage
 * list says why it is there.
 */
public final class Facts {
    private final Map<String, Value> members = new LinkedHashMap<>();

    public Facts put(String name, Value value) {
        members.put(name, value);
        return this;
    }

    public Facts put(String name, String text) {
        return put(name, Value.of(text));
    }

    public Facts put(String name, long number) {
        return put(name, Value.of(number));
    }

    public Facts put(String name, boolean flag) {
        return put(name, Value.of(flag));
    }

    /** What was gathered so far. */
    public Value.Fields done() {
        return new Value.Fields(members);
    }
}
