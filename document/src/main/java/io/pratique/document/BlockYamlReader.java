package io.pratique.document;

/**
 * Reads the plain block YAML that manifests are written in, several times faster than a whole YAML
 * parser: block mappings and sequences, plain and quoted scalars on one line, literal blocks, flow
 * lists and objects on one line, comments.
 *
 * <p>It has no errors: whatever it does not know for certain (anchors, tags, folded scalars, texts
 * over several lines, tabs, two equal keys…) makes {@link #read} return false, and the document is
 * read again by the library, which then has the last word. Tests require that both make the same
 * tree of every generated document.
 */
final class BlockYamlReader {
    private static final int MAX_DEPTH = 60;

    private final Source source;
    private final byte[] b;
    private final Tape tape;
    private final int end;

    /**
     * The indent of the current line, and the offset of its first character; -1 behind the last
     * line.
     */
    private int indent;

    private int at;

    private BlockYamlReader(Source source, int start, int end, Tape tape) {
        this.source = source;
        this.b = source.bytes();
        this.tape = tape;
        this.at = start;
        this.end = end;
    }

    /**
     * Reads the document between two offsets, or returns false: it is not plain. An empty one is
     * not plain either.
     */
    static boolean read(Source source, int start, int end, Tape tape) {
        BlockYamlReader reader = new BlockYamlReader(source, start, end, tape);
        tape.reset();
        return reader.line()
                && reader.indent >= 0
                && (reader.b[reader.at] == '-' || reader.key(reader.at) > 0)
                && reader.block(reader.indent, 0)
                && reader.indent < 0;
    }

    /**
     * Goes to the first character of the next line that has content; false when that line is not
     * plain.
     */
    private boolean line() {
        int i = at;
        while (i < end) {
            int text = i;
            while (text < end && b[text] == ' ') {
                text++;
            }
            if (text >= end) {
                break;
            }
            byte c = b[text];
            if (c == '\n') {
                i = text + 1;
            } else if (c == '\r' && text + 1 < end && b[text + 1] == '\n') {
                i = text + 2;
            } else if (c == '#') {
                i = endOfComment(text) + 1;
                if (i == 0) {
                    return false;
                }
            } else if (c == '\t' || c == '\r') {
                return false;
            } else {
                indent = text - i;
                at = text;
                return true;
            }
        }
        indent = -1;
        at = end;
        return true;
    }

    /**
     * The end of the line on which a comment starts, or -1 when the comment has a character that
     * ends it or that YAML does not allow: a carriage return of its own, or a control character.
     */
    private int endOfComment(int from) {
        int i = from;
        while (i < end && b[i] != '\n') {
            byte c = b[i];
            boolean control = c >= 0 && c < ' ' && c != '\t' || c == 0x7F;
            boolean lineEnd = c == '\r' && i + 1 < end && b[i + 1] == '\n';
            // The first bytes of U+0080 to U+009F and of U+FFFE and U+FFFF.
            if (control && !lineEnd || c == (byte) 0xC2 || c == (byte) 0xEF) {
                return -1;
            }
            i++;
        }
        return i;
    }

    private int endOfLine(int from) {
        int i = from;
        while (i < end && b[i] != '\n') {
            i++;
        }
        return i;
    }

