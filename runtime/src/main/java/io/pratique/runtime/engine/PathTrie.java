package io.pratique.runtime.engine;

import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.filter.Value;
import java.util.Map;

/**
 * Finds all paths without glob signs that a path is or lies below. Slashes in a row count as one,
 * and one at the end counts for nothing; an absolute path never fits a relative one.
 */
final class PathTrie implements RowTable {
    private static final int RELATIVE = 1;

    private final Transitions transitions;
    private final int[][] rows;
    private final int[] none;

    PathTrie(Map<Bytes, int[]> entries, int words) {
        none = new int[words];
        Transitions.Builder builder = new Transitions.Builder(words);
        // Relative paths begin behind a node of their own: no byte leads there but NUL.
        int relative = builder.child(0, 0);
        if (relative != RELATIVE) {
            throw new IllegalStateException();
        }
        entries.forEach((path, row) -> {
            boolean absolute = path.length() > 0 && path.at(0) == '/';
            int node = absolute ? 0 : relative;
            boolean hasComponents = false;
            int i = 0;
            while (i < path.length()) {
                if (path.at(i) == '/') {
                    i++;
                    continue;
                }
                // A slash stands before each component, also before the first of a relative path.
                node = builder.child(node, '/');
                while (i < path.length() && path.at(i) != '/') {
                    node = builder.child(node, path.at(i++) & 0xFF);
                }
                hasComponents = true;
            }
            // The empty path is above nothing, the root is above every absolute path.
            if (absolute || hasComponents) {
                builder.add(node, row);
            }
        });
        rows = new int[builder.size()][];
        int[][] above = new int[builder.size()][];
        above[0] = none;
        for (int node = 0; node < rows.length; node++) {
            rows[node] = builder.row(node).clone();
            Transitions.Builder.or(rows[node], above[node]);
            int[] pairs = builder.childrenOf(node);
            for (int i = 0; i < pairs.length; i += 2) {
                // What was found counts below only when a component ends here.
                above[pairs[i + 1]] = pairs[i] == '/' ? rows[node] : above[node];
            }
        }
        transitions = builder.build();
    }

    @Override
    public int[] find(Value value, int[] scratch) {
        byte[] bytes = value.bytes();
        int at = value.offset();
        int end = at + value.length();
        if (at == end) {
            return none;
        }
        int node = bytes[at] == '/' ? 0 : RELATIVE;
        // The row of the last component that was walked to its end.
        int[] found = rows[node];
        while (true) {
            while (at < end && bytes[at] == '/') {
                at++;
            }
            if (at == end) {
                return found;
            }
            int next = transitions.next(node, (byte) '/');
            while (next >= 0 && at < end && bytes[at] != '/') {
                next = transitions.next(next, bytes[at++]);
            }
            if (next < 0) {
                return found;
            }
            node = next;
            found = rows[node];
        }
    }
}
