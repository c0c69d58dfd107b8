package io.pratique.runtime.engine;

import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.field.Constant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All comparisons of one kind over one expression, while they are collected. */
final class RowGroup {
    /** What a table looks for. */
    enum Kind {
        TEXT,
        NUMBER,
        PREFIX,
        SUFFIX,
        PATH,
        SUBSTRING,
        SUBSTRING_IGNORING_CASE,
        NETWORK
    }

    /** How the items of a list count. */
    enum Items {
        /** The value is no list. */
        NONE,
        /** A bit is set when it is for one item. */
        ANY,
        /** A bit is set when it is for all items, and there is one. */
        ALL
    }

    /** Equal keys share a group. */
    record Key(int slot, Kind kind, Items items) {}

    private final Key key;
    private final Map<Set<Constant>, Integer> bits = new LinkedHashMap<>();
    private @Nullable RowTable table;

    RowGroup(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    /** The bit of "is one of these". */
    int bit(Set<Constant> constants) {
        if (table != null) {
            throw new IllegalStateException("the table is made");
        }
        return bits.computeIfAbsent(constants, _ -> bits.size());
    }

    /** The constants of a bit. */
    Set<Constant> constants(int bit) {
        List<Set<Constant>> sets = new ArrayList<>(bits.keySet());
        return sets.get(bit);
    }

    int words() {
        return (bits.size() + 31) / 32;
    }

    /** The table; no bit may be added any more. */
    RowTable table() {
        RowTable made = table;
        if (made == null) {
            made = make();
            table = made;
        }
        return made;
    }

    private RowTable make() {
        return switch (key.kind()) {
            case TEXT -> new TextTable(bytes(), words());
            case NUMBER -> new NumberTable(numbers(), words());
            case PREFIX -> new ByteTrie(bytes(), words(), false);
            case SUFFIX -> new ByteTrie(bytes(), words(), true);
            case PATH -> new PathTrie(bytes(), words());
            case SUBSTRING -> new SubstringTable(bytes(), words(), false);
            case SUBSTRING_IGNORING_CASE -> new SubstringTable(bytes(), words(), true);
            case NETWORK -> new NetworkTrie(networks(), words());
        };
    }

    private Map<Bytes, int[]> bytes() {
        Map<Bytes, int[]> rows = new HashMap<>();
        bits.forEach((constants, bit) -> {
            for (Constant constant : constants) {
                switch (constant) {
                    case Constant.Text text -> set(rows, text.bytes(), bit);
                    case Constant.Address address -> set(rows, address.bytes(), bit);
                    case Constant.Whole _, Constant.Real _, Constant.Network _ ->
                            throw new IllegalStateException(constant + " is no text");
                }
            }
        });
        return rows;
    }

    private Map<Long, int[]> numbers() {
        Map<Long, int[]> rows = new HashMap<>();
        bits.forEach((constants, bit) -> {
            for (Constant constant : constants) {
                set(rows, ((Constant.Whole) constant).value(), bit);
            }
        });
        return rows;
    }

    private Map<Constant.Network, int[]> networks() {
        Map<Constant.Network, int[]> rows = new HashMap<>();
        bits.forEach((constants, bit) -> {
            for (Constant constant : constants) {
                set(rows, (Constant.Network) constant, bit);
            }
        });
        return rows;
    }

    private <K> void set(Map<K, int[]> rows, K key, int bit) {
        rows.computeIfAbsent(key, _ -> new int[words()])[bit >> 5] |= 1 << bit;
    }
}
