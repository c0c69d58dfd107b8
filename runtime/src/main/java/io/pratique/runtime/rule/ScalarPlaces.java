package io.pratique.runtime.rule;

import io.pratique.document.Node;
import io.pratique.document.Source;

/**
 * Finds where each character of a scalar stands in its file: a YAML scalar over several lines has
 * lost its line breaks, indents and escapes. The scalar is walked beside its source; where they
 * part (a block that keeps odd breaks, say) the rest gets the last place that was sure.
 */
final class ScalarPlaces {
    private final Source source;
    private final String text;
    private final PlacedText.Builder out = new PlacedText.Builder();
    private int at;
    private int sure;
    private char quote;

    private ScalarPlaces(Source source, int offset, String text) {
        this.source = source;
        this.at = offset;
        this.sure = offset;
        this.text = text;
    }

    static PlacedText of(Node scalar) {
        Source source = scalar.document().source();
        ScalarPlaces places = new ScalarPlaces(source, scalar.offset(), scalar.written());
        places.start();
        places.walk();
        return places.out.build(source, scalar.offset());
    }

    private byte current() {
        return at < source.length() ? source.at(at) : 0;
    }

    /** Goes behind the indicator of a block, a quote, an anchor and a tag. */
    private void start() {
        while (current() == '&' || current() == '!') {
            while (at < source.length() && current() > ' ') {
                at++;
            }
            while (current() == ' ') {
                at++;
            }
        }
        byte first = current();
        boolean isBlock =
                (first == '|' || first == '>') && !text.startsWith(String.valueOf((char) first));
        if (isBlock || ((first == '|' || first == '>') && endsItsLine())) {
            while (at < source.length() && current() != '\n') {
                at++;
            }
        } else if (first == '"' || first == '\'') {
            quote = (char) first;
            at++;
        }
        sure = at;
    }

    private boolean endsItsLine() {
        int i = at + 1;
        while (i < source.length()
                && (source.at(i) == '-'
                        || source.at(i) == '+'
                        || Character.isDigit(source.at(i)))) {
            i++;
        }
        while (i < source.length() && (source.at(i) == ' ' || source.at(i) == '\r')) {
            i++;
        }
        return i < source.length() && (source.at(i) == '\n' || source.at(i) == '#');
    }

    private void walk() {
        boolean lost = false;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (lost) {
                out.append(c, source, sure);
                i++;
                continue;
            }
            if (isSpace(c)) {
                i = spaces(i);
                continue;
            }
            skipSpaces();
            int point = text.codePointAt(i);
            int size = match(point);
            if (size < 0) {
                lost = true;
                continue;
            }
            sure = at;
            for (int k = 0; k < Character.charCount(point); k++) {
                out.append(text.charAt(i++), source, at);
            }
            at += size;
        }
    }

    /** A run of spaces in the text stands for a run of spaces, breaks and indents in the file. */
    private int spaces(int from) {
        int i = from;
        while (i < text.length() && isSpace(text.charAt(i))) {
            int place = at;
            if (isSpaceInFile()) {
                at += spaceSize();
            }
            out.append(text.charAt(i++), source, Math.min(place, source.length()));
        }
        skipSpaces();
        return i;
    }

    private void skipSpaces() {
        while (isSpaceInFile()) {
            at += spaceSize();
        }
    }

    private boolean isSpaceInFile() {
        byte b = current();
        if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            return true;
        }
        return quote == '"'
                && b == '\\'
                && at + 1 < source.length()
                && isEscapedSpace(source.at(at + 1));
    }

    private static boolean isEscapedSpace(byte b) {
        return b == 'n' || b == 't' || b == 'r' || b == ' ' || b == '\n' || b == '\r';
    }

    private int spaceSize() {
        return current() == '\\' ? 2 : 1;
    }

    /** The number of bytes in the file that stand for a character at this place, or -1. */
    private int match(int point) {
        if (quote == '\'' && point == '\'') {
            return current() == '\'' && at + 1 < source.length() && source.at(at + 1) == '\''
                    ? 2
                    : -1;
        }
        if (quote == '"' && current() == '\\') {
            if (at + 1 >= source.length()) {
                return -1;
            }
            return switch (source.at(at + 1)) {
                case 'x' -> 4;
                case 'u' -> 6;
                case 'U' -> 10;
                default -> 2;
            };
        }
        int size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        if (at + size > source.length()) {
            return -1;
        }
        if (point < 0x80) {
            return source.at(at) == point ? 1 : -1;
        }
        return source.text(at, at + size).codePointAt(0) == point ? size : -1;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
