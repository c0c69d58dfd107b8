package io.pratique.document;

import java.io.Reader;

/**
 * Gives a text in pieces that never end within a character of two units: snakeyaml-engine 3.0.1
 * reads on behind the end of its buffer then, and fails.
 */
final class WholeCharacters extends Reader {
    private final String text;
    private int at;

    WholeCharacters(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] into, int offset, int length) {
        int count = Math.min(length, text.length() - at);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        boolean cut = at + count < text.length();
        if (cut && count > 1 && Character.isHighSurrogate(text.charAt(at + count - 1))) {
            count--;
        }
        text.getChars(at, at + count, into, offset);
        at += count;
        return count;
    }

    @Override
    public void close() {}
}
