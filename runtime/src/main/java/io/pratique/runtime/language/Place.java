package io.pratique.runtime.language;

/**
 * Where something stands in the text of a condition.
 *
 * @param text which text: the number that was given to the {@link Parser}. After macros are put in,
 *     the parts of one condition come from several texts.
 * @param index counted from 0, in UTF-16 characters
 * @param line counted from 1
 * @param column counted from 1, in UTF-16 characters
 */
public record Place(int text, int index, int line, int column) {
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
