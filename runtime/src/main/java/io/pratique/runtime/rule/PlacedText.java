package io.pratique.runtime.rule;

import io.pratique.document.Source;
import java.util.Arrays;

/**
 * A text of which every character knows where it was written. Conditions are put together from
 * several places of several files: from what was appended, from lists, from exceptions.
 */
final class PlacedText {
    private final String text;
    private final Source[] sources;
    private final int[] offsets;

    private PlacedText(String text, Source[] sources, int[] offsets) {
        this.text = text;
        this.sources = sources;
        this.offsets = offsets;
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    /** Where a character was written, a place behind the end included. */
    Source source(int index) {
        return sources[Math.clamp(index, 0, sources.length - 1)];
    }

    /** The byte offset of a character in its source; for the end, that behind the last one. */
    int offset(int index) {
        int last = sources.length - 1;
        return index > last ? offsets[last] + 1 : offsets[Math.max(index, 0)];
    }

    /** Puts texts together. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private Source[] sources = new Source[64];
        private int[] offsets = new int[64];

        /** Characters that nobody wrote; they are said to stand at one place. */
        Builder append(String characters, Source source, int offset) {
            for (int i = 0; i < characters.length(); i++) {
                append(characters.charAt(i), source, offset);
            }
            return this;
        }

        Builder append(char character, Source source, int offset) {
            int at = text.length();
            if (at == sources.length) {
                sources = Arrays.copyOf(sources, at * 2);
                offsets = Arrays.copyOf(offsets, at * 2);
            }
            text.append(character);
            sources[at] = source;
            offsets[at] = offset;
            return this;
        }

        Builder append(PlacedText other) {
            return append(other, 0, other.length());
        }

        Builder append(PlacedText other, int from, int to) {
            for (int i = from; i < to; i++) {
                append(other.text.charAt(i), other.sources[i], other.offsets[i]);
            }
            return this;
        }

        int length() {
            return text.length();
        }

        /**
         * @param source where an empty text is said to stand
         */
        PlacedText build(Source source, int offset) {
            int length = text.length();
            if (length == 0) {
                return new PlacedText("", new Source[] {source}, new int[] {offset});
            }
            return new PlacedText(
                    text.toString(),
                    Arrays.copyOf(sources, length),
                    Arrays.copyOf(offsets, length));
        }
    }
}
