package io.pratique.runtime.filter;

import io.pratique.runtime.field.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A path of {@code pmatch}, cut into its components, each of which may hold glob signs. */
final class PathPattern {
    private final boolean absolute;
    private final Glob[] globs;

    private PathPattern(boolean absolute, List<Glob> globs) {
        this.absolute = absolute;
        this.globs = globs.toArray(Glob[]::new);
    }

    static PathPattern of(Bytes path) {
        List<Glob> globs = new ArrayList<>();
        byte[] bytes = path.toArray();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                if (i > start) {
                    globs.add(Glob.of(Bytes.of(Arrays.copyOfRange(bytes, start, i)), false));
                }
                start = i + 1;
            }
        }
        return new PathPattern(bytes.length > 0 && bytes[0] == '/', globs);
    }

    /** Whether a path is this one, or below it. Slashes in a row count as one. */
    boolean matches(byte[] path, int from, int to) {
        if (to == from || (path[from] == '/') != absolute) {
            return false;
        }
        int at = from;
        for (Glob glob : globs) {
            while (at < to && path[at] == '/') {
                at++;
            }
            int end = at;
            while (end < to && path[end] != '/') {
                end++;
            }
            if (end == at || !glob.matches(path, at, end)) {
                return false;
            }
            at = end;
        }
        return absolute || globs.length > 0;
    }
}
