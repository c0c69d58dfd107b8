package io.pratique.document;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) onto a tape. Ours rather than a library's because every value must keep its
 * place in the file, two equal keys must be an error (the second would silently win), the elements
 * of a large list must be handed out unread so that several threads can read them, and no object
 * may be made for what no rule looks at. Benchmarks compare it with Jackson; tests require the same
 * verdict.
 */
final class JsonReader {
    /** Takes the elements of the {@code items} of the outermost object, unread. */
    interface Items {
        void item(int start, int end);
    }

    private final Source source;
    private final byte[] b;
    private final Tape tape;
    private final int end;
    private final @Nullable Items items;
    private int at;

    private JsonReader(Source source, int start, int end, Tape tape, @Nullable Items items) {
        this.source = source;
        this.b = source.bytes();
        this.tape = tape;
        this.at = start;
        this.end = end;
        this.items = items;
    }

    /**
     * Reads one value.
     *
     * @return the offset behind it
     * @throws InvalidDocument when there is none
     */
    static int read(Source source, int start, int end, Tape tape, @Nullable Items items) {
        JsonReader reader = new JsonReader(source, start, end, tape, items);
        tape.reset();
        reader.space();
        reader.value();
        return reader.at;
    }

    /** The offset of the first byte that is no white space. */
    static int skipSpace(byte[] b, int from, int to) {
        int i = from;
        while (i < to && isSpace(b[i])) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private void space() {
        int i = at;
        while (i < end && isSpace(b[i])) {
            i++;
        }
        at = i;
    }

    private void value() {
        if (at >= end) {
            throw unexpected("a value");
        }
        switch (b[at]) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> {
                int start = at + 1;
                boolean escaped = string();
                tape.scalar(
                        Kind.STRING,
                        Document.QUOTED | (escaped ? Document.ESCAPED : 0),
                        start,
                        at - 1);
            }
            case 't' -> word("true", Kind.TRUE);
            case 'f' -> word("false", Kind.FALSE);
            case 'n' -> word("null", Kind.NULL);
            default -> number();
        }
    }

    private void object() {
        int start = at;
        begin(Kind.OBJECT);
        int node = tape.begun();
        at++;
        space();
        int count = 0;
        if (at < end && b[at] == '}') {
            at++;
            tape.end(0);
            return;
        }
        while (true) {
            if (at >= end || b[at] != '"') {
                throw unexpected(count == 0 ? "a key in quotes or '}'" : "a key in quotes");
            }
            int keyStart = at + 1;
            boolean escaped = string();
            int keyEnd = at - 1;
            tape.key(
                    Document.QUOTED | (escaped ? Document.ESCAPED : 0),
                    keyStart,
                    keyEnd,
                    escaped ? escapedHash(keyStart, keyEnd) : KeyTable.hash(b, keyStart, keyEnd));
            space();
            if (at >= end || b[at] != ':') {
                throw unexpected("':'");
            }
            at++;
            space();
            if (items != null && tape.depth() == 1 && isItems(keyStart, keyEnd)) {
                handOut(items);
            } else {
                value();
            }
            count++;
            space();
            if (at < end && b[at] == ',') {
                at++;
                space();
                continue;
            }
            if (at < end && b[at] == '}') {
                at++;
                tape.end(count);
                checkTwins(node, count);
                return;
            }
            throw at >= end ? unclosed(start, "object", '}') : unexpected("',' or '}'");
        }
    }

    private void array() {
        int start = at;
        begin(Kind.ARRAY);
        at++;
        space();
        int count = 0;
        if (at < end && b[at] == ']') {
            at++;
            tape.end(0);
            return;
        }
        while (true) {
            value();
            count++;
            space();
            if (at < end && b[at] == ',') {
                at++;
                space();
                continue;
            }
            if (at < end && b[at] == ']') {
                at++;
                tape.end(count);
                return;
            }
            throw at >= end ? unclosed(start, "list", ']') : unexpected("',' or ']'");
        }
    }

    private void begin(Kind kind) {
        if (!tape.begin(kind, at)) {
            throw new InvalidDocument(
                    InvalidDocument.Code.TOO_DEEP,
                    source.position(at),
                    "objects and lists are nested more than " + Tape.MAX_DEPTH + " deep",
                    "");
        }
    }

    private void checkTwins(int node, int count) {
        int twin = count < 2 ? -1 : tape.twin(source, node, count);
        if (twin >= 0) {
            Document document = tape.lend(source);
            throw duplicate(source, document.offset(twin), document.text(twin));
        }
    }

    static InvalidDocument duplicate(Source source, int offset, String key) {
        return new InvalidDocument(
                InvalidDocument.Code.DUPLICATE_KEY,
                source.position(offset),
                "the key '" + key + "' stands twice in one object",
                "Keep one of the two; which one counts would differ from program to program.");
    }

    private boolean isItems(int from, int to) {
        return to - from == 5
                && b[from] == 'i'
                && b[from + 1] == 't'
                && b[from + 2] == 'e'
                && b[from + 3] == 'm'
                && b[from + 4] == 's';
    }

