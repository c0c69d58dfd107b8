package io.pratique.runtime.state;

/** Puts paths together as the kernel would, but without a look at links. */
final class Paths {
    private Paths() {}

    /**
     * A path, absolute or below a directory, without empty parts, {@code .} and {@code ..}.
     *
     * @param directory where a relative path begins; empty when it is not known
     */
    static void join(TextBuilder out, byte[] directory, byte[] path, int from, int length) {
        out.clear();
        boolean isAbsolute = length > 0 && path[from] == '/';
        if (!isAbsolute) {
            append(out, directory, 0, directory.length);
        }
        append(out, path, from, length);
        if (out.length() == 0 && (isAbsolute || directory.length > 0)) {
            out.add('/');
        }
    }

    private static void append(TextBuilder out, byte[] path, int from, int length) {
        int end = from + length;
        int at = from;
        boolean isRooted = out.length() > 0 || (length > 0 && path[from] == '/');
        while (at < end) {
            while (at < end && path[at] == '/') {
                at++;
            }
            int start = at;
            while (at < end && path[at] != '/') {
                at++;
            }
            int size = at - start;
            if (size == 0 || (size == 1 && path[start] == '.')) {
                continue;
            }
            if (size == 2 && path[start] == '.' && path[start + 1] == '.') {
                if (isRooted) {
                    up(out);
                    continue;
                }
            }
            if (isRooted || out.length() > 0) {
                out.add('/');
            }
            out.add(path, start, size);
        }
    }

    private static void up(TextBuilder out) {
        int length = out.length();
        byte[] bytes = out.bytes();
        while (length > 0 && bytes[length - 1] != '/') {
            length--;
        }
        out.cut(Math.max(0, length - 1));
    }
}
