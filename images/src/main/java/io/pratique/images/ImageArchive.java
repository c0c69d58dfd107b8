package io.pratique.images;

import java.util.List;

/**
 * What an archive holds.
 *
 * @param format {@code oci-layout} or {@code docker-archive}
 * @param images in the order of the archive
 * @param problems what could not be read and belongs to no image of the list
 */
public record ImageArchive(String format, List<Image> images, List<ArchiveProblem> problems) {}