    /**
     * A mapping or a sequence whose lines have this indent; the reader stands on its first line.
     */
    private boolean block(int column, int depth) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        return dash(at) ? sequence(column, depth) : mapping(column, depth);
    }

    private boolean dash(int i) {
        return b[i] == '-'
                && (i + 1 >= end || b[i + 1] == ' ' || b[i + 1] == '\n' || b[i + 1] == '\r');
    }

    private boolean sequence(int column, int depth) {
        tape.begin(Kind.ARRAY, at);
        int count = 0;
        while (indent == column && dash(at)) {
            int i = at + 1;
            while (i < end && b[i] == ' ') {
                i++;
            }
            if (i >= end || b[i] == '\n' || b[i] == '\r' || b[i] == '#') {
                return false;
            }
            if (dash(i)) {
                return false;
            }
            if (key(i) > 0) {
                int inner = column + (i - at);
                indent = inner;
                at = i;
                if (!mapping(inner, depth + 1)) {
                    return false;
                }
            } else if (!value(i, column, depth)) {
                return false;
            }
            count++;
        }
        tape.end(count);
        // A line that is less indented ends the sequence; one that is more indented, or no item,
        // belongs to nothing we know.
        return indent < column || (indent == column && !dash(at));
    }

    private boolean mapping(int column, int depth) {
        if (!tape.begin(Kind.OBJECT, at)) {
            return false;
        }
        int node = tape.begun();
        int count = 0;
        while (indent == column) {
            int colon = key(at);
            if (colon <= 0) {
                return false;
            }
            int keyStart = at;
            int keyEnd = colon;
            int flags = 0;
            if (b[at] == '"' || b[at] == '\'') {
                keyStart++;
                keyEnd--;
                flags = Document.QUOTED;
            }
            tape.key(flags, keyStart, keyEnd, KeyTable.hash(b, keyStart, keyEnd));
            count++;
            int i = colon + 1;
            while (i < end && b[i] == ' ') {
                i++;
            }
            if (i >= end || b[i] == '\n' || b[i] == '\r' || b[i] == '#') {
                if (!below(i, colon + 1, column, depth)) {
                    return false;
                }
            } else if (!value(i, column, depth)) {
                return false;
            }
        }
        tape.end(count);
        return indent < column && (count < 2 || tape.twin(source, node, count) < 0);
    }

    /** The value of a key that has nothing behind its colon, where a null stands. */
    private boolean below(int lineEnd, int place, int column, int depth) {
        int stop = endOfComment(lineEnd);
        at = stop + 1;
        if (stop < 0 || !line()) {
            return false;
        }
        if (indent > column || (indent == column && dash(at))) {
            if (!dash(at) && key(at) <= 0) {
                return false;
            }
            return block(indent, depth + 1);
        }
        tape.scalar(Kind.NULL, 0, place, place);
        return true;
    }

    /**
     * The offset of the colon of the key at an offset, 0 when there is no key there, -1 when it is
     * none that is plain. A key is letters, digits and {@code _ . / - $}, bare or in quotes.
     */
    private int key(int from) {
        int i = from;
        byte quote = b[i] == '"' || b[i] == '\'' ? b[i] : 0;
        if (quote != 0) {
            i++;
        } else if (b[i] == '-' || b[i] == '/' || b[i] == '.') {
            return 0;
        }
        int start = i;
        while (i < end && keyCharacter(b[i])) {
            i++;
        }
        if (i == start) {
            return 0;
        }
        int stop = i;
        if (quote != 0) {
            if (i >= end || b[i] != quote) {
                return 0;
            }
            i++;
        }
        if (i >= end || b[i] != ':') {
            return 0;
        }
        if (i + 1 < end && b[i + 1] != ' ' && b[i + 1] != '\n' && b[i + 1] != '\r') {
            return 0;
        }
        // 'on:', 'yes:' and '1:' are no texts in YAML 1.1: the library decides what key they make.
        return quote != 0 || Scalars.resolve(b, start, stop) == Kind.STRING ? i : -1;
    }

    private static boolean keyCharacter(byte c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '-'
                || c == '.'
                || c == '/'
                || c == '$';
    }

    /**
     * A value that starts on the line of its key or dash; afterwards the reader stands on the next
     * line.
     */
    private boolean value(int from, int column, int depth) {
        switch (b[from]) {
            case '"', '\'' -> {
                int stop = quoted(from);
                if (stop < 0 || !rest(stop)) {
                    return false;
                }
            }
            case '[', '{' -> {
                int stop = flow(from, depth + 1);
                if (stop < 0 || !rest(stop)) {
                    return false;
                }
            }
            case '|' -> {
                return literal(from, column);
            }
            case '&', '*', '!', '>', '%', '@', '`', ',', ']', '}', '#' -> {
                return false;
            }
            default -> {
                if (!plain(from)) {
                    return false;
                }
            }
        }
        // A line that is more indented would go on with this value.
        return indent <= column;
    }

    /** Nothing but a comment may stand behind a value. */
    private boolean rest(int from) {
        int i = from;
        while (i < end && b[i] == ' ') {
            i++;
        }
        if (i < end && b[i] == '#') {
            if (i == from) {
                return false;
            }
            i = endOfComment(i);
            if (i < 0) {
                return false;
            }
        }
        if (i < end && b[i] == '\r') {
            i++;
        }
        if (i < end && b[i] != '\n') {
            return false;
        }
        at = i + 1;
        return line();
    }

    private boolean plain(int from) {
        byte first = b[from];
        if ((first == '-' || first == '?' || first == ':')
                && (from + 1 >= end
                        || b[from + 1] == ' '
                        || b[from + 1] == '\n'
                        || b[from + 1] == '\r')) {
            return false;
        }
        int i = from;
        int last = from;
        while (i < end) {
            byte c = b[i];
            if (c == '\n') {
                break;
            }
            if (c == ':') {
                if (i + 1 >= end || b[i + 1] == ' ' || b[i + 1] == '\n' || b[i + 1] == '\r') {
                    return false;
                }
                last = i;
            } else if (c == '#' && b[i - 1] == ' ') {
                break;
            } else if (c == '\t' || c == '\r' && (i + 1 >= end || b[i + 1] != '\n')) {
                return false;
            } else if (c != ' ' && c != '\r') {
                if (c >= 0 && c < ' ' || c == 0x7F || c < 0) {
                    return false;
                }
                last = i;
            }
            i++;
        }
        int stop = last + 1;
        Kind kind = Scalars.resolve(b, from, stop);
        tape.scalar(kind, 0, from, stop);
        int stopped = endOfComment(i);
        at = stopped + 1;
        return stopped >= 0 && line();
    }

    /**
     * A text in quotes on one line, without escapes except those JSON has; the offset behind it, or
     * -1.
     */
    private int quoted(int from) {
        byte quote = b[from];
        boolean escaped = false;
        int i = from + 1;
        while (i < end && b[i] != quote) {
            byte c = b[i];
            if (c < ' ' || c == 0x7F) {
                return -1;
            }
            if (c == '\\' && quote == '"') {
                if (i + 1 >= end || "\"\\/bfnrt".indexOf(b[i + 1]) < 0) {
                    return -1;
                }
                escaped = true;
                i++;
            }
            i++;
        }
        if (i >= end || (quote == '\'' && i + 1 < end && b[i + 1] == '\'')) {
            return -1;
        }
        tape.scalar(Kind.STRING, Document.QUOTED | (escaped ? Document.ESCAPED : 0), from + 1, i);
        return i + 1;
    }

    /** A flow list or object on one line; the offset behind it, or -1. */
    private int flow(int from, int depth) {
        if (depth > MAX_DEPTH) {
            return -1;
        }
        boolean object = b[from] == '{';
        byte close = (byte) (object ? '}' : ']');
        tape.begin(object ? Kind.OBJECT : Kind.ARRAY, from);
        int node = tape.begun();
        int count = 0;
        int i = spaces(from + 1);
        while (i < end && b[i] != close) {
            if (object) {
                int colon = key(i);
                if (colon <= 0) {
                    return -1;
                }
                boolean quotes = b[i] == '"' || b[i] == '\'';
                int keyStart = quotes ? i + 1 : i;
                int keyEnd = quotes ? colon - 1 : colon;
                tape.key(
                        quotes ? Document.QUOTED : 0,
                        keyStart,
                        keyEnd,
                        KeyTable.hash(b, keyStart, keyEnd));
                i = spaces(colon + 1);
                if (i >= end) {
                    return -1;
                }
            }
            i = flowValue(i, depth);
            if (i < 0) {
                return -1;
            }
            count++;
            i = spaces(i);
            if (i < end && b[i] == ',') {
                i = spaces(i + 1);
                if (i < end && b[i] == close) {
                    return -1;
                }
            } else if (i >= end || b[i] != close) {
                return -1;
            }
        }
        if (i >= end) {
            return -1;
        }
        tape.end(count);
        if (object && count > 1 && tape.twin(source, node, count) >= 0) {
            return -1;
        }
        return i + 1;
    }

    private int flowValue(int from, int depth) {
        byte c = b[from];
        if (c == '"' || c == '\'') {
            return quoted(from);
        }
        if (c == '[' || c == '{') {
            return flow(from, depth + 1);
        }
        int i = from;
        while (i < end && (keyCharacter(b[i]) || b[i] == '=' || b[i] == '+')) {
            i++;
        }
        // Anything else that a plain scalar may hold (spaces, colons…) is left to the library.
        if (i == from || i >= end || b[i] != ',' && b[i] != ' ' && b[i] != ']' && b[i] != '}') {
            return -1;
        }
        int behind = spaces(i);
        if (behind >= end || b[behind] != ',' && b[behind] != ']' && b[behind] != '}') {
            return -1;
        }
        if (c == '-' && i == from + 1) {
            return -1;
        }
        tape.scalar(Scalars.resolve(b, from, i), 0, from, i);
        return i;
    }

    private int spaces(int from) {
        int i = from;
        while (i < end && b[i] == ' ') {
            i++;
        }
        return i;
    }

    /** A literal block with nothing but a chomping indicator behind its bar. */
    private boolean literal(int from, int column) {
        int i = from + 1;
        if (i < end && (b[i] == '-' || b[i] == '+')) {
            if (b[i] == '+') {
                return false;
            }
            i++;
        }
        if (i >= end || b[i] != '\n') {
            return false;
        }
        int line = i + 1;
        int stop = line;
        int content = -1;
        while (line < end) {
            int text = line;
            while (text < end && b[text] == ' ') {
                text++;
            }
            int lineEnd = endOfLine(text);
            if (text < lineEnd) {
                int here = text - line;
                if (content < 0) {
                    if (here <= column) {
                        break;
                    }
                    content = here;
                } else if (here < content) {
                    if (here > column) {
                        return false;
                    }
                    break;
                }
                for (int k = text; k < lineEnd; k++) {
                    if (b[k] < ' ' || b[k] == 0x7F) {
                        return false;
                    }
                }
                stop = Math.min(end, lineEnd + 1);
            } else if (text > line) {
                // A line of spaces alone may be content: rare, and its rules are subtle.
                return false;
            }
            line = lineEnd + 1;
        }
        if (content < 0) {
            return false;
        }
        tape.scalar(Kind.STRING, Document.LITERAL, from, stop);
        at = stop;
        return line() && indent <= column;
    }
}
