package io.pratique.images;

import java.util.List;

/**
 * A file of an image as a container sees it: white-outs of all layers are applied.
 *
 * @param path absolute
 * @param mode permission bits with setuid (04000), setgid (02000) and sticky (01000)
 * @param layer the digest of the layer that it comes from
 * @param capabilities true when it has file capabilities ({@code security.capability})
 * @param secrets the names of the detectors that found a secret in it; never a secret
 */
public record ImageFile(
        String path,
        int mode,
        long uid,
        long gid,
        String layer,
        boolean capabilities,
        List<String> secrets) {}
