package io.pratique.policy.cel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map that an expression made; grows in place in a macro, as {@link ArrayValue} does. */
final class HashValue implements MapValue {
    private final Map<Object, Object> members;
    private boolean growing;

    private HashValue(Map<Object, Object> members, boolean growing) {
        this.members = members;
        this.growing = growing;
    }

    /**
     * A map of some members.
     *
     * @param members by keys as {@link Values#key} gives them
     */
    static HashValue of(Map<Object, Object> members) {
        return new HashValue(new LinkedHashMap<>(members), false);
    }

    static HashValue growing() {
        return new HashValue(new LinkedHashMap<>(), true);
    }

    boolean isGrowing() {
        return growing;
    }

    void finish() {
        growing = false;
    }

    /** False when the key is there already. */
    boolean insert(Object key, Object value) {
        return members.putIfAbsent(key, value) == null;
    }

    Map<Object, Object> members() {
        return members;
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public @Nullable Object find(Object key) {
        return members.get(key);
    }

    @Override
    public boolean has(Object key) {
        return members.containsKey(key);
    }

    @Override
    public List<Object> keys() {
        return new ArrayList<>(members.keySet());
    }
}
