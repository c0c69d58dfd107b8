package io.pratique.collect;

import io.pratique.document.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of an evidence document: what JSON can say, immutable. */
public sealed interface Value {
    /** A text; half a character, which UTF-8 cannot say, is replaced. */
    record Text(String text) implements Value {
        public Text {
            text = whole(text);
        }

        private static String whole(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    return text.codePoints()
                            .map(point ->
                                    point >= Character.MIN_SURROGATE
                                                    && point <= Character.MAX_SURROGATE
                                            ? 0xFFFD
                                            : point)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
                }
            }
            return text;
        }
    }

    /**
     * A number, as it was written: a value of a daemon is kept to its last digit.
     *
     * @param written a JSON number
     */
    record Numeral(String written) implements Value {}

    /** True or false. */
    record Flag(boolean isTrue) implements Value {}

    /** JSON's null, which some interfaces answer for an empty list. */
    record Nothing() implements Value {}

    /** A list. */
    record Items(List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** An object; its members keep their order. */
    record Fields(Map<String, Value> members) implements Value {
        public Fields {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The value of a member; empty when there is none. */
        public Optional<Value> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** The text of a member; empty when there is none, or when it is no text. */
        public Optional<String> text(String name) {
            return members.get(name) instanceof Text(String text)
                    ? Optional.of(text)
                    : Optional.empty();
        }

        /** The fields of a member; none when there is no such member, or when it is no object. */
        public Fields fields(String name) {
            return members.get(name) instanceof Fields fields ? fields : EMPTY;
        }

        /** The elements of a member; none when there is no such member, or when it is no list. */
        public List<Value> items(String name) {
            return members.get(name) instanceof Items(List<Value> items) ? items : List.of();
        }

        /** Whether a member is there and is true. */
        public boolean isTrue(String name) {
            return members.get(name) instanceof Flag(boolean isTrue) && isTrue;
        }
    }

    /** No fields. */
    Fields EMPTY = new Fields(Map.of());

    static Value of(String text) {
        return new Text(text);
    }

    static Value of(long number) {
        return new Numeral(Long.toString(number));
    }

    static Value of(boolean flag) {
        return new Flag(flag);
    }

    /** A list of texts. */
    static Value ofTexts(Iterable<String> texts) {
        List<Value> items = new ArrayList<>();
        texts.forEach(text -> items.add(new Text(text)));
        return new Items(items);
    }

    /** All that a node of a document holds. */
    static Value of(Node node) {
        return switch (node.kind()) {
            case NULL -> new Nothing();
            case FALSE -> new Flag(false);
            case TRUE -> new Flag(true);
            case NUMBER -> number(node.text());
            case STRING, KEY -> new Text(node.text());
            case ARRAY -> new Items(node.elements().stream().map(Value::of).toList());
            case OBJECT -> {
                Map<String, Value> members = new LinkedHashMap<>();
                node.members()
                        .forEach(member ->
                                members.put(
                                        new Text(member.getKey()).text(), of(member.getValue())));
                yield new Fields(members);
            }
        };
    }

    /** YAML writes numbers that JSON cannot say ({@code 0x1F}, {@code .inf}): those stay texts. */
    private static Value number(String written) {
        return written.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
                ? new Numeral(written)
                : new Text(written);
    }
}
