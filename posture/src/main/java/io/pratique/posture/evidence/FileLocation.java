package io.pratique.posture.evidence;

/**
 * Where a subject stands in a file.
 *
 * @param line counted from 1; 0 when it is not known
 */
public record FileLocation(String file, int line) {}
