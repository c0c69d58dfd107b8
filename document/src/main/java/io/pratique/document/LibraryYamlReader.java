package io.pratique.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads any YAML document through the library's events. Anchors are copied where they are used,
 * with a limit; merge keys ({@code <<}) are applied; local tags become the objects that
 * CloudFormation's short forms stand for ({@code !Ref x} is {@code {"Ref": "x"}}, {@code !Sub x} is
 * {@code {"Fn::Sub": "x"}}).
 */
final class LibraryYamlReader {
    /** The most nodes that aliases may add to one document. */
    private static final int MAX_ALIASED = 100_000;

    private sealed interface Tree {
        record Scalar(int offset, Kind kind, String text) implements Tree {}

        record Sequence(int offset, List<Tree> elements) implements Tree {}

        record Mapping(int offset, List<Entry> entries) implements Tree {}
    }

    private record Entry(int offset, String key, Tree value) {}

    private final Source source;
    private final int start;
    private final Tape tape;
    private final ParserImpl parser;
    private final Map<String, Tree> anchors = new HashMap<>();
    private final IdentityHashMap<Tree, Integer> sizes = new IdentityHashMap<>();
    private final int[] offsets;
    private int aliased;
    private int depth;

    private LibraryYamlReader(Source source, int start, int end, Tape tape) {
        this.source = source;
        this.start = start;
        this.tape = tape;
        String text = source.text(start, end);
        this.offsets = source.ascii() ? new int[0] : offsets(text);
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
     * Reads the one document between two offsets; an empty one is null.
     *
     * @throws InvalidDocument when it is no YAML
     */
    static void read(Source source, int start, int end, Tape tape) {
        tape.reset();
        LibraryYamlReader reader = new LibraryYamlReader(source, start, end, tape);
        try {
            reader.document();
        } catch (MarkedYamlEngineException e) {
            int offset =
                    e.getProblemMark().map(mark -> reader.offset(mark.getIndex())).orElse(start);
            throw new InvalidDocument(
                    InvalidDocument.Code.YAML_SYNTAX,
                    source.position(offset),
                    problem(e),
                    hint(source, offset));
        } catch (ReaderException e) {
            // Its index counts the characters before the one that YAML does not allow.
            throw new InvalidDocument(
                    InvalidDocument.Code.YAML_SYNTAX,
                    source.position(reader.offset(e.getPosition())),
                    "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint()),
                    e.getCodePoint() == 0
                            ? "The file may be UTF-16, or no text at all: save it as UTF-8."
                            : "Remove it, or write it as an escape between double quotes.");
        } catch (YamlEngineException e) {
            throw new InvalidDocument(
                    InvalidDocument.Code.YAML_SYNTAX,
                    source.position(start),
                    "not YAML: " + e.getMessage(),
                    "");
        }
    }

    private static String problem(MarkedYamlEngineException e) {
        String problem = e.getProblem();
        String context = e.getContext();
        return context == null || context.isBlank()
                ? String.valueOf(problem)
                : problem + " (" + context + ")";
    }

    private static String hint(Source source, int offset) {
        byte[] b = source.bytes();
        for (int i = Math.min(offset, b.length - 1); i >= 0 && b[i] != '\n'; i--) {
            if (b[i] == '\t') {
                return "YAML is indented with spaces; this line has a tab.";
            }
        }
        return "";
    }

    /** The byte offsets of the code points of a text, and behind the last. */
    static int[] offsets(String text) {
        int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
        int bytes = 0;
        int index = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            offsets[index++] = bytes;
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            i += Character.charCount(point);
        }
        offsets[index] = bytes;
        return offsets;
    }

    private int offset(int index) {
        return start + (offsets.length == 0 ? index : offsets[Math.min(index, offsets.length - 1)]);
    }

    private int offset(Event event) {
        return event.getStartMark().map(mark -> offset(mark.getIndex())).orElse(start);
    }

    private void document() {
        parser.next(); // stream start
        Event first = parser.next();
        if (first.getEventId() == Event.ID.StreamEnd) {
            tape.scalar(Kind.NULL, 0, start, start);
            return;
        }
        Tree tree = tree(parser.next());
        parser.next(); // document end
        Event rest = parser.next();
        if (rest.getEventId() != Event.ID.StreamEnd) {
            throw new InvalidDocument(
                    InvalidDocument.Code.YAML_SYNTAX,
                    source.position(offset(rest)),
                    "a second document starts here, and no line --- stands before it",
                    "Write --- on a line of its own between two documents.");
        }
        emit(tree);
    }

