package io.pratique.images;

import java.util.Map;
import java.util.Set;

/**
 * What one layer says, apart from all others: immutable, so that a layer that many images share is
 * read once.
 *
 * @param found by path
 * @param whiteouts paths of lower layers that are gone
 * @param opaque directories of which nothing of lower layers is left; empty for the root
 * @param files hashes of the paths of all that is no directory,
 * @param directories hashes of the paths of directories
 * @param escapes true when a name leads out of the root
 */
record LayerFacts(
        String digest,
        String diffId,
        int entries,
        long bytes,
        Map<String, FoundFile> found,
        Set<String> whiteouts,
        Set<String> opaque,
        HashList.Sorted files,
        HashList.Sorted directories,
        boolean escapes) {

    /** The same, once the digest of its content is known to be right. */
    LayerFacts verified(String id) {
        return new LayerFacts(
                digest, id, entries, bytes, found, whiteouts, opaque, files, directories, escapes);
    }

    /** True when this layer leaves nothing of a file of a lower one. */
    boolean hides(String path, PathHash hash) {
        if (whiteouts.contains(path)
                || files.contains(hash.of(path))
                || directories.contains(hash.of(path))) {
            return true;
        }
        String above = path;
        while (!above.isEmpty()) {
            above = LayerPath.parent(above);
            if (opaque.contains(above)) {
                return true;
            }
            boolean gone =
                    !above.isEmpty()
                            && (whiteouts.contains(above) || files.contains(hash.of(above)));
            if (gone) {
                return true;
            }
        }
        return false;
    }
}
