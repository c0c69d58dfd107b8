package io.pratique.images;

/**
 * A part of an archive that could not be read: what depends on it is unknown, never good.
 *
 * @param code why
 * @param place the path in the archive, or a digest
 * @param detail for people; never holds content
 */
public record ArchiveProblem(InvalidArchive.Code code, String place, String detail) {}