    private Tree tree(Event event) {
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        if (++depth > Tape.MAX_DEPTH) {
            throw tooDeep(offset(event));
        }
        Optional<String> anchor =
                event instanceof NodeEvent node
                        ? node.getAnchor().map(Object::toString)
                        : Optional.empty();
        int offset = offset(event);
        Tree tree =
                switch (event) {
                    case ScalarEvent scalar ->
                            tagged(scalar.getTag(), offset, scalar(scalar, offset));
                    case SequenceStartEvent sequence ->
                            tagged(sequence.getTag(), offset, sequence(offset));
                    case MappingStartEvent mapping ->
                            tagged(mapping.getTag(), offset, mapping(offset));
                    default -> throw new IllegalStateException("unexpected event " + event);
                };
        depth--;
        anchor.ifPresent(name -> anchors.put(name, tree));
        return tree;
    }

    private InvalidDocument tooDeep(int offset) {
        return new InvalidDocument(
                InvalidDocument.Code.TOO_DEEP,
                source.position(offset),
                "objects and lists are nested more than " + Tape.MAX_DEPTH + " deep",
                "");
    }

    private Tree alias(AliasEvent event) {
        String name = event.getAlias().toString();
        Tree tree = anchors.get(name);
        if (tree == null) {
            throw new InvalidDocument(
                    InvalidDocument.Code.YAML_SYNTAX,
                    source.position(offset(event)),
                    "the alias *" + name + " names no anchor before it",
                    "Write &" + name + " at the value that it stands for, above this line.");
        }
        aliased += size(tree);
        if (aliased > MAX_ALIASED) {
            throw new InvalidDocument(
                    InvalidDocument.Code.TOO_MANY_ALIASES,
                    source.position(offset(event)),
                    "its aliases stand for more than " + MAX_ALIASED + " values",
                    "Write the values out, or use fewer aliases of aliases.");
        }
        return tree;
    }

    /**
     * The number of nodes of a tree; known for trees behind anchors, so that aliases of aliases are
     * counted without being walked.
     */
    private int size(Tree tree) {
        Integer known = sizes.get(tree);
        if (known != null) {
            return known;
        }
        long size = 1;
        switch (tree) {
            case Tree.Scalar _ -> {}
            case Tree.Sequence sequence -> {
                for (Tree element : sequence.elements()) {
                    size += size(element);
                }
            }
            case Tree.Mapping mapping -> {
                for (Entry entry : mapping.entries()) {
                    size += 1 + size(entry.value());
                }
            }
        }
        int bounded = (int) Math.min(size, MAX_ALIASED + 1L);
        sizes.put(tree, bounded);
        return bounded;
    }

    private Tree.Scalar scalar(ScalarEvent event, int offset) {
        String value = event.getValue();
        String tag = event.getTag().orElse("");
        if (tag.equals("tag:yaml.org,2002:binary")) {
            return new Tree.Scalar(offset, Kind.STRING, decoded(value, offset));
        }
        if (tag.startsWith("tag:yaml.org,2002:")) {
            Kind kind =
                    switch (tag.substring("tag:yaml.org,2002:".length())) {
                        case "int", "float", "bool", "null" -> resolve(value);
                        default -> Kind.STRING;
                    };
            return new Tree.Scalar(offset, kind, value);
        }
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN && !tag.equals("!");
        return new Tree.Scalar(offset, plain ? resolve(value) : Kind.STRING, value);
    }

