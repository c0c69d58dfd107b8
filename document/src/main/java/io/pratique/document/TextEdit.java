package io.pratique.document;

/**
 * A change of the text of a source: what stands between two offsets becomes another text.
 *
 * @param start the offset of the first byte that goes
 * @param end the offset behind the last one; equal to the start for an insertion
 */
public record TextEdit(int start, int end, String text) {}
