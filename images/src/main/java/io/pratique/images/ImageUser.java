package io.pratique.images;

/**
 * A line of the image's {@code /etc/passwd}, or of {@code /etc/group} (then {@code gid} is -1).
 *
 * @param id the user's or the group's number
 * @param gid the user's first group
 * @param passwordless true when anybody may become this user without a password
 */
public record ImageUser(String name, long id, long gid, boolean passwordless) {}
