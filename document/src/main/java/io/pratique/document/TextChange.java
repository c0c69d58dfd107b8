package io.pratique.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the edits of a document's text that make changes of its values. For one use. */
final class TextChange {
    private record Addition(String key, Node value) {}

    private final byte[] b;
    private final int start;
    private final int end;
    private final boolean json;
    private final String newline;
    private final List<TextEdit> edits = new ArrayList<>();
    private int step = 2;
    private boolean spaced = true;

    /**
     * @param start the offset of the document's first byte
     * @param end the offset behind its last one
     */
    TextChange(Source source, int start, int end, boolean json) {
        this.b = source.bytes();
        this.start = start;
        this.end = end;
        this.json = json;
        int first = indexOf('\n', 0, b.length);
        this.newline = first > 0 && b[first - 1] == '\r' ? "\r\n" : "\n";
    }

    List<TextEdit> edits(Part whole, Changes.Place changes) throws NotEditable {
        if (whole instanceof Part.Mapping mapping) {
            step = step(mapping, 2);
            spaced = spaced(mapping);
        }
        change(whole, changes, -1);
        return SourceEditor.ordered(edits);
    }

    /** How much deeper a nested block is than its parent; what most people use when none is. */
    private int step(Part.Mapping mapping, int otherwise) {
        if (mapping.flow()) {
            return otherwise;
        }
        for (Part.Member member : mapping.members()) {
            if (member.value() instanceof Part.Mapping below
                    && !below.flow()
                    && !below.members().isEmpty()) {
                int deeper = column(below.start()) - column(mapping.start());
                if (deeper > 0 && deeper <= 8) {
                    return deeper;
                }
            }
        }
        return otherwise;
    }

    private boolean spaced(Part.Mapping mapping) {
        if (!json || mapping.members().isEmpty()) {
            return true;
        }
        int colon = mapping.members().getFirst().colon();
        return colon < b.length && (b[colon] == ' ' || b[colon] == '\n' || b[colon] == '\r');
    }

    /**
     * @param colon the offset behind the colon of the member in a block that the part is the value
     *     of; -1 for any other part
     */
    private void change(Part part, Changes.Place place, int colon) throws NotEditable {
        if (place.untouched()) {
            return;
        }
        if (part instanceof Part.Odd odd) {
            throw new NotEditable(odd.why());
        }
        if (place.json != null) {
            replace(part, value(place), colon);
            return;
        }
        switch (part) {
            case Part.Mapping mapping -> mapping(mapping, place, colon);
            case Part.Sequence sequence -> sequence(sequence, place, colon);
            case Part.Scalar _ ->
                    throw new NotEditable("a single value stands where an object should");
            case Part.Odd odd -> throw new NotEditable(odd.why());
        }
    }

    private static Node value(Changes.Place place) {
        return Documents.first(Source.of("change", Changes.json(place))).root();
    }

    // Values.

    private void replace(Part part, Node value, int colon) throws NotEditable {
        if (part instanceof Part.Scalar scalar) {
            String text = scalar(scalar, value);
            // 'key:' with nothing behind it has no place of its own.
            boolean nothing = scalar.start() == scalar.end();
            edit(scalar.start(), scalar.end(), nothing ? " " + text : text);
            return;
        }
        if (part instanceof Part.Sequence list && commented(list.elements())
                || part instanceof Part.Mapping map && commentedMembers(map.members())) {
            throw new NotEditable("a comment in it would be lost");
        }
        boolean below = colon >= 0 && !hasComment(colon, part.start()) && !isFlow(part);
        edit(below ? colon : part.start(), part.end(), (below ? " " : "") + inline(value));
    }

    private static boolean isFlow(Part part) {
        return switch (part) {
            case Part.Sequence sequence -> sequence.flow();
            case Part.Mapping mapping -> mapping.flow();
            case Part.Scalar _, Part.Odd _ -> true;
        };
    }

    /** A new value in the quotes that the old one has. */
    private String scalar(Part.Scalar old, Node value) {
        if (json || !value.isText()) {
            return inline(value);
        }
        String text = value.text();
        return switch (old.style()) {
            case DOUBLE -> Written.quoted(text);
            case SINGLE ->
                    text.chars().allMatch(c -> c >= ' ' && c < 0x7F)
                            ? "'" + text.replace("'", "''") + "'"
                            : Written.quoted(text);
            case PLAIN, BLOCK -> Written.yaml(text);
        };
    }

