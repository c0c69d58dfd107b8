package io.pratique.runtime.engine;

import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.filter.Value;
import java.util.Map;

/**
 * Finds all texts that a value starts with, or ends with: it walks until no text goes on. The row
 * of a place holds those of the places before it, so the last one is the answer.
 */
final class ByteTrie implements RowTable {
    private final boolean backwards;
    private final Transitions transitions;
    private final int[][] rows;

    ByteTrie(Map<Bytes, int[]> entries, int words, boolean backwards) {
        this.backwards = backwards;
        Transitions.Builder builder = new Transitions.Builder(words);
        entries.forEach((text, row) -> {
            int node = 0;
            for (int i = 0; i < text.length(); i++) {
                node = builder.child(node, text.at(backwards ? text.length() - 1 - i : i) & 0xFF);
            }
            builder.add(node, row);
        });
        rows = builder.inheritedRows();
        transitions = builder.build();
    }

    @Override
    public int[] find(Value value, int[] scratch) {
        byte[] bytes = value.bytes();
        int length = value.length();
        int at = backwards ? value.offset() + length - 1 : value.offset();
        int step = backwards ? -1 : 1;
        int node = 0;
        for (int i = 0; i < length; i++, at += step) {
            int next = transitions.next(node, bytes[at]);
            if (next < 0) {
                break;
            }
            node = next;
        }
        return rows[node];
    }
}
