package io.pratique.runtime.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernel's names of errors, signals and capabilities. */
final class SystemNames {
    private static final Text[] ERRORS =
            words(
                    """
                    - EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM
                    EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE
                    ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK
                    ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT
                    EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT -
                    EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM
                    EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD
                    ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ
                    EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP
                    EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET
                    ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT
                    ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM
                    ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED
                    EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON
                    """);
    private static final Text[] SIGNALS =
            words(
                    """
                    SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV
                    SIGUSR2 SIGPIPE SIGALRM SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN
                    SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR SIGSYS
                    """);
    private static final Text[] CAPABILITIES =
            words(
                    """
                    CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_FSETID CAP_KILL
                    CAP_SETGID CAP_SETUID CAP_SETPCAP CAP_LINUX_IMMUTABLE CAP_NET_BIND_SERVICE
                    CAP_NET_BROADCAST CAP_NET_ADMIN CAP_NET_RAW CAP_IPC_LOCK CAP_IPC_OWNER
                    CAP_SYS_MODULE CAP_SYS_RAWIO CAP_SYS_CHROOT CAP_SYS_PTRACE CAP_SYS_PACCT
                    CAP_SYS_ADMIN CAP_SYS_BOOT CAP_SYS_NICE CAP_SYS_RESOURCE CAP_SYS_TIME
                    CAP_SYS_TTY_CONFIG CAP_MKNOD CAP_LEASE CAP_AUDIT_WRITE CAP_AUDIT_CONTROL
                    CAP_SETFCAP CAP_MAC_OVERRIDE CAP_MAC_ADMIN CAP_SYSLOG CAP_WAKE_ALARM
                    CAP_BLOCK_SUSPEND CAP_AUDIT_READ CAP_PERFMON CAP_BPF CAP_CHECKPOINT_RESTORE
                    """);

    private SystemNames() {}

    private static Text[] words(String lines) {
        return List.of(lines.strip().split("\\s+", -1)).stream()
                .map(word -> Text.of(word.equals("-") ? "" : word))
                .toArray(Text[]::new);
    }

    /** The name of an error by its number, which may be negative; null when it has none. */
    static @Nullable Text error(long number) {
        long index = Math.abs(number);
        if (index >= 512 && index <= 516) {
            return Text.of(
                    index == 514
                            ? "ERESTARTNOHAND"
                            : index == 516 ? "ERESTART_RESTARTBLOCK" : "ERESTARTSYS");
        }
        Text name = index < ERRORS.length ? ERRORS[(int) index] : null;
        return name == null || name.length() == 0 ? null : name;
    }

    static @Nullable Text signal(long number) {
        return number >= 1 && number <= SIGNALS.length ? SIGNALS[(int) number - 1] : null;
    }

    /** Writes the names of a set of capabilities, with blanks between them. */
    static void capabilities(TextBuilder out, long set) {
        boolean isFirst = true;
        for (int i = 0; i < CAPABILITIES.length; i++) {
            if ((set & 1L << i) != 0) {
                if (!isFirst) {
                    out.add(' ');
                }
                isFirst = false;
                out.addText(CAPABILITIES[i]);
            }
        }
    }
}