    private String inline(Node value) {
        if (!json) {
            return Written.flow(value);
        }
        return spaced ? spacedJson(value) : Written.json(value);
    }

    private static String spacedJson(Node value) {
        if (value.isArray()) {
            return "["
                    + String.join(
                            ", ", value.elements().stream().map(TextChange::spacedJson).toList())
                    + "]";
        }
        if (value.isObject()) {
            List<String> members = new ArrayList<>();
            value.members()
                    .forEach(m ->
                            members.add(
                                    Written.quoted(m.getKey()) + ": " + spacedJson(m.getValue())));
            return "{" + String.join(", ", members) + "}";
        }
        return Written.json(value);
    }

    // Objects and lists.

    private void mapping(Part.Mapping mapping, Changes.Place place, int colon) throws NotEditable {
        List<Part.Member> members = mapping.members();
        boolean[] removed = new boolean[members.size()];
        List<Addition> additions = new ArrayList<>();
        int depth = step;
        step = step(mapping, step);
        for (Map.Entry<String, Changes.Place> entry : place.below.entrySet()) {
            Changes.Place below = entry.getValue();
            int index = member(members, entry.getKey());
            if (index < 0) {
                if (below.removed) {
                    throw new NotEditable("what is to be removed is written elsewhere");
                }
                additions.add(new Addition(entry.getKey(), value(below)));
            } else if (below.removed) {
                removed[index] = true;
            } else {
                member(mapping, members.get(index), below);
            }
        }
        if (mapping.flow()) {
            flow(mapping, spans(members), removed, texts(mapping, additions));
        } else {
            blockMapping(mapping, removed, additions, colon);
        }
        step = depth;
    }

    private static int member(List<Part.Member> members, String key) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private void member(Part.Mapping mapping, Part.Member member, Changes.Place below)
            throws NotEditable {
        boolean empty = member.value() instanceof Part.Scalar scalar && scalar.isNull();
        if (!empty || below.json != null || below.untouched()) {
            change(member.value(), below, mapping.flow() ? -1 : member.colon());
            return;
        }
        Node value = value(below);
        if (mapping.flow() || !value.isObject()) {
            replace(member.value(), value, -1);
            return;
        }
        // The null goes, and the members of the new object come below its key.
        if (member.value().end() > member.value().start()) {
            edit(member.colon(), member.value().end(), "");
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Node> inner : value.members()) {
            block(inner.getKey(), inner.getValue(), column(mapping.start()) + step, lines);
        }
        insertLines(member.end(), lines);
    }

    private void sequence(Part.Sequence sequence, Changes.Place place, int colon)
            throws NotEditable {
        List<Part> elements = sequence.elements();
        boolean[] removed = new boolean[elements.size()];
        for (Map.Entry<String, Changes.Place> entry : place.below.entrySet()) {
            int index = Pointers.index(entry.getKey());
            if (index < 0 || index >= elements.size()) {
                throw new NotEditable("the list has no element " + entry.getKey());
            }
            if (entry.getValue().removed) {
                removed[index] = true;
            } else {
                change(elements.get(index), entry.getValue(), -1);
            }
        }
        List<String> appended = new ArrayList<>();
        for (String element : place.appended) {
            appended.add(element(sequence, Documents.first(Source.of("change", element)).root()));
        }
        if (sequence.flow()) {
            List<int[]> spans = new ArrayList<>();
            elements.forEach(element -> spans.add(new int[] {element.start(), element.end()}));
            flow(sequence, spans, removed, appended);
        } else {
            blockSequence(sequence, removed, appended, colon);
        }
    }

    /** A new element in the quotes that its neighbour has. */
    private String element(Part.Sequence sequence, Node value) {
        return !sequence.elements().isEmpty()
                        && sequence.elements().getLast() instanceof Part.Scalar neighbour
                ? scalar(neighbour, value)
                : json || !value.isText() ? inline(value) : Written.quoted(value.text());
    }

    // Blocks.

