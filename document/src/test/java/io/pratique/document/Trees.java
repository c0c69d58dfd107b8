package io.pratique.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents as plain values, so that two readers can be compared. */
final class Trees {
    private Trees() {}

    static Object of(Node node) {
        return switch (node.kind()) {
            case NULL -> "!null";
            case TRUE -> true;
            case FALSE -> false;
            case NUMBER -> "!number " + node.text();
            case STRING, KEY -> node.text();
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.elements().forEach(element -> list.add(of(element)));
                yield list;
            }
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.members().forEach(member -> map.put(member.getKey(), of(member.getValue())));
                yield map;
            }
        };
    }

    /** Every node with its position, in order. */
    static List<String> positions(Node node) {
        List<String> positions = new ArrayList<>();
        positions(node, positions);
        return positions;
    }

    private static void positions(Node node, List<String> into) {
        into.add(node.pointer() + " " + node.position());
        node.elements().forEach(element -> positions(element, into));
        node.members().forEach(member -> positions(member.getValue(), into));
    }

    static Object block(String yaml) {
        Source source = Source.of("test", yaml);
        Tape tape = new Tape();
        return BlockYamlReader.read(source, source.start(), source.length(), tape)
                ? of(tape.finish(source).root())
                : "not plain";
    }

    static Object library(String yaml) {
        Source source = Source.of("test", yaml);
        Tape tape = new Tape();
        LibraryYamlReader.read(source, source.start(), source.length(), tape);
        return of(tape.finish(source).root());
    }
}
