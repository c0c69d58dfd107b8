package io.pratique.images;

/**
 * What one archive may cost. All are upper bounds, both inclusive; what is larger is reported as
 * {@link InvalidArchive.Code#TOO_LARGE} and never cut silently.
 *
 * @param unpackedBytes of one layer or packed archive, in bytes
 * @param ratio unpacked bytes for each packed byte, once more than 64 MiB are unpacked
 * @param entries of one tar
 * @param keptNames bytes of names that are kept of one layer (white-outs and findings)
 * @param documentBytes of a manifest, an index or a configuration, in bytes
 * @param scannedBytes of the start of a file that are searched for secrets, in bytes
 * @param images of one archive
 * @param layers of one image
 */
public record ArchiveLimits(
        long unpackedBytes,
        int ratio,
        int entries,
        long keptNames,
        int documentBytes,
        int scannedBytes,
        int images,
        int layers) {

    /** Limits that real images keep by far. */
    public static ArchiveLimits standard() {
        return new ArchiveLimits(
                64L << 30, 1100, 2_000_000, 64L << 20, 8 << 20, 1 << 20, 1000, 512);
    }
}