    private void blockMapping(
            Part.Mapping mapping, boolean[] removed, List<Addition> additions, int colon)
            throws NotEditable {
        List<Part.Member> members = mapping.members();
        int survivor = last(removed, false);
        if (survivor < 0 && !members.isEmpty()) {
            if (!additions.isEmpty()) {
                replaceMembers(members, additions);
                return;
            }
            if (commentedMembers(members)) {
                throw new NotEditable("a comment in it would be lost");
            }
            collapse(mapping, colon, "{}");
            return;
        }
        List<int[]> spans = spans(members);
        List<Integer> starts = members.stream().map(Part.Member::start).toList();
        removeLines(spans, starts, removed);
        if (!additions.isEmpty()) {
            List<String> lines = lines(additions, column(members.getFirst().start()));
            while (survivor >= 0 && (removed[survivor] || keeps(members.get(survivor).value()))) {
                survivor--;
            }
            if (survivor < 0) {
                throw new NotEditable("its last value keeps the empty lines behind it");
            }
            insertLines(members.get(survivor).end(), lines);
        }
    }

    /** New members where none of the old ones stays; comments between those stay. */
    private void replaceMembers(List<Part.Member> members, List<Addition> additions) {
        int first = members.getFirst().start();
        List<String> lines = lines(additions, column(first));
        for (Part.Member member : members) {
            if (ownLine(member.start())) {
                removeWholeLines(lineStart(member.start()), member.end());
            } else {
                // It stands behind the dash of an element, and so must what replaces it.
                edit(
                        member.start(),
                        endOfLine(member.end()),
                        String.join(newline, lines).stripLeading());
                lines = List.of();
            }
        }
        if (!lines.isEmpty()) {
            insertLines(members.getLast().end(), lines);
        }
    }

    private List<String> lines(List<Addition> additions, int indent) {
        List<String> lines = new ArrayList<>();
        for (Addition addition : additions) {
            block(addition.key(), addition.value(), indent, lines);
        }
        return lines;
    }

    /** Whether the last scalar in a value is a block that keeps the empty lines behind it. */
    private boolean keeps(Part part) {
        return switch (part) {
            case Part.Scalar scalar ->
                    scalar.style() == Part.Style.BLOCK
                            && scalar.start() + 2 < b.length
                            && (b[scalar.start() + 1] == '+' || b[scalar.start() + 2] == '+');
            case Part.Sequence sequence ->
                    !sequence.flow()
                            && !sequence.elements().isEmpty()
                            && keeps(sequence.elements().getLast());
            case Part.Mapping mapping ->
                    !mapping.flow()
                            && !mapping.members().isEmpty()
                            && keeps(mapping.members().getLast().value());
            case Part.Odd _ -> false;
        };
    }

    private void block(String key, Node value, int indent, List<String> lines) {
        String name = " ".repeat(indent) + Written.yaml(key) + ":";
        if (value.isObject() && !value.members().isEmpty()) {
            lines.add(name);
            for (Map.Entry<String, Node> member : value.members()) {
                block(member.getKey(), member.getValue(), indent + step, lines);
            }
        } else {
            lines.add(name + " " + Written.flow(value));
        }
    }

    private void blockSequence(
            Part.Sequence sequence, boolean[] removed, List<String> appended, int colon)
            throws NotEditable {
        List<Part> elements = sequence.elements();
        int survivor = last(removed, false);
        if (survivor < 0 && !elements.isEmpty()) {
            if (commented(elements)) {
                throw new NotEditable("a comment in it would be lost");
            }
            collapse(sequence, colon, "[" + String.join(", ", appended) + "]");
            return;
        }
        List<int[]> spans = new ArrayList<>();
        List<Integer> dashes = new ArrayList<>();
        for (Part element : elements) {
            int dash = dash(element.start());
            dashes.add(dash);
            spans.add(new int[] {dash, Math.max(dash + 1, element.end())});
        }
        removeLines(spans, dashes, removed);
        if (!appended.isEmpty()) {
            if (keeps(elements.get(survivor))) {
                throw new NotEditable("its last value keeps the empty lines behind it");
            }
            int indent = column(dashes.getFirst());
            insertLines(
                    spans.get(survivor)[1],
                    appended.stream().map(text -> " ".repeat(indent) + "- " + text).toList());
        }
    }

