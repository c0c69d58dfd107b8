package io.pratique.document;

import java.util.ArrayList;
import java.util.List;

/** Finds where the values of JSON start and end. The text was read before, so it is valid. */
final class JsonPartsReader {
    private final byte[] b;
    private int at;

    private JsonPartsReader(Source source, int start) {
        this.b = source.bytes();
        this.at = start;
    }

    /** The value at an offset. */
    static Part read(Source source, int start) {
        return new JsonPartsReader(source, start).value();
    }

    private void space() {
        at = JsonReader.skipSpace(b, at, b.length);
    }

    private Part value() {
        int start = at;
        return switch (b[at]) {
            case '{' -> object(start);
            case '[' -> list(start);
            case '"' -> {
                string();
                yield new Part.Scalar(start, at, Part.Style.DOUBLE, false);
            }
            default -> word(start);
        };
    }

    private Part word(int start) {
        while (at < b.length && (Character.isLetterOrDigit(b[at]) || "+-.".indexOf(b[at]) >= 0)) {
            at++;
        }
        return new Part.Scalar(start, at, Part.Style.PLAIN, b[start] == 'n');
    }

    private void string() {
        at++;
        while (b[at] != '"') {
            at += b[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private Part object(int start) {
        List<Part.Member> members = new ArrayList<>();
        at++;
        space();
        while (b[at] != '}') {
            int key = at;
            string();
            String name = Scalars.unescape(b, key + 1, at - 1);
            space();
            at++;
            int colon = at;
            space();
            members.add(new Part.Member(key, colon, name, true, value()));
            comma();
        }
        at++;
        return new Part.Mapping(start, at, true, members);
    }

    private Part list(int start) {
        List<Part> elements = new ArrayList<>();
        at++;
        space();
        while (b[at] != ']') {
            elements.add(value());
            comma();
        }
        at++;
        return new Part.Sequence(start, at, true, elements);
    }

    private void comma() {
        space();
        if (b[at] == ',') {
            at++;
            space();
        }
    }
}
