package io.pratique.document;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One JSON or YAML document as a flat, read-only tape over its source.
 *
 * <p>Each node takes four ints: kind and flags, start offset, end, extra. For a scalar, end is the
 * offset behind its last byte, or the index of its text in a side table when the text does not
 * stand in the source as it is. For a list or an object, end is the index of the node behind its
 * last one. Extra is the hash of a key, or the number of children. Reading a document thus makes no
 * object per node, a subtree is skipped in one step, and a text is decoded only when somebody wants
 * it. {@link Node} is the comfortable view; the methods that take an index are for readers on a hot
 * path.
 */
public final class Document {
    static final int STRIDE = 4;
    static final int KIND_MASK = 0xF;

    /** The text has JSON escapes. */
    static final int ESCAPED = 1 << 4;

    /** The text stands in the side table. */
    static final int TABLED = 1 << 5;

    /** The text is a YAML literal block. */
    static final int LITERAL = 1 << 6;

    /** The text stands between quotes that start one byte before it. */
    static final int QUOTED = 1 << 7;

    private final Source source;
    private final int[] tape;
    private final int size;
    private final @Nullable String[] table;

    Document(Source source, int[] tape, int size, @Nullable String[] table) {
        this.source = source;
        this.tape = tape;
        this.size = size;
        this.table = table;
    }

    public Source source() {
        return source;
    }

    public Node root() {
        return new Node(this, 0);
    }

    /** The number of nodes, keys included. */
    public int nodes() {
        return size / STRIDE;
    }

    public Kind kind(int node) {
        return Kind.of(tape[node] & KIND_MASK);
    }

    public boolean isObject(int node) {
        return (tape[node] & KIND_MASK) == Kind.OBJECT.ordinal();
    }

    public boolean isArray(int node) {
        return (tape[node] & KIND_MASK) == Kind.ARRAY.ordinal();
    }

    public boolean isText(int node) {
        return (tape[node] & KIND_MASK) == Kind.STRING.ordinal();
    }

    public boolean isNull(int node) {
        return (tape[node] & KIND_MASK) == Kind.NULL.ordinal();
    }

    /** The index behind a value and all it holds; for a key, the index of its value. */
    public int next(int node) {
        int kind = tape[node] & KIND_MASK;
        return kind >= Kind.ARRAY.ordinal() ? tape[node + 2] : node + STRIDE;
    }

    /**
     * The first child of a list, or the first key of an object; equal to {@link #next} when there
     * is none.
     */
    public int first(int node) {
        return node + STRIDE;
    }

    /** The number of elements of a list or of members of an object. */
    public int count(int node) {
        return tape[node + 3];
    }

    /** The value of a key. */
    public int value(int key) {
        return key + STRIDE;
    }

    /** The hash of a key, as {@link KeyTable} computes it. */
    int hash(int key) {
        return tape[key + 3];
    }

    /** The offset in the source at which the node starts. */
    public int offset(int node) {
        int start = tape[node + 1];
        return (tape[node] & QUOTED) != 0 ? start - 1 : start;
    }

    public Position position(int node) {
        return source.position(offset(node));
    }

    /**
     * The place of a character inside a text, where the text stands in the source line by line;
     * otherwise (escapes, folded YAML) the place of the text.
     *
     * @param line inside the text, from 1
     * @param column inside that line, from 1, in code points
     */
    public Position positionInside(int node, int line, int column) {
        byte[] b = source.bytes();
        int word = tape[node];
        int at = tape[node + 1];
        // What the library has read keeps no end, but shows how the text begins.
        boolean tabled = (word & TABLED) != 0;
        boolean literal = tabled ? at < b.length && b[at] == '|' : (word & LITERAL) != 0;
        if (literal) {
            int end = tabled ? b.length : tape[node + 2];
            at = Scalars.nextLine(b, at, end);
            int indent = Scalars.indentOfLiteral(b, at, end);
            for (int i = 1; i < line; i++) {
                at = Scalars.nextLine(b, at, end);
            }
            Position start = source.position(Math.min(at, source.length()));
            return new Position(start.line(), start.column() + indent + column - 1);
        }
        if (plainBytes(node) && line == 1) {
            Position start = source.position(at);
            return new Position(start.line(), start.column() + column - 1);
        }
        return position(node);
    }

    boolean plainBytes(int node) {
        return (tape[node] & (ESCAPED | TABLED | LITERAL)) == 0;
    }