    /**
     * Puts an empty list on the tape and gives the elements away. Not those that leave out their
     * kind, as the objects of a PodList do: they mean nothing without the list.
     */
    private void handOut(Items to) {
        if (at >= end || b[at] != '[' || kindless(skipSpace(b, at + 1, end))) {
            value();
            return;
        }
        begin(Kind.ARRAY);
        tape.end(0);
        at++;
        space();
        if (at < end && b[at] == ']') {
            at++;
            return;
        }
        while (true) {
            int start = at;
            at = skip(b, at, end);
            if (at == start) {
                throw unexpected("a value");
            }
            to.item(start, at);
            space();
            if (at < end && b[at] == ',') {
                at++;
                space();
                continue;
            }
            if (at < end && b[at] == ']') {
                at++;
                return;
            }
            throw unexpected("',' or ']'");
        }
    }

    /** True when an object without the key {@code kind} starts at an offset. */
    private boolean kindless(int from) {
        if (from >= end || b[from] != '{') {
            return false;
        }
        int i = skipSpace(b, from + 1, end);
        while (i < end && b[i] == '"') {
            int key = i + 1;
            i = key;
            while (i < end && b[i] != '"') {
                i += b[i] == '\\' ? 2 : 1;
            }
            if (i - key == 4
                    && b[key] == 'k'
                    && b[key + 1] == 'i'
                    && b[key + 2] == 'n'
                    && b[key + 3] == 'd') {
                return false;
            }
            // Behind the colon and the value; what is no JSON is left to whoever reads it.
            i = skip(b, skipSpace(b, i + 1, end), end);
            if (i < end && b[i] != ',' && b[i] != '}') {
                i = skipSpace(b, skip(b, i, end), end);
            }
            if (i < end && b[i] == ',') {
                i = skipSpace(b, i + 1, end);
            }
        }
        return i < end && b[i] == '}';
    }

    /**
     * The offset behind the value at an offset, found by brackets and quotes alone: whoever reads
     * the value checks the rest.
     */
    private static int skip(byte[] b, int from, int to) {
        int depth = 0;
        int i = from;
        while (i < to) {
            byte c = b[i];
            if (c == '"') {
                i++;
                while (i < to && b[i] != '"') {
                    i += b[i] == '\\' ? 2 : 1;
                }
                i++;
            } else if (c == '{' || c == '[') {
                depth++;
                i++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return i;
                }
                depth--;
                i++;
                if (depth == 0) {
                    return Math.min(i, to);
                }
            } else if (depth == 0 && c == ',') {
                return i;
            } else {
                i++;
            }
        }
        return to;
    }

    /** Reads a string; true when it has escapes. */
    private boolean string() {
        int start = at;
        boolean escaped = false;
        int i = at + 1;
        while (i < end) {
            byte c = b[i];
            if (c == '"') {
                at = i + 1;
                return escaped;
            }
            if (c == '\\') {
                escaped = true;
                i = escape(i);
            } else if (c >= 0 && c < ' ') {
                at = i;
                throw unexpected("no control character in a string; write it as an escape");
            } else {
                i++;
            }
        }
        throw unclosed(start, "string", '"');
    }

    private int escape(int backslash) {
        int i = backslash + 1;
        if (i < end) {
            switch (b[i]) {
                case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                    return i + 1;
                }
                case 'u' -> {
                    if (i + 4 < end && Scalars.hex4(b, i + 1) >= 0) {
                        return i + 5;
                    }
                }
                default -> {}
            }
        }
        at = backslash;
        throw unexpected("an escape that JSON knows (\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX)");
    }

    private int escapedHash(int from, int to) {
        byte[] key =
                Scalars.unescape(b, from, to).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return KeyTable.hash(key, 0, key.length);
    }

    private void word(String word, Kind kind) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || b[at + i] != word.charAt(i)) {
                throw unexpected("a value");
            }
        }
        tape.scalar(kind, 0, at, at + word.length());
        at += word.length();
    }

    private void number() {
        int start = at;
        int i = at;
        if (i < end && b[i] == '-') {
            i++;
        }
        int digits = i;
        i = digits(i);
        boolean valid = i > digits && !(b[digits] == '0' && i > digits + 1);
        if (valid && i < end && b[i] == '.') {
            int fraction = i + 1;
            i = digits(fraction);
            valid = i > fraction;
        }
        if (valid && i < end && (b[i] == 'e' || b[i] == 'E')) {
            int exponent = i + 1;
            if (exponent < end && (b[exponent] == '+' || b[exponent] == '-')) {
                exponent++;
            }
            i = digits(exponent);
            valid = i > exponent;
        }
        if (!valid) {
            throw unexpected("a value");
        }
        tape.scalar(Kind.NUMBER, 0, start, i);
        at = i;
    }

    private int digits(int from) {
        int i = from;
        while (i < end && b[i] >= '0' && b[i] <= '9') {
            i++;
        }
        return i;
    }

    private InvalidDocument unclosed(int start, String what, char closing) {
        return new InvalidDocument(
                InvalidDocument.Code.JSON_SYNTAX,
                source.position(start),
                "the " + what + " that starts here is never closed",
                "Add the missing " + closing + ", or get the rest of the file: it may be cut off.");
    }

    private InvalidDocument unexpected(String expected) {
        String found = at >= end ? "the end of the file" : "'" + shown() + "'";
        return new InvalidDocument(
                InvalidDocument.Code.JSON_SYNTAX,
                source.position(Math.min(at, end)),
                "expected " + expected + ", found " + found,
                "");
    }

    private String shown() {
        int stop = at + 1;
        while (stop < end && (b[stop] & 0xC0) == 0x80) {
            stop++;
        }
        String text = source.text(at, stop);
        return text.charAt(0) < ' ' ? "\\u%04x".formatted((int) text.charAt(0)) : text;
    }
}
