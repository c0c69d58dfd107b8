package io.pratique.images;

import io.pratique.document.Node;
import java.util.List;

/**
 * One image of an archive.
 *
 * @param names the references that the archive gives it; often none
 * @param digest of its manifest; empty in a docker archive, which has none
 * @param configDigest of its configuration: what Docker calls the image's id
 * @param mediaType of the configuration
 * @param os {@code linux}, {@code windows}; empty when the configuration does not say
 * @param architecture as Go writes it: {@code amd64}
 * @param configuration the whole configuration blob as written. It may hold secrets: redact it
 *     before it goes anywhere
 * @param problems what of this image could not be read
 */
public record Image(
        List<String> names,
        String digest,
        String configDigest,
        String mediaType,
        String os,
        String architecture,
        Node configuration,
        ImageFiles files,
        List<ArchiveProblem> problems) {

    /** Says which image it is, and nothing that its configuration holds. */
    @Override
    public String toString() {
        return "Image" + names + '@' + (digest.isEmpty() ? configDigest : digest);
    }
}