    /** kubectl decodes it, so that is the value that counts. */
    private String decoded(String base64, int offset) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.replace("\n", "").strip());
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new InvalidDocument(
                    InvalidDocument.Code.YAML_SYNTAX,
                    source.position(offset),
                    "!!binary is not the Base64 of a text",
                    "Write the text itself.");
        }
    }

    private static Kind resolve(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return Scalars.resolve(bytes, 0, bytes.length);
    }

    private Tree sequence(int offset) {
        List<Tree> elements = new ArrayList<>();
        while (true) {
            Event event = parser.next();
            if (event.getEventId() == Event.ID.SequenceEnd) {
                return new Tree.Sequence(offset, elements);
            }
            elements.add(tree(event));
        }
    }

    private Tree mapping(int offset) {
        List<Entry> entries = new ArrayList<>();
        @Nullable Tree merged = null;
        int mergeOffset = 0;
        int before = 0;
        Set<String> keys = new HashSet<>();
        while (true) {
            Event event = parser.next();
            if (event.getEventId() == Event.ID.MappingEnd) {
                break;
            }
            boolean merge =
                    event instanceof ScalarEvent scalar
                            && scalar.getScalarStyle() == ScalarStyle.PLAIN
                            && scalar.getValue().equals("<<");
            int keyOffset = offset(event);
            Tree key = tree(event);
            if (!(key instanceof Tree.Scalar(int _, Kind _, String name))) {
                throw new InvalidDocument(
                        InvalidDocument.Code.YAML_SYNTAX,
                        source.position(keyOffset),
                        "a key must be a text, and this one is a list or an object",
                        "");
            }
            Tree value = tree(parser.next());
            if (merge) {
                if (merged != null) {
                    throw JsonReader.duplicate(source, keyOffset, name);
                }
                merged = value;
                mergeOffset = keyOffset;
                before = entries.size();
                continue;
            }
            if (!keys.add(name)) {
                throw JsonReader.duplicate(source, keyOffset, name);
            }
            entries.add(new Entry(keyOffset, name, value));
        }
        if (merged != null) {
            refuseOverriding(merged, entries.subList(0, before), mergeOffset);
            merge(merged, entries, keys);
        }
        return new Tree.Mapping(offset, entries);
    }

    /**
     * What a mapping has itself wins over what is merged, says the merge key's specification; to
     * kubectl's reader what is merged wins over what stands above it. Where that matters it is
     * refused, as two equal keys are.
     */
    private void refuseOverriding(Tree merged, List<Entry> above, int offset) {
        if (above.isEmpty()) {
            return;
        }
        List<Entry> entries = new ArrayList<>();
        merge(merged, entries, new HashSet<>());
        Map<String, Tree> values = new HashMap<>();
        for (Entry entry : entries) {
            values.put(entry.key(), entry.value());
        }
        for (Entry own : above) {
            Tree value = values.get(own.key());
            if (value != null && !same(value, own.value())) {
                throw new InvalidDocument(
                        InvalidDocument.Code.DUPLICATE_KEY,
                        source.position(offset),
                        "the key '"
                                + own.key()
                                + "' stands above << and is merged with another value, too",
                        "Write << first, and below it what differs.");
            }
        }
    }

    private static boolean same(Tree one, Tree other) {
        return switch (one) {
            case Tree.Scalar(int _, Kind kind, String text) ->
                    other instanceof Tree.Scalar(int _, Kind otherKind, String otherText)
                            && kind == otherKind
                            && text.equals(otherText);
            case Tree.Sequence(int _, List<Tree> elements) ->
                    other instanceof Tree.Sequence(int _, List<Tree> others)
                            && sameElements(elements, others);
            case Tree.Mapping(int _, List<Entry> entries) ->
                    other instanceof Tree.Mapping(int _, List<Entry> others)
                            && sameEntries(entries, others);
        };
    }

    private static boolean sameElements(List<Tree> one, List<Tree> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = same(one.get(i), other.get(i));
        }
        return same;
    }

    private static boolean sameEntries(List<Entry> one, List<Entry> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same =
                    one.get(i).key().equals(other.get(i).key())
                            && same(one.get(i).value(), other.get(i).value());
        }
        return same;
    }

    /**
     * What a mapping has itself wins over what is merged into it; of several that are merged, the
     * first.
     */
    private void merge(Tree from, List<Entry> into, Set<String> keys) {
        switch (from) {
            case Tree.Mapping(int _, List<Entry> entries) -> {
                for (Entry entry : entries) {
                    if (keys.add(entry.key())) {
                        into.add(entry);
                    }
                }
            }
            case Tree.Sequence(int _, List<Tree> elements) -> {
                for (Tree element : elements) {
                    merge(element, into, keys);
                }
            }
            case Tree.Scalar scalar ->
                    throw new InvalidDocument(
                            InvalidDocument.Code.YAML_SYNTAX,
                            source.position(scalar.offset()),
                            "only a mapping, or a list of mappings, can be merged with <<",
                            "");
        }
    }

    private static Tree tagged(Optional<String> tag, int offset, Tree tree) {
        String name = tag.orElse("");
        if (!name.startsWith("!") || name.length() == 1 || name.startsWith("!!")) {
            return tree;
        }
        String word = name.substring(1);
        String key = word.equals("Ref") || word.equals("Condition") ? word : "Fn::" + word;
        return new Tree.Mapping(offset, List.of(new Entry(offset, key, tree)));
    }

    private void emit(Tree tree) {
        switch (tree) {
            case Tree.Scalar(int offset, Kind kind, String text) ->
                    tape.text(kind, offset, text, 0);
            case Tree.Sequence(int offset, List<Tree> elements) -> {
                begin(Kind.ARRAY, offset);
                for (Tree element : elements) {
                    emit(element);
                }
                tape.end(elements.size());
            }
            case Tree.Mapping(int offset, List<Entry> entries) -> {
                begin(Kind.OBJECT, offset);
                for (Entry entry : entries) {
                    byte[] key = entry.key().getBytes(StandardCharsets.UTF_8);
                    tape.text(
                            Kind.KEY,
                            entry.offset(),
                            entry.key(),
                            KeyTable.hash(key, 0, key.length));
                    emit(entry.value());
                }
                tape.end(entries.size());
            }
        }
    }

    private void begin(Kind kind, int offset) {
        if (!tape.begin(kind, offset)) {
            throw tooDeep(offset);
        }
    }
}
