package io.pratique.runtime.state;

/** Bits in parameters, in the numbering of captures (falcosecurity/libs, ppm_events_public.h). */
final class Flags {
    static final long O_RDONLY = 1;
    static final long O_WRONLY = 1 << 1;
    static final long O_CREAT = 1 << 2;
    static final long O_DIRECTORY = 1 << 10;
    static final long O_TMPFILE = 1 << 13;
    static final long O_F_CREATED = 1 << 14;
    static final long FD_UPPER_LAYER = 1 << 15;
    static final long FD_LOWER_LAYER = 1 << 16;

    static final long CLONE_FILES = 1;
    static final long CLONE_FS = 1 << 1;
    static final long CLONE_NEWPID = 1 << 6;
    static final long CLONE_PARENT = 1 << 8;
    static final long CLONE_THREAD = 1 << 13;
    static final long CLONE_NEWUSER = 1 << 20;
    static final long CLONE_VFORK = 1 << 27;
    static final long CHILD_IN_PIDNS = 1 << 29;

    static final long EXE_WRITABLE = 1;
    static final long EXE_UPPER_LAYER = 1 << 1;
    static final long EXE_FROM_MEMFD = 1 << 2;
    static final long EXE_LOWER_LAYER = 1 << 3;

    static final long AT_EMPTY_PATH = 1;

    /** The directory that stands for the working directory. */
    static final long AT_FDCWD = -100;

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;

    private Flags() {}
}
