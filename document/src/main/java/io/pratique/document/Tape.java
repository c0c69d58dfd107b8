package io.pratique.document;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the readers write a document to. One tape serves many documents, one after the other. */
final class Tape {
    /**
     * Objects with more keys than this are checked for twins by a hash table instead of one by one.
     */
    private static final int LINEAR = 12;

    static final int MAX_DEPTH = 200;

    private int[] words = new int[4096];
    private int size;
    private @Nullable String[] table = new String[0];
    private int tabled;
    private int[] open = new int[64];
    private int depth;
    private int[] twins = new int[0];

    void reset() {
        size = 0;
        tabled = 0;
        depth = 0;
    }

    int size() {
        return size;
    }

    int depth() {
        return depth;
    }

    int scalar(Kind kind, int flags, int start, int end) {
        return add(kind.ordinal() | flags, start, end, 0);
    }

    int text(Kind kind, int start, String text, int hash) {
        if (tabled == table.length) {
            table = Arrays.copyOf(table, Math.max(16, tabled * 2));
        }
        table[tabled] = text;
        return add(kind.ordinal() | Document.TABLED, start, tabled++, hash);
    }

    int key(int flags, int start, int end, int hash) {
        return add(Kind.KEY.ordinal() | flags, start, end, hash);
    }

    /** False when the document is nested too deeply. */
    boolean begin(Kind kind, int start) {
        if (depth == MAX_DEPTH) {
            return false;
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
        }
        open[depth++] = add(kind.ordinal(), start, 0, 0);
        return true;
    }

    /** Ends the list or object that was begun last. */
    void end(int count) {
        int at = open[--depth];
        words[at + 2] = size;
        words[at + 3] = count;
    }

    int begun() {
        return open[depth - 1];
    }

    private int add(int first, int start, int end, int extra) {
        if (size + Document.STRIDE > words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        int at = size;
        words[at] = first;
        words[at + 1] = start;
        words[at + 2] = end;
        words[at + 3] = extra;
        size = at + Document.STRIDE;
        return at;
    }

    private int next(int node) {
        int kind = words[node] & Document.KIND_MASK;
        return kind >= Kind.ARRAY.ordinal() ? words[node + 2] : node + Document.STRIDE;
    }

    /**
     * The second of two equal keys in the object that was ended last, or -1. To be asked right
     * after {@link #end}: the object then still is the last thing on the tape.
     */
    int twin(Source source, int object, int count) {
        return count <= LINEAR ? linearTwin(source, object) : hashedTwin(source, object, count);
    }

    private int linearTwin(Source source, int object) {
        for (int k = object + Document.STRIDE; k < size; k = next(k + Document.STRIDE)) {
            int hash = words[k + 3];
            for (int before = object + Document.STRIDE;
                    before < k;
                    before = next(before + Document.STRIDE)) {
                if (words[before + 3] == hash && same(source, before, k)) {
                    return k;
                }
            }
        }
        return -1;
    }

    private int hashedTwin(Source source, int object, int count) {
        int slots = Integer.highestOneBit(count * 4);
        if (twins.length < slots) {
            twins = new int[slots];
        }
        Arrays.fill(twins, 0, slots, 0);
        for (int k = object + Document.STRIDE; k < size; k = next(k + Document.STRIDE)) {
            int slot = mix(words[k + 3]) & (slots - 1);
            while (twins[slot] != 0) {
                int before = twins[slot];
                if (words[before + 3] == words[k + 3] && same(source, before, k)) {
                    return k;
                }
                slot = (slot + 1) & (slots - 1);
            }
            twins[slot] = k;
        }
        return -1;
    }

    /**
     * Spreads the hashes of keys such as {@code a1}, {@code a2}, so that no input makes one long
     * chain by accident.
     */
    private static int mix(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 16);
    }

    private boolean same(Source source, int a, int b) {
        return document(source).text(a).equals(document(source).text(b));
    }

    private Document document(Source source) {
        return new Document(source, words, size, table);
    }

    /** A document that keeps a copy of the tape, so that the tape can be used again. */
    Document finish(Source source) {
        return new Document(source, Arrays.copyOf(words, size), size, Arrays.copyOf(table, tabled));
    }

    /** A document over the tape itself: it is gone with the next {@link #reset}. */
    Document lend(Source source) {
        return new Document(source, words, size, table);
    }
}
