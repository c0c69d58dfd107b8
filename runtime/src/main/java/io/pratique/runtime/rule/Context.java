package io.pratique.runtime.rule;

import io.pratique.document.Node;
import io.pratique.document.Position;
import io.pratique.document.Source;
import io.pratique.runtime.language.Snippet;
import java.util.ArrayList;
import java.util.List;

/** The way from a file to a value: where problems are said to be. */
final class Context {
    private static final int REACH = 200;

    private final List<LoadLocation> locations;
    private final Source source;

    private Context(List<LoadLocation> locations, Source source) {
        this.locations = locations;
        this.source = source;
    }

    static Context of(Source source) {
        return new Context(
                List.of(
                        new LoadLocation(
                                ItemType.RULES_CONTENT, "", source.name(), new Position(1, 1), 0)),
                source);
    }

    Context at(ItemType type, String name, Node node) {
        return at(type, name, node.document().source(), node.offset());
    }

    Context at(ItemType type, String name, Source file, int offset) {
        List<LoadLocation> longer = new ArrayList<>(locations);
        longer.add(new LoadLocation(type, name, file.name(), file.position(offset), offset));
        return new Context(longer, file);
    }

    /** A character of a condition. */
    Context at(PlacedText text, int index) {
        return at(
                ItemType.CONDITION_EXPRESSION,
                "",
                text.source(index),
                Math.min(text.offset(index), text.source(index).length()));
    }

    Source source() {
        return source;
    }

    /** The source in which the way begins: that of the file to which a problem belongs. */
    String file() {
        return locations.getFirst().file();
    }

    LoadProblem problem(LoadCode code, String message, String hint) {
        return new LoadProblem(code, message, hint, locations, snippet());
    }

    private String snippet() {
        int offset = locations.getLast().offset();
        int from = offset;
        while (from > 0 && offset - from < REACH && source.at(from - 1) != '\n') {
            from--;
        }
        int to = offset;
        while (to < source.length() && to - offset < REACH && source.at(to) != '\n') {
            to++;
        }
        String before = source.text(from, offset);
        return Snippet.of(before + source.text(offset, to), before.length());
    }
}