    /** The offset of the dash before an element of a block list. */
    private int dash(int element) throws NotEditable {
        int i = element - 1;
        while (i >= start && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r')) {
            i--;
        }
        if (element < end && b[element] == '-' && (i < start || b[i] != '-')) {
            return element; // An empty element: it starts where its dash does.
        }
        if (i < start || b[i] != '-') {
            throw new NotEditable("the dash before it is not found");
        }
        return i;
    }

    /** A block that lost all it had, on the line of its key when nothing is in the way. */
    private void collapse(Part part, int colon, String empty) {
        boolean up = colon >= 0 && !hasComment(colon, part.start());
        edit(up ? colon : part.start(), part.end(), (up ? " " : "") + empty);
    }

    /**
     * Takes away the lines of children of a block, of which at least one stays.
     *
     * @param spans where each child starts and ends
     */
    private void removeLines(List<int[]> spans, List<Integer> starts, boolean[] removed) {
        for (int i = 0; i < removed.length; i++) {
            if (!removed[i]) {
                continue;
            }
            int from = starts.get(i);
            int to = spans.get(i)[1];
            if (ownLine(from)) {
                removeWholeLines(lineStart(from), to);
                continue;
            }
            // The first child of an element stands behind the element's dash.
            int next = i;
            while (next < removed.length && removed[next]) {
                next++;
            }
            if (next < removed.length && !hasCommentBetween(spans, i, next)) {
                edit(from, starts.get(next), "");
                i = next;
            } else {
                int blank = from;
                while (blank > start && b[blank - 1] == ' ') {
                    blank--;
                }
                edit(blank, endOfLine(to), "");
            }
        }
    }

    private boolean hasCommentBetween(List<int[]> spans, int from, int to) {
        for (int i = from; i < to; i++) {
            // What stands on the line of the value itself goes with it.
            int line = Math.min(endOfLine(spans.get(i)[1]), spans.get(i + 1)[0]);
            if (hasComment(line, spans.get(i + 1)[0])) {
                return true;
            }
        }
        return false;
    }

    private void removeWholeLines(int from, int to) {
        int stop = indexOf('\n', to, end);
        if (stop >= 0) {
            edit(from, stop + 1, "");
            return;
        }
        // The last line of a file without an end of line: that of the line before goes.
        int before = from;
        if (before > start && b[before - 1] == '\n') {
            before--;
            if (before > start && b[before - 1] == '\r') {
                before--;
            }
        }
        edit(before, end, "");
    }

    private void insertLines(int behind, List<String> lines) {
        int stop = indexOf('\n', behind, end);
        if (stop >= 0) {
            edit(stop + 1, stop + 1, String.join(newline, lines) + newline);
        } else {
            edit(end, end, newline + String.join(newline, lines));
        }
    }

    // Braces and brackets.

    private List<String> texts(Part.Mapping mapping, List<Addition> additions) {
        boolean quotes =
                json || !mapping.members().isEmpty() && mapping.members().getLast().quoted();
        List<String> texts = new ArrayList<>();
        for (Addition addition : additions) {
            String key = quotes ? Written.quoted(addition.key()) : Written.yaml(addition.key());
            String value =
                    json && addition.value().isObject() && !mapping.members().isEmpty()
                            ? indented(mapping, addition.value())
                            : inline(addition.value());
            texts.add(key + (spaced ? ": " : ":") + value);
        }
        return texts;
    }

    /** An object over several lines, when the object it is put into is. */
    private String indented(Part.Mapping parent, Node value) {
        int first = parent.members().getLast().start();
        if (!ownLine(first)) {
            return inline(value);
        }
        String indent = text(lineStart(first), first);
        int brace = parent.end() - 1;
        String outer = ownLine(brace) ? text(lineStart(brace), brace) : "";
        String unit =
                indent.startsWith(outer) && indent.length() > outer.length()
                        ? indent.substring(outer.length())
                        : "  ";
        StringBuilder out = new StringBuilder();
        indented(value, indent, unit, out);
        return out.toString();
    }

