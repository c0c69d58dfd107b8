package io.pratique.document;

import java.util.function.Consumer;

/**
 * Finds the documents of a source. They come as slices that are not read yet, so that several
 * threads can read them; a slice is read by {@link Slice#read}.
 */
public final class Documents {
    private Documents() {}

    /** How a source is written. */
    public enum Format {
        JSON,
        YAML
    }

    /** A document that is not read yet: where it stands, and how it is written. */
    public record Slice(Source source, int start, int end, Format format) {
        /**
         * Reads the document onto a tape of its own.
         *
         * @throws InvalidDocument when it cannot be read
         */
        public Document read() {
            return new Reader().keep(this);
        }
    }

    /** Reads slices one after the other and uses its memory again. Not for several threads. */
    public static final class Reader {
        private final Tape tape = new Tape();

        /** A document that is good until the next call. */
        public Document lend(Slice slice) {
            fill(slice);
            return tape.lend(slice.source());
        }

        /** A document that stays good. */
        public Document keep(Slice slice) {
            fill(slice);
            return tape.finish(slice.source());
        }

        private void fill(Slice slice) {
            switch (slice.format()) {
                case JSON -> {
                    int stop =
                            JsonReader.read(slice.source(), slice.start(), slice.end(), tape, null);
                    int rest = JsonReader.skipSpace(slice.source().bytes(), stop, slice.end());
                    if (rest < slice.end()) {
                        throw new InvalidDocument(
                                InvalidDocument.Code.JSON_SYNTAX,
                                slice.source().position(rest),
                                "something stands behind the end of the document",
                                "");
                    }
                }
                case YAML -> yaml(slice);
            }
        }

        private void yaml(Slice slice) {
            Source source = slice.source();
            if (!source.ascii()) {
                refuseOldLineBreaks(source, slice.start(), slice.end());
            }
            if (BlockYamlReader.read(source, slice.start(), slice.end(), tape)) {
                return;
            }
            try {
                LibraryYamlReader.read(source, slice.start(), slice.end(), tape);
            } catch (InvalidDocument e) {
                if (!hasTemplateAction(source.bytes(), slice.start(), slice.end())) {
                    throw e;
                }
                throw new InvalidDocument(
                        e.code(),
                        e.position(),
                        e.getMessage(),
                        "This looks like a Helm template: render it with 'helm template' first.");
            }
        }
    }

    /** The length of a line break that YAML 1.1 knows and YAML 1.2 does not, or 0. */
    private static int oldLineBreak(byte[] b, int at, int end) {
        if (b[at] == (byte) 0xC2) {
            return at + 1 < end && b[at + 1] == (byte) 0x85 ? 2 : 0;
        }
        boolean separator =
                b[at] == (byte) 0xE2
                        && at + 2 < end
                        && b[at + 1] == (byte) 0x80
                        && (b[at + 2] == (byte) 0xA8 || b[at + 2] == (byte) 0xA9);
        return separator ? 3 : 0;
    }

    /**
     * kubectl reads YAML 1.1, in which U+0085, U+2028 and U+2029 end a line. To a reader of YAML
     * 1.2 a comment goes on behind one of them: what stands there would be deployed and not judged.
     */
    private static void refuseOldLineBreaks(Source source, int start, int end) {
        byte[] b = source.bytes();
        for (int i = start; i < end; i++) {
            if (b[i] < 0 && oldLineBreak(b, i, end) > 0) {
                int point = source.text(i, i + oldLineBreak(b, i, end)).charAt(0);
                throw new InvalidDocument(
                        InvalidDocument.Code.YAML_SYNTAX,
                        source.position(i),
                        "U+%04X ends a line in YAML 1.1 and does not in YAML 1.2".formatted(point),
                        "Remove it, or write it as \\u%04x between double quotes."
                                .formatted(point));
            }
        }
    }