    boolean sameBytes(int node, byte[] expected) {
        if (plainBytes(node)) {
            int start = tape[node + 1];
            return Arrays.equals(
                    source.bytes(), start, tape[node + 2], expected, 0, expected.length);
        }
        return Arrays.equals(text(node).getBytes(StandardCharsets.UTF_8), expected);
    }

    /** Compares without making a text where the bytes are those of the text. */
    private boolean sameText(int node, String expected) {
        int start = tape[node + 1];
        int length = expected.length();
        if (!plainBytes(node) || tape[node + 2] - start != length) {
            return text(node).equals(expected);
        }
        byte[] bytes = source.bytes();
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The text of a text, a key or a number (as written); {@code true}, {@code false} and {@code
     * null} for those.
     */
    public String text(int node) {
        int word = tape[node];
        int start = tape[node + 1];
        int end = tape[node + 2];
        if ((word & TABLED) != 0) {
            String text = table[end];
            return text == null ? "" : text;
        }
        return switch (Kind.of(word & KIND_MASK)) {
            case NULL -> "null";
            case FALSE -> "false";
            case TRUE -> "true";
            case NUMBER -> source.text(start, end);
            case STRING, KEY -> {
                if ((word & ESCAPED) != 0) {
                    yield Scalars.unescape(source.bytes(), start, end);
                }
                if ((word & LITERAL) != 0) {
                    yield Scalars.literal(source.bytes(), start, end);
                }
                yield source.text(start, end);
            }
            case ARRAY, OBJECT ->
                    throw new IllegalArgumentException(
                            "a node of kind " + kind(node) + " has no text");
        };
    }

    /**
     * The text of a scalar as its author wrote it: for {@code yes}, {@code ~} and the like that is
     * not what {@link #text} gives. For rules, whose lists hold words of any kind.
     */
    public String written(int node) {
        Kind kind = kind(node);
        boolean isWord = kind == Kind.TRUE || kind == Kind.FALSE || kind == Kind.NULL;
        return isWord && (tape[node] & TABLED) == 0
                ? source.text(tape[node + 1], tape[node + 2])
                : text(node);
    }

    /** The number as a long, or {@code missing} when it is none, has a fraction or does not fit. */
    public long asLong(int node, long missing) {
        if (kind(node) != Kind.NUMBER) {
            return missing;
        }
        BigDecimal number = Scalars.number(text(node));
        if (number == null) {
            return missing;
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException _) {
            return missing;
        }
    }

    /**
     * The value of a key in an object, or -1. Reads the keys one by one: for objects that are asked
     * once.
     */
    public int member(int object, String key) {
        if (!isObject(object)) {
            return -1;
        }
        int hash = KeyTable.hash(key);
        int end = next(object);
        for (int k = first(object); k < end; k = next(value(k))) {
            if (hash(k) == hash && sameText(k, key)) {
                return value(k);
            }
        }
        return -1;
    }

    /** The JSON pointer (RFC 6901) of a node; that of a key is that of its value. */
    public String pointer(int node) {
        StringBuilder pointer = new StringBuilder();
        int at = 0;
        while (at != node) {
            int end = next(at);
            int found = -1;
            if (isObject(at)) {
                for (int k = first(at); k < end; k = next(value(k))) {
                    if (node < next(value(k))) {
                        pointer.append('/').append(Pointers.escape(text(k)));
                        found = node == k ? node : value(k);
                        break;
                    }
                }
            } else if (isArray(at)) {
                int index = 0;
                for (int e = first(at); e < end; e = next(e), index++) {
                    if (node < next(e)) {
                        pointer.append('/').append(index);
                        found = e;
                        break;
                    }
                }
            }
            if (found < 0) {
                throw new IllegalArgumentException("no node starts at " + node);
            }
            at = found;
        }
        return pointer.toString();
    }

    /**
     * The deepest node on the way that a JSON pointer names: the node itself, or the nearest that
     * holds its place.
     */
    public int deepest(String pointer) {
        int at = 0;
        for (String step : Pointers.steps(pointer)) {
            int child = -1;
            if (isObject(at)) {
                child = member(at, step);
            } else if (isArray(at)) {
                child = element(at, step);
            }
            if (child < 0) {
                return at;
            }
            at = child;
        }
        return at;
    }

    /** The element of a list that a step of a pointer names, or -1. */
    public int element(int array, String step) {
        int wanted = Pointers.index(step);
        if (wanted < 0 || wanted >= count(array)) {
            return -1;
        }
        int e = first(array);
        for (int i = 0; i < wanted; i++) {
            e = next(e);
        }
        return e;
    }
}