    private void indented(Node value, String indent, String unit, StringBuilder out) {
        if (!value.isObject() || value.members().isEmpty()) {
            out.append(inline(value));
            return;
        }
        String separator = "{";
        for (Map.Entry<String, Node> member : value.members()) {
            out.append(separator)
                    .append(newline)
                    .append(indent)
                    .append(unit)
                    .append(Written.quoted(member.getKey()))
                    .append(spaced ? ": " : ":");
            indented(member.getValue(), indent + unit, unit, out);
            separator = ",";
        }
        out.append(newline).append(indent).append('}');
    }

    /**
     * Changes what stands between brackets.
     *
     * @param spans where each child starts and ends
     * @param additions the texts of new children
     */
    private void flow(Part part, List<int[]> spans, boolean[] removed, List<String> additions)
            throws NotEditable {
        int survivor = last(removed, false);
        boolean none = last(removed, true) < 0;
        if (none && additions.isEmpty()) {
            return;
        }
        if (survivor < 0) {
            int from = part.start() + 1;
            int to = part.end() - 1;
            if (!json && gaps(spans, from, to)) {
                throw new NotEditable("a comment in it would be lost");
            }
            edit(from, to, String.join(spaced ? ", " : ",", additions));
            return;
        }
        if (!json && !none && gaps(spans, part.start() + 1, part.end() - 1)) {
            throw new NotEditable("a comment in it could be lost");
        }
        int i = 0;
        while (i < survivor) {
            if (removed[i]) {
                int next = i;
                while (removed[next]) {
                    next++;
                }
                edit(spans.get(i)[0], spans.get(next)[0], "");
                i = next;
            } else {
                i++;
            }
        }
        int stop = spans.get(survivor)[1];
        int behind = spans.getLast()[1];
        if (additions.isEmpty()) {
            edit(stop, behind, "");
            return;
        }
        int line = spans.get(survivor)[0];
        String separator =
                ownLine(line) ? "," + newline + text(lineStart(line), line) : spaced ? ", " : ",";
        edit(stop, behind, separator + String.join(separator, additions));
    }

    private boolean gaps(List<int[]> spans, int from, int to) {
        int at = from;
        for (int[] span : spans) {
            if (hasComment(at, span[0])) {
                return true;
            }
            at = span[1];
        }
        return hasComment(at, to);
    }

    // Text.

    private static List<int[]> spans(List<Part.Member> members) {
        List<int[]> spans = new ArrayList<>();
        members.forEach(member -> spans.add(new int[] {member.start(), member.end()}));
        return spans;
    }

    private boolean commented(List<Part> elements) {
        for (int i = 1; i < elements.size(); i++) {
            if (hasComment(elements.get(i - 1).end(), elements.get(i).start())) {
                return true;
            }
        }
        return false;
    }

    private boolean commentedMembers(List<Part.Member> members) {
        for (int i = 1; i < members.size(); i++) {
            if (hasComment(members.get(i - 1).end(), members.get(i).start())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a comment stands where there are no values. */
    private boolean hasComment(int from, int to) {
        return indexOf('#', from, to) >= 0;
    }

    private static int last(boolean[] flags, boolean wanted) {
        for (int i = flags.length - 1; i >= 0; i--) {
            if (flags[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private void edit(int from, int to, String text) {
        if (from < to || !text.isEmpty()) {
            edits.add(new TextEdit(from, to, text));
        }
    }

    private int indexOf(char c, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == c) {
                return i;
            }
        }
        return -1;
    }

    private int lineStart(int offset) {
        int i = offset;
        while (i > start && b[i - 1] != '\n') {
            i--;
        }
        return i;
    }

    /** The offset of the end of the line, before its carriage return. */
    private int endOfLine(int offset) {
        int stop = indexOf('\n', offset, end);
        int i = stop < 0 ? end : stop;
        return i > offset && b[i - 1] == '\r' ? i - 1 : i;
    }

    private int column(int offset) {
        return offset - lineStart(offset);
    }

    private boolean ownLine(int offset) {
        for (int i = lineStart(offset); i < offset; i++) {
            if (b[i] != ' ' && b[i] != '\t') {
                return false;
            }
        }
        // The first value of a document has no line before it, and needs none.
        return true;
    }

    private String text(int from, int to) {
        return new String(b, from, to - from, java.nio.charset.StandardCharsets.UTF_8);
    }
}