    /** True when there is an action of Go's templates outside of quotes. */
    private static boolean hasTemplateAction(byte[] b, int start, int end) {
        for (int i = start; i + 2 < end; i++) {
            if (b[i] == '{' && b[i + 1] == '{' && (i == start || b[i - 1] != '"')) {
                int at = i + 2;
                while (at < end && (b[at] == '-' || b[at] == ' ')) {
                    at++;
                }
                if (at < end && (Character.isLetter(b[at]) || ".$/(\"`".indexOf(b[at]) >= 0)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * JSON when it starts with a list or with an object whose first key is in quotes, YAML
     * otherwise.
     */
    public static Format formatOf(Source source) {
        byte[] b = source.bytes();
        int first = JsonReader.skipSpace(b, source.start(), b.length);
        if (first < b.length && b[first] == '[') {
            return Format.JSON;
        }
        if (first >= b.length || b[first] != '{') {
            return Format.YAML;
        }
        int key = JsonReader.skipSpace(b, first + 1, b.length);
        boolean yaml =
                key < b.length
                        && (b[key] == '{' || b[key] == '#' || Character.isLetter(b[key] & 0xFF));
        return yaml ? Format.YAML : Format.JSON;
    }

    /**
     * The one document of a source, read; the first when there are several. An empty source gives
     * null as its root.
     */
    public static Document first(Source source) {
        return switch (formatOf(source)) {
            case JSON -> {
                Tape tape = new Tape();
                JsonReader.read(source, source.start(), source.length(), tape, null);
                yield tape.finish(source);
            }
            case YAML -> {
                Slice[] first = new Slice[1];
                yaml(
                        source,
                        slice -> {
                            if (first[0] == null) {
                                first[0] = slice;
                            }
                        });
                Slice slice = first[0];
                yield (slice == null
                                ? new Slice(source, source.start(), source.length(), Format.YAML)
                                : slice)
                        .read();
            }
        };
    }

    /**
     * Gives the documents of a YAML stream: what stands between the lines that start with {@code
     * ---} or {@code ...}. Documents that hold nothing but comments are left out. A document that
     * cannot be read does not hinder those around it.
     */
    public static void yaml(Source source, Consumer<Slice> slices) {
        yaml(source, source.start(), slices);
    }

    private static void yaml(Source source, int from, Consumer<Slice> slices) {
        byte[] b = source.bytes();
        int start = from;
        int line = start;
        boolean content = false;
        boolean directives = false;
        while (line < b.length) {
            if (marker(b, line, '-')) {
                if (content && !directives) {
                    slices.accept(new Slice(source, start, line, Format.YAML));
                }
                if (!directives) {
                    start = line;
                }
                directives = false;
                // '--- text' has content on the marker's line: then the marker is part of the
                // slice, and the library reads it.
                content = hasContent(b, line + 3);
                if (!content && start == line) {
                    start = nextLine(b, line);
                }
            } else if (marker(b, line, '.')) {
                if (content) {
                    slices.accept(new Slice(source, start, line, Format.YAML));
                }
                start = nextLine(b, line);
                content = false;
            } else if (!content && b[line] == '%') {
                directives = true;
            } else if (!content) {
                content = hasContent(b, line);
            }
            line = nextLine(b, line);
        }
        // A directive that no document follows is an error, which the library words.
        if (content || directives) {
            slices.accept(new Slice(source, start, b.length, Format.YAML));
        }
    }

    private static boolean marker(byte[] b, int line, char c) {
        return line + 2 < b.length
                && b[line] == c
                && b[line + 1] == c
                && b[line + 2] == c
                && (line + 3 >= b.length
                        || b[line + 3] == '\n'
                        || b[line + 3] == ' '
                        || b[line + 3] == '\t'
                        || b[line + 3] == '\r');
    }

    private static int nextLine(byte[] b, int from) {
        int i = from;
        while (i < b.length && b[i] != '\n' && b[i] != '\r') {
            i++;
        }
        boolean both = i + 1 < b.length && b[i] == '\r' && b[i + 1] == '\n';
        return Math.min(both ? i + 2 : i + 1, b.length);
    }

    private static boolean hasContent(byte[] b, int line) {
        int i = line;
        while (i < b.length && (b[i] == ' ' || b[i] == '\t')) {
            i++;
        }
        if (i < b.length && b[i] == '#') {
            // What stands behind an old line break is no comment to everybody: it is refused, not
            // left out.
            while (i < b.length && b[i] != '\n' && b[i] != '\r') {
                if (b[i] < 0 && oldLineBreak(b, i, b.length) > 0) {
                    return true;
                }
                i++;
            }
            return false;
        }
        return i < b.length && b[i] != '\n' && b[i] != '\r';
    }

    /** Takes what a source of JSON holds. */
    public interface JsonParts {
        /**
         * An element of the {@code items} of the document that follows, or a YAML document. Items
         * are given only when the first one says its own kind.
         */
        void item(Slice slice);

        /**
         * A document.
         *
         * @param itemsGiven true when the elements of its {@code items} were given before: the list
         *     is then empty in the document, whose other members still have to be looked at
         */
        void document(Document document, boolean itemsGiven);
    }

    /**
     * Gives the documents of a source of JSON. The elements of an outermost {@code items} list come
     * unread and one by one, as a list of a whole cluster may have a hundred thousand; those that
     * leave out their kind come with their list. Behind a line {@code ---} it goes on as YAML, as
     * it does for kubectl.
     *
     * @throws InvalidDocument at the first value that cannot be told apart; what came before was
     *     given
     */
    public static void json(Source source, JsonParts parts) {
        byte[] b = source.bytes();
        int at = JsonReader.skipSpace(b, source.start(), b.length);
        Tape tape = new Tape();
        while (at < b.length) {
            int[] items = new int[1];
            at =
                    JsonReader.read(
                            source,
                            at,
                            b.length,
                            tape,
                            (from, to) -> {
                                items[0]++;
                                parts.item(new Slice(source, from, to, Format.JSON));
                            });
            parts.document(tape.finish(source), items[0] > 0);
            at = JsonReader.skipSpace(b, at, b.length);
            if (at < b.length
                    && (at == 0 || b[at - 1] == '\n' || b[at - 1] == '\r')
                    && marker(b, at, '-')) {
                yaml(source, at, parts::item);
                return;
            }
        }
    }
}
