package io.pratique.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Finds where the values of a YAML document start and end, by the library's events. */
final class YamlPartsReader {
    private final byte[] b;
    private final int start;
    private final int[] offsets;
    private final ParserImpl parser;

    private YamlPartsReader(Source source, int start, int end) {
        this.b = source.bytes();
        this.start = start;
        String text = source.text(start, end);
        this.offsets = source.ascii() ? new int[0] : LibraryYamlReader.offsets(text);
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(source.name())
                        .setCodePointLimit(Integer.MAX_VALUE)
                        .setParseComments(false)
                        .setUseMarks(true)
                        .build();
        this.parser =
                new ParserImpl(settings, new StreamReader(settings, new WholeCharacters(text)));
    }

    /**
     * The value of the document between two offsets.
     *
     * @throws NotEditable when the library cannot read it, or nothing stands there
     */
    static Part read(Source source, int start, int end) throws NotEditable {
        try {
            YamlPartsReader reader = new YamlPartsReader(source, start, end);
            reader.parser.next(); // stream start
            if (reader.parser.next().getEventId() == Event.ID.StreamEnd) {
                throw new NotEditable("the document is empty");
            }
            return reader.part(reader.parser.next());
        } catch (YamlEngineException _) {
            throw new NotEditable("the document cannot be read");
        }
    }

    private int offset(Optional<Mark> mark) {
        int index = mark.map(Mark::getIndex).orElse(0);
        return start + (offsets.length == 0 ? index : offsets[Math.min(index, offsets.length - 1)]);
    }

    private Part part(Event event) throws NotEditable {
        int from = offset(event.getStartMark());
        if (event instanceof AliasEvent) {
            return new Part.Odd(from, offset(event.getEndMark()), "it is an alias");
        }
        boolean anchored = event instanceof NodeEvent node && node.getAnchor().isPresent();
        Part part =
                switch (event) {
                    case ScalarEvent scalar -> scalar(scalar, from);
                    case SequenceStartEvent sequence -> sequence(sequence.isFlow(), from);
                    case MappingStartEvent mapping -> mapping(mapping.isFlow(), from);
                    default -> throw new NotEditable("the document cannot be read");
                };
        boolean tagged =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag().isPresent();
                    case SequenceStartEvent sequence -> sequence.getTag().isPresent();
                    case MappingStartEvent mapping -> mapping.getTag().isPresent();
                    default -> false;
                };
        if (anchored || tagged) {
            return new Part.Odd(
                    from,
                    part.end(),
                    anchored
                            ? "it has an anchor, so that other places may use it"
                            : "it has a tag");
        }
        return part;
    }

    private Part scalar(ScalarEvent event, int from) {
        int to = offset(event.getEndMark());
        Part.Style style =
                switch (event.getScalarStyle()) {
                    case SINGLE_QUOTED -> Part.Style.SINGLE;
                    case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> Part.Style.DOUBLE;
                    case LITERAL, FOLDED -> Part.Style.BLOCK;
                    case PLAIN -> Part.Style.PLAIN;
                };
        if (style == Part.Style.BLOCK || style == Part.Style.PLAIN) {
            while (to > from
                    && (b[to - 1] == ' '
                            || b[to - 1] == '\n'
                            || b[to - 1] == '\r'
                            || b[to - 1] == '\t')) {
                to--;
            }
        }
        boolean isNull = false;
        if (event.getScalarStyle() == ScalarStyle.PLAIN) {
            byte[] value = event.getValue().getBytes(StandardCharsets.UTF_8);
            isNull = Scalars.resolve(value, 0, value.length) == Kind.NULL;
        }
        return new Part.Scalar(from, to, style, isNull);
    }

    private Part sequence(boolean flow, int from) throws NotEditable {
        List<Part> elements = new ArrayList<>();
        while (true) {
            Event event = parser.next();
            if (event.getEventId() == Event.ID.SequenceEnd) {
                int end =
                        flow || elements.isEmpty()
                                ? offset(event.getEndMark())
                                : elements.getLast().end();
                return new Part.Sequence(from, end, flow, elements);
            }
            elements.add(part(event));
        }
    }

    private Part mapping(boolean flow, int from) throws NotEditable {
        List<Part.Member> members = new ArrayList<>();
        String odd = "";
        int end;
        while (true) {
            Event event = parser.next();
            if (event.getEventId() == Event.ID.MappingEnd) {
                end =
                        flow || members.isEmpty()
                                ? offset(event.getEndMark())
                                : members.getLast().end();
                break;
            }
            Part key = part(event);
            Part value = part(parser.next());
            int colon = colon(key.end());
            if (!(key instanceof Part.Scalar scalar)
                    || !(event instanceof ScalarEvent written)
                    || scalar.style() == Part.Style.BLOCK
                    || colon < 0
                    || value.start() < colon
                    || explicit(key.start())) {
                odd = "one of its keys is no plain word";
                members.add(new Part.Member(key.start(), key.end(), "", false, value));
                continue;
            }
            String name = written.getValue();
            if (scalar.style() == Part.Style.PLAIN && name.equals("<<")) {
                // What is merged in stands elsewhere; the key itself is no member.
                name = "\0<<";
            }
            members.add(
                    new Part.Member(
                            key.start(), colon, name, scalar.style() == Part.Style.DOUBLE, value));
        }
        return odd.isEmpty()
                ? new Part.Mapping(
                        members.isEmpty() ? from : first(flow, from, members), end, flow, members)
                : new Part.Odd(from, end, odd);
    }

    private static int first(boolean flow, int from, List<Part.Member> members) {
        return flow ? from : members.getFirst().start();
    }

    /** The offset behind the colon of a key, or -1. */
    private int colon(int keyEnd) {
        int i = keyEnd;
        while (i < b.length && (b[i] == ' ' || b[i] == '\t')) {
            i++;
        }
        return i < b.length && b[i] == ':' ? i + 1 : -1;
    }

    /** Whether a key is written with a question mark. */
    private boolean explicit(int key) {
        int i = key - 1;
        while (i >= start && (b[i] == ' ' || b[i] == '\t')) {
            i--;
        }
        return i >= start && b[i] == '?';
    }
}
