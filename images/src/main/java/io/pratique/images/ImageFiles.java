package io.pratique.images;

import java.util.List;
import java.util.Optional;

/**
 * What the layers of an image hold, put together.
 *
 * @param complete false when a layer could not be read: what is not listed may be there all the
 *     same, and what is listed may be gone
 * @param special regular files with setuid, setgid or file capabilities, by path
 * @param secrets files in which a detector found a secret, by path
 * @param users the accounts; empty when there is no {@code /etc/passwd}, or it is not known
 * @param groups the groups; empty when there is no {@code /etc/group}, or it is not known
 * @param layers those that were read, lowest first
 */
public record ImageFiles(
        boolean complete,
        List<ImageFile> special,
        List<ImageFile> secrets,
        Optional<List<ImageUser>> users,
        Optional<List<ImageUser>> groups,
        List<ImageLayer> layers) {}
