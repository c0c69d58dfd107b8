package io.pratique.images;

/** Paths of layers: relative to the root, without dots and doubled slashes. */
final class LayerPath {
    private LayerPath() {}

    /**
     * The path that a name means; empty for the root itself.
     *
     * @param escapes {@code true} in its first element is written when the name leads out of the
     *     root, which no honest builder writes; it then is taken as if the root were the end
     */
    static String clean(String name, boolean[] escapes) {
        if (isClean(name)) {
            return name;
        }
        StringBuilder out = new StringBuilder(name.length());
        int at = 0;
        while (at <= name.length()) {
            int slash = name.indexOf('/', at);
            int end = slash < 0 ? name.length() : slash;
            int length = end - at;
            boolean dot = length == 1 && name.charAt(at) == '.';
            boolean up = length == 2 && name.charAt(at) == '.' && name.charAt(at + 1) == '.';
            if (up) {
                if (out.isEmpty()) {
                    escapes[0] = true;
                } else {
                    int parent = out.lastIndexOf("/");
                    out.setLength(Math.max(0, parent));
                }
            } else if (length > 0 && !dot) {
                if (!out.isEmpty()) {
                    out.append('/');
                }
                out.append(name, at, end);
            }
            at = end + 1;
        }
        return out.toString();
    }

    private static boolean isClean(String name) {
        char before = '/';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (before == '/' && (c == '/' || c == '.')) {
                return false;
            }
            before = c;
        }
        return before != '/';
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
