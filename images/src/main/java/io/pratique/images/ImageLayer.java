package io.pratique.images;

/**
 * A layer that was read whole and is what its digest says.
 *
 * @param digest of the bytes in the archive
 * @param diffId of the unpacked bytes
 * @param entries members of its tar
 * @param bytes the content of its files, in bytes
 */
public record ImageLayer(String digest, String diffId, int entries, long bytes) {}
