package io.pratique.document;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of values in the text of a source, so that everything else stays as its author left
 * it: comments, the order of keys, quotes, indents, line ends. Whatever would need a guess (an
 * anchor, a tag, a comment that would be lost) is refused, and what comes out is read again and
 * compared with what was asked for. For one thread.
 */
public final class SourceEditor {
    private final Source source;
    private final boolean json;
    private final List<Documents.Slice> slices = new ArrayList<>();
    private int known = -1;
    private @Nullable Part part;

    public SourceEditor(Source source) {
        this.source = source;
        this.json = Documents.formatOf(source) == Documents.Format.JSON;
        if (!json) {
            Documents.yaml(source, slices::add);
        }
    }

    /**
     * The edits that make changes in a document of the source, in their order and without overlaps.
     *
     * @throws NotEditable when they cannot be made without a guess
     */
    public List<TextEdit> edits(Document document, Changes changes) throws NotEditable {
        Documents.Slice slice = slice(document);
        Part whole = part(slice);
        List<TextEdit> edits =
                new TextChange(source, slice.start(), slice.end(), json)
                        .edits(whole, changes.root());
        Object expected = Written.changed(document.root(), changes.root());
        byte[] changed = apply(source.bytes(), slice.start(), slice.end(), edits);
        Object read;
        try {
            Source copy = Source.of(source.name(), changed);
            read =
                    Written.tree(
                            new Documents.Slice(copy, copy.start(), copy.length(), slice.format())
                                    .read()
                                    .root());
        } catch (InvalidDocument e) {
            throw new NotEditable("the changed text would not be valid");
        }
        if (!read.equals(expected)) {
            throw new NotEditable("the changed text would say something else, too");
        }
        return edits;
    }

    private Documents.Slice slice(Document document) throws NotEditable {
        int offset = document.offset(0);
        if (json) {
            Part value = JsonPartsReader.read(source, offset);
            known = offset;
            part = value;
            return new Documents.Slice(source, offset, value.end(), Documents.Format.JSON);
        }
        for (Documents.Slice slice : slices) {
            if (slice.start() <= offset && offset < slice.end()) {
                return slice;
            }
        }
        throw new NotEditable("the document is not found in its file");
    }

    private Part part(Documents.Slice slice) throws NotEditable {
        Part read = part;
        if (read == null || known != slice.start()) {
            read = YamlPartsReader.read(source, slice.start(), slice.end());
            part = read;
            known = slice.start();
        }
        return read;
    }

    /** The bytes of a source after edits, which are in their order and do not overlap. */
    public static byte[] apply(Source source, List<TextEdit> edits) {
        return apply(source.bytes(), 0, source.length(), edits);
    }

    private static byte[] apply(byte[] b, int start, int end, List<TextEdit> edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start + 256);
        int at = start;
        for (TextEdit edit : edits) {
            out.write(b, at, edit.start() - at);
            out.writeBytes(edit.text().getBytes(StandardCharsets.UTF_8));
            at = edit.end();
        }
        out.write(b, at, end - at);
        return out.toByteArray();
    }

    /**
     * Sorts edits and joins what is taken away twice.
     *
     * @throws NotEditable when two of them are about the same text
     */
    static List<TextEdit> ordered(List<TextEdit> edits) throws NotEditable {
        List<TextEdit> sorted = new ArrayList<>(edits);
        // An insertion comes before what is taken away from its place on.
        sorted.sort(Comparator.comparingInt(TextEdit::start).thenComparingInt(TextEdit::end));
        List<TextEdit> out = new ArrayList<>();
        for (TextEdit edit : sorted) {
            TextEdit last = out.isEmpty() ? null : out.getLast();
            if (last != null && edit.start() < last.end()) {
                if (!edit.text().isEmpty() || !last.text().isEmpty()) {
                    throw new NotEditable("two of its changes are about the same text");
                }
                out.set(
                        out.size() - 1,
                        new TextEdit(last.start(), Math.max(last.end(), edit.end()), ""));
            } else {
                out.add(edit);
            }
        }
        return out;
    }
}
