package io.pratique.runtime.engine;

import io.pratique.runtime.filter.Value;
import java.util.Arrays;

/** Looks up the items of a list; belongs to one evaluator. */
final class ListRows {
    private final RowTable table;
    private final boolean all;
    private final int[] none;
    private final int[] row;
    private final int[] scratch;

    ListRows(RowTable table, int words, boolean all) {
        this.table = table;
        this.all = all;
        none = new int[words];
        row = new int[words];
        scratch = new int[words];
    }

    /** The bits that hold for one item, or for all. */
    int[] find(Value value) {
        if (value.kind() != Value.Kind.LIST) {
            return table.find(value, scratch);
        }
        if (value.size() == 0) {
            return none;
        }
        Arrays.fill(row, all ? -1 : 0);
        for (int i = 0; i < value.size(); i++) {
            int[] found = table.find(value.item(i), scratch);
            for (int w = 0; w < row.length; w++) {
                row[w] = all ? row[w] & found[w] : row[w] | found[w];
            }
        }
        return row;
    }
}
