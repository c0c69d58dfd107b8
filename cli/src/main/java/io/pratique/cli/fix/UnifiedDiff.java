package io.pratique.cli.fix;

import io.pratique.document.SourceEditor;
import io.pratique.document.TextEdit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Edits as a unified diff that {@code git apply} and {@code patch -p1} take. It is made of the
 * edits themselves, so that it is exact and costs no search for what differs.
 */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;

    /**
     * Lines that differ.
     *
     * @param from the index of the first line of the old text
     * @param to the index behind the last
     */
    private record Change(int from, int to, List<String> lines) {}

    private final byte[] b;
    private final List<Integer> starts = new ArrayList<>();

    private UnifiedDiff(byte[] bytes) {
        this.b = bytes;
        if (bytes.length > 0) {
            starts.add(0);
        }
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\n') {
                starts.add(i + 1);
            }
        }
    }

    /**
     * The diff of a text; empty when nothing differs.
     *
     * @param path relative, with slashes
     */
    public static String of(String path, FixedFile file) {
        return of(path, SourceEditor.apply(file.source(), List.of()), file.edits());
    }

    /**
     * As the other one.
     *
     * @param bytes the old text
     * @param edits in their order, without overlaps
     */
    static String of(String path, byte[] bytes, List<TextEdit> edits) {
        return new UnifiedDiff(bytes).diff(path, edits);
    }

    private String diff(String path, List<TextEdit> edits) {
        List<Change> changes = changes(edits);
        if (changes.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        out.append("--- ").append(name("a/" + path)).append('\n');
        out.append("+++ ").append(name("b/" + path)).append('\n');
        int moved = 0;
        int i = 0;
        while (i < changes.size()) {
            int last = i;
            while (last + 1 < changes.size()
                    && changes.get(last + 1).from() - changes.get(last).to() <= 2 * CONTEXT) {
                last++;
            }
            moved += hunk(changes.subList(i, last + 1), moved, out);
            i = last + 1;
        }
        return out.toString();
    }

    private int hunk(List<Change> changes, int moved, StringBuilder out) {
        int from = Math.max(0, changes.getFirst().from() - CONTEXT);
        int to = Math.min(starts.size(), changes.getLast().to() + CONTEXT);
        int grown = 0;
        for (Change change : changes) {
            grown += change.lines().size() - (change.to() - change.from());
        }
        out.append("@@ -").append(range(from, to - from));
        out.append(" +").append(range(from + moved, to - from + grown)).append(" @@\n");
        int at = from;
        for (Change change : changes) {
            for (; at < change.from(); at++) {
                line(' ', old(at), out);
            }
            for (; at < change.to(); at++) {
                line('-', old(at), out);
            }
            change.lines().forEach(line -> line('+', line, out));
        }
        for (; at < to; at++) {
            line(' ', old(at), out);
        }
        return grown;
    }

    /** Lines are counted from 1; a range without lines names the line before it. */
    private static String range(int from, int count) {
        return (count == 0 ? from : from + 1) + (count == 1 ? "" : "," + count);
    }

    private static void line(char mark, String line, StringBuilder out) {
        out.append(mark).append(line);
        if (!line.endsWith("\n")) {
            out.append("\n\\ No newline at end of file\n");
        }
    }

    private int start(int line) {
        return line < starts.size() ? starts.get(line) : b.length;
    }

    private String old(int line) {
        return text(start(line), start(line + 1));
    }

    private String text(int from, int to) {
        return new String(b, from, to - from, StandardCharsets.UTF_8);
    }

    /** The line that an offset is in; the number of lines for the end of the text. */
    private int lineOf(int offset) {
        int low = 0;
        int high = starts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts.get(middle) <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean behind = offset == b.length && (b.length == 0 || b[b.length - 1] == '\n');
        return behind ? starts.size() : low - 1;
    }

    private List<Change> changes(List<TextEdit> edits) {
        List<Change> changes = new ArrayList<>();
        int i = 0;
        while (i < edits.size()) {
            int from = lineOf(edits.get(i).start());
            int to = behind(edits.get(i));
            int last = i;
            while (last + 1 < edits.size() && lineOf(edits.get(last + 1).start()) <= to) {
                last++;
                to = Math.max(to, behind(edits.get(last)));
            }
            changes.add(trimmed(from, to, changed(from, to, edits.subList(i, last + 1))));
            i = last + 1;
        }
        changes.removeIf(change -> change.from() == change.to() && change.lines().isEmpty());
        return changes;
    }

    /** The line behind the last one that an edit touches. */
    private int behind(TextEdit edit) {
        int line = lineOf(edit.end());
        boolean whole =
                edit.end() == start(line)
                        && (edit.text().endsWith("\n")
                                || edit.text().isEmpty()
                                        && edit.start() == start(lineOf(edit.start())));
        return whole ? line : Math.min(line + 1, starts.size());
    }

    private List<String> changed(int from, int to, List<TextEdit> edits) {
        StringBuilder text = new StringBuilder();
        int at = start(from);
        for (TextEdit edit : edits) {
            text.append(text(at, edit.start())).append(edit.text());
            at = edit.end();
        }
        text.append(text(at, Math.max(at, start(to))));
        List<String> lines = new ArrayList<>();
        int line = 0;
        while (line < text.length()) {
            int stop = text.indexOf("\n", line);
            int end = stop < 0 ? text.length() : stop + 1;
            lines.add(text.substring(line, end));
            line = end;
        }
        return lines;
    }

    /** Without the lines that are the same at both ends. */
    private Change trimmed(int from, int to, List<String> lines) {
        int first = from;
        int last = to;
        int begin = 0;
        int end = lines.size();
        while (first < last && begin < end && old(first).equals(lines.get(begin))) {
            first++;
            begin++;
        }
        while (first < last && begin < end && old(last - 1).equals(lines.get(end - 1))) {
            last--;
            end--;
        }
        return new Change(first, last, lines.subList(begin, end));
    }

    /** As git writes names: in quotes when a character would be read as something else. */
    private static String name(String path) {
        boolean plain = path.chars().allMatch(c -> c >= ' ' && c != 0x7F && c != '"' && c != '\\');
        if (plain) {
            // A tab tells programs where a name with spaces ends.
            return path.indexOf(' ') >= 0 ? path + "\t" : path;
        }
        StringBuilder out = new StringBuilder("\"");
        for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
            int c = one & 0xFF;
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c >= 0x7F) {
                out.append("\\%03o".formatted(c));
            } else {
                out.append((char) c);
            }
        }
        return out.append('"').toString();
    }
}
