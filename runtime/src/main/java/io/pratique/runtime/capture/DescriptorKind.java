package io.pratique.runtime.capture;

import org.jspecify.annotations.Nullable;

/** What a file descriptor stands for, with the number that captures use. */
public enum DescriptorKind {
    UNKNOWN(0, "", 'o'),
    /** Files of old captures. */
    OLD_FILE(1, "file", 'f'),
    DIRECTORY(2, "directory", 'd'),
    IPV4(3, "ipv4", '4'),
    IPV6(4, "ipv6", '6'),
    IPV4_SERVER(5, "ipv4", '4'),
    IPV6_SERVER(6, "ipv6", '6'),
    PIPE(7, "pipe", 'p'),
    UNIX(8, "unix", 'u'),
    EVENT(9, "event", 'e'),
    UNSUPPORTED(10, "", 'X'),
    SIGNAL(11, "signalfd", 's'),
    EVENT_POLL(12, "eventpoll", 'l'),
    INOTIFY(13, "inotify", 'i'),
    TIMER(14, "timerfd", 't'),
    NETLINK(15, "netlink", 'n'),
    FILE(16, "file", 'f'),
    BPF(17, "bpf", 'b'),
    USERFAULT(18, "userfaultfd", 'u'),
    IO_URING(19, "io_uring", 'r'),
    MEMORY(20, "memfd", 'm'),
    PIDFD(21, "pidfd", 'P');

    private static final DescriptorKind[] BY_CODE = byCode();

    private final int code;
    private final String word;
    private final char letter;

    DescriptorKind(int code, String word, char letter) {
        this.code = code;
        this.word = word;
        this.letter = letter;
    }

    private static DescriptorKind[] byCode() {
        DescriptorKind[] kinds = new DescriptorKind[22];
        for (DescriptorKind kind : values()) {
            kinds[kind.code] = kind;
        }
        return kinds;
    }

    /** The kind of a number in a capture; null when this version does not know it. */
    static @Nullable DescriptorKind of(int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }

    /** The number in captures. */
    public int code() {
        return code;
    }

    /** As {@code fd.type} writes it; empty when there is no word. */
    public String word() {
        return word;
    }

    /** As {@code fd.typechar} writes it. */
    public char letter() {
        return letter;
    }

    public boolean isFile() {
        return this == FILE || this == OLD_FILE;
    }

    /** Whether it is a socket of IPv4 or IPv6. */
    public boolean isInternet() {
        return this == IPV4 || this == IPV6 || this == IPV4_SERVER || this == IPV6_SERVER;
    }

    public boolean isSocket() {
        return isInternet() || this == UNIX;
    }
}
