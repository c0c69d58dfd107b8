package io.pratique.model;

/**
 * Where a value stands, or would stand if it were written.
 *
 * @param pointer a JSON pointer into the object
 * @param line of the value, or of what would hold it, counted from 1; 0 when the object comes from
 *     no file
 * @param column counted from 1 in code points; 0 as for the line
 */
public record Location(String pointer, int line, int column) {}
