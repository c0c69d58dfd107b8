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
                case YAML -> {
                    if (!BlockYamlReader.read(slice.source(), slice.start(), slice.end(), tape)) {
                        LibraryYamlReader.read(slice.source(), slice.start(), slice.end(), tape);
                    }
                }
            }
        }
    }

    /** JSON when the first character opens an object or a list, YAML otherwise. */
    public static Format formatOf(Source source) {
        byte[] b = source.bytes();
        int first = JsonReader.skipSpace(b, source.start(), b.length);
        return first < b.length && (b[first] == '{' || b[first] == '[') ? Format.JSON : Format.YAML;
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
     * ---} or {@code ...}. Documents that hold nothing but comments are left out.
     */
    public static void yaml(Source source, Consumer<Slice> slices) {
        byte[] b = source.bytes();
        int start = source.start();
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
                int text = line + 3;
                while (text < b.length && b[text] == ' ') {
                    text++;
                }
                content = text < b.length && b[text] != '\n' && b[text] != '\r' && b[text] != '#';
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
        if (content) {
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
        while (i < b.length && b[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, b.length);
    }

    private static boolean hasContent(byte[] b, int line) {
        int i = line;
        while (i < b.length && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r')) {
            i++;
        }
        return i < b.length && b[i] != '\n' && b[i] != '#';
    }

    /** Takes what a source of JSON holds. */
    public interface JsonParts {
        /** An element of the {@code items} of the document that follows. */
        void item(Slice slice);

        /**
         * A document.
         *
         * @param itemsGiven true when the elements of its {@code items} were given before: the list
         *     is then empty in the document
         */
        void document(Document document, boolean itemsGiven);
    }

    /**
     * Gives the documents of a source of JSON. The elements of an outermost {@code items} list come
     * unread and one by one, as a list of a whole cluster may have a hundred thousand.
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
        }
    }
}
