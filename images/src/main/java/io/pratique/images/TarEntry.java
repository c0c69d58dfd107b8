package io.pratique.images;

/**
 * One member of a tar.
 *
 * @param name as written, undecided about slashes and dots
 * @param type the type flag; {@code '0'} also for those that POSIX says to take as files
 * @param size bytes of content that follow in the tar
 * @param mode permission bits with setuid (04000), setgid (02000) and sticky (01000)
 * @param link the target of a link; empty for others
 * @param capabilities true when it carries the extended attribute {@code security.capability}
 */
record TarEntry(
        String name,
        char type,
        long size,
        int mode,
        long uid,
        long gid,
        String link,
        boolean capabilities) {

    boolean isFile() {
        return switch (type) {
            case '1', '2', '3', '4', '5', '6' -> false;
            default -> true;
        };
    }

    boolean isDirectory() {
        return type == '5';
    }

    boolean isHardLink() {
        return type == '1';
    }
}
