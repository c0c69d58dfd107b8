package io.pratique.runtime.state;

import io.pratique.runtime.event.EventType;
import java.util.List;

/** What an event does to the state, by the name of its type. */
enum Action {
    NONE,
    OPEN("name", "flags", "dirfd", "dev", "ino", "path", "creat_flags"),
    SOCKET("domain", "type", "proto"),
    BIND("addr"),
    CONNECT("tuple", "addr"),
    ACCEPT("tuple"),
    CLOSE,
    DUP("oldfd"),
    FCNTL("cmd"),
    PIPE("fd1", "fd2", "ino", "flags"),
    SOCKETPAIR("fd1", "fd2", "source", "peer"),
    NEW_EVENT("flags"),
    NEW_SIGNAL("flags"),
    NEW_TIMER("flags"),
    NEW_INOTIFY("flags"),
    NEW_POLL("flags"),
    NEW_BPF,
    NEW_USERFAULT("flags"),
    NEW_RING,
    NEW_MEMORY("name", "flags"),
    NEW_PIDFD("pid"),
    PIDFD_GET("pid_fd", "target_fd"),
    READ("tuple"),
    WRITE("tuple"),
    CHDIR("path"),
    FCHDIR,
    GETCWD("path"),
    CHROOT("path"),
    CLONE(
            "exe",
            "args",
            "pid",
            "ptid",
            "fdlimit",
            "pgft_maj",
            "pgft_min",
            "vm_size",
            "vm_rss",
            "vm_swap",
            "comm",
            "cgroups",
            "flags",
            "uid",
            "gid",
            "vtid",
            "vpid",
            "pidns_init_start_ts",
            "cwd"),
    EXEC(
            "exe",
            "args",
            "pid",
            "ptid",
            "fdlimit",
            "pgft_maj",
            "pgft_min",
            "vm_size",
            "vm_rss",
            "vm_swap",
            "comm",
            "cgroups",
            "flags",
            "uid",
            "gid",
            "env",
            "tty",
            "vpgid",
            "loginuid",
            "cap_inheritable",
            "cap_permitted",
            "cap_effective",
            "exe_ino",
            "exe_ino_ctime",
            "exe_ino_mtime",
            "trusted_exepath",
            "pgid",
            "filename",
            "dirfd",
            "pathname",
            "cwd"),
    EXIT("reaper_tid"),
    MEMORY("vm_size", "vm_rss", "vm_swap", "pgft_maj", "pgft_min"),
    SETUID("uid", "euid"),
    SETGID("gid", "egid"),
    SETSID,
    SETPGID("pid", "pgid"),
    CAPSET("cap_inheritable", "cap_permitted", "cap_effective"),
    PRCTL("option", "arg2_str"),
    RLIMIT("resource", "cur", "newcur", "pid"),
    UNSHARE("flags", "nstype"),
    CONTAINER("json"),
    OLD_CONTAINER("id", "type", "name", "image"),
    ASYNC("name", "data"),
    USER_ADDED("uid", "gid", "name", "home", "shell", "container_id"),
    USER_DELETED("uid", "container_id"),
    GROUP_ADDED("gid", "name", "container_id"),
    GROUP_DELETED("gid", "container_id");

    @SuppressWarnings("ImmutableEnumChecker") // The list is one of List.of.
    private final List<String> parameters;

    Action(String... parameters) {
        this.parameters = List.of(parameters);
    }

    static Action of(EventType type) {
        return switch (type.name()) {
            case "open", "openat", "openat2", "creat", "open_by_handle_at" -> OPEN;
            case "socket" -> SOCKET;
            case "bind" -> BIND;
            case "connect" -> CONNECT;
            case "accept", "accept4" -> ACCEPT;
            case "close" -> CLOSE;
            case "dup", "dup2", "dup3" -> DUP;
            case "fcntl" -> FCNTL;
            case "pipe", "pipe2" -> PIPE;
            case "socketpair" -> SOCKETPAIR;
            case "eventfd", "eventfd2" -> NEW_EVENT;
            case "signalfd", "signalfd4" -> NEW_SIGNAL;
            case "timerfd_create" -> NEW_TIMER;
            case "inotify_init", "inotify_init1" -> NEW_INOTIFY;
            case "epoll_create", "epoll_create1" -> NEW_POLL;
            case "bpf" -> NEW_BPF;
            case "userfaultfd" -> NEW_USERFAULT;
            case "io_uring_setup" -> NEW_RING;
            case "memfd_create" -> NEW_MEMORY;
            case "pidfd_open" -> NEW_PIDFD;
            case "pidfd_getfd" -> PIDFD_GET;
            case "read", "readv", "pread", "preadv", "recv", "recvfrom", "recvmsg", "recvmmsg" ->
                    READ;
            case "write", "writev", "pwrite", "pwritev", "send", "sendto", "sendmsg", "sendmmsg" ->
                    WRITE;
            case "chdir" -> CHDIR;
            case "fchdir" -> FCHDIR;
            case "getcwd" -> GETCWD;
            case "chroot" -> CHROOT;
            case "clone", "fork", "vfork", "clone3" -> CLONE;
            case "execve", "execveat" -> EXEC;
            case "procexit" -> EXIT;
            case "brk", "mmap", "mmap2", "munmap", "switch" -> MEMORY;
            case "setuid", "setresuid", "setreuid" -> SETUID;
            case "setgid", "setresgid", "setregid" -> SETGID;
            case "setsid" -> SETSID;
            case "setpgid" -> SETPGID;
            case "capset" -> CAPSET;
            case "prctl" -> PRCTL;
            case "setrlimit", "getrlimit", "prlimit" -> RLIMIT;
            case "unshare", "setns" -> UNSHARE;
            case "container" -> type.indexOf("json") >= 0 ? CONTAINER : OLD_CONTAINER;
            case "asyncevent" -> ASYNC;
            case "useradded" -> USER_ADDED;
            case "userdeleted" -> USER_DELETED;
            case "groupadded" -> GROUP_ADDED;
            case "groupdeleted" -> GROUP_DELETED;
            default -> NONE;
        };
    }

    /** Where the parameters of this action stand in a type; -1 for what it does not have. */
    int[] indexes(EventType type) {
        int[] indexes = new int[parameters.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = type.indexOf(parameters.get(i));
        }
        return indexes;
    }
}
