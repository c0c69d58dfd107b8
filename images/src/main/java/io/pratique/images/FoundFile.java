package io.pratique.images;

import java.util.List;

/**
 * A file of a layer that somebody wants to know of.
 *
 * @param path from the root, without a leading slash
 * @param mode permission bits with setuid (04000) and setgid (02000)
 * @param layer the digest of the layer as the manifest names it
 * @param capabilities true when it has capabilities of its own
 * @param secrets the names of the detectors that found a secret in it; never a secret
 * @param content of the files that name users and groups, empty for all others
 */
record FoundFile(
        String path,
        int mode,
        long uid,
        long gid,
        String layer,
        boolean capabilities,
        List<String> secrets,
        String content) {
    static final int SETUID = 04000;
    static final int SETGID = 02000;

    boolean special() {
        return (mode & (SETUID | SETGID)) != 0;
    }

    FoundFile named(String other) {
        return new FoundFile(other, mode, uid, gid, layer, capabilities, secrets, content);
    }
}
