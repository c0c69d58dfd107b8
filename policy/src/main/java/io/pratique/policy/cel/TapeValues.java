package io.pratique.policy.cel;

import io.pratique.document.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a document, read from its tape when somebody asks: no map, list or text is made
 * before. For one evaluation by one thread.
 *
 * <p>A member that is null counts as absent, as it does once the Kubernetes or AWS interface has
 * taken the object. A number is an int when it is whole and fits, otherwise a double.
 */
final class TapeValues {
    private final Document document;
    private final boolean templates;

    /**
     * @param templates whether an object such as {@code {"Ref": "Image"}} or {@code {"Fn::If":
     *     […]}} stands for a value that is not resolved
     */
    TapeValues(Document document, boolean templates) {
        this.document = document;
        this.templates = templates;
    }

    Document document() {
        return document;
    }

    /**
     * The value at a node.
     *
     * @throws EvaluationFailed when it is not resolved
     */
    Object value(int node) {
        return switch (document.kind(node)) {
            case NULL -> Null.NULL;
            case FALSE -> false;
            case TRUE -> true;
            case NUMBER -> number(node);
            case STRING, KEY -> document.text(node);
            case ARRAY -> new Elements(node);
            case OBJECT -> {
                if (templates) {
                    requireResolved(node);
                }
                yield new Members(node);
            }
        };
    }

    private void requireResolved(int node) {
        if (document.count(node) != 1) {
            return;
        }
        String key = document.text(document.first(node));
        if (key.equals("Ref") || key.startsWith("Fn::")) {
            int value = document.value(document.first(node));
            boolean plain = !document.isObject(value) && !document.isArray(value);
            throw EvaluationFailed.unresolved(plain ? key + " " + document.text(value) : key);
        }
    }

    private Object number(int node) {
        String text = document.text(node);
        int length = text.length();
        if (length > 0 && length < 19 && (text.charAt(0) != '0' || length == 1)) {
            long value = 0;
            int i = text.charAt(0) == '-' && length > 1 ? 1 : 0;
            boolean leadingZero = i == 1 && text.charAt(1) == '0';
            for (; i < length && !leadingZero; i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    break;
                }
                value = value * 10 + digit;
            }
            if (i == length) {
                return text.charAt(0) == '-' ? -value : value;
            }
        }
        long whole = document.asLong(node, Long.MIN_VALUE);
        if (whole != Long.MIN_VALUE || document.asLong(node, Long.MAX_VALUE) == Long.MIN_VALUE) {
            return whole;
        }
        return toDouble(text);
    }

    private static Object toDouble(String text) {
        String plain = text.replace("_", "");
        String word = plain.startsWith("-") || plain.startsWith("+") ? plain.substring(1) : plain;
        boolean negative = plain.startsWith("-");
        if (word.equalsIgnoreCase(".inf")) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (word.equalsIgnoreCase(".nan")) {
            return Double.NaN;
        }
        try {
            return Double.valueOf(plain);
        } catch (NumberFormatException _) {
            try {
                // What is written to a radix and does not fit into a long.
                return new java.math.BigInteger(word.substring(2), radix(word)).doubleValue()
                        * (negative ? -1 : 1);
            } catch (NumberFormatException | IndexOutOfBoundsException _) {
                throw EvaluationFailed.error("'" + text + "' is no number that fits");
            }
        }
    }

    private static int radix(String word) {
        return switch (word.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    /** A list of the document. */
    private final class Elements implements ListValue {
        private final int[] nodes;

        Elements(int node) {
            nodes = new int[document.count(node)];
            int element = document.first(node);
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = element;
                element = document.next(element);
            }
        }

        @Override
        public int size() {
            return nodes.length;
        }

        @Override
        public Object get(int index) {
            return value(nodes[index]);
        }

        @Override
        public String toString() {
            return Arrays.toString(nodes);
        }
    }

    /** An object of the document. */
    final class Members implements MapValue {
        private final int node;

        private Members(int node) {
            this.node = node;
        }

        @Override
        public int size() {
            int size = document.count(node);
            int end = document.next(node);
            for (int k = document.first(node); k < end; k = document.next(document.value(k))) {
                if (document.isNull(document.value(k))) {
                    size--;
                }
            }
            return size;
        }

        /** The value of a key that an expression names, or null. */
        @Nullable Object find(MemberName name) {
            int found = name.in(document, node);
            return found < 0 || document.isNull(found) ? null : value(found);
        }

        boolean has(MemberName name) {
            int found = name.in(document, node);
            return found >= 0 && !document.isNull(found);
        }

        @Override
        public @Nullable Object find(Object key) {
            int found = key instanceof String name ? document.member(node, name) : -1;
            return found < 0 || document.isNull(found) ? null : value(found);
        }

        @Override
        public boolean has(Object key) {
            int found = key instanceof String name ? document.member(node, name) : -1;
            return found >= 0 && !document.isNull(found);
        }

        @Override
        public List<Object> keys() {
            List<Object> keys = new ArrayList<>(document.count(node));
            int end = document.next(node);
            for (int k = document.first(node); k < end; k = document.next(document.value(k))) {
                if (!document.isNull(document.value(k))) {
                    keys.add(document.text(k));
                }
            }
            return keys;
        }
    }
}
