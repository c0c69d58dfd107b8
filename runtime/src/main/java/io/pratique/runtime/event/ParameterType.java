package io.pratique.runtime.event;

/** How a parameter's bytes are to be read; names as in falcosecurity/libs, without PT_. */
public enum ParameterType {
    NONE,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    /** Text that ends with a NUL. */
    CHARBUF,
    BYTEBUF,
    /** An int64: negative is an errno. */
    ERRNO,
    SOCKADDR,
    SOCKTUPLE,
    /** An int64. */
    FD,
    /** An int64. */
    PID,
    FDLIST,
    /** A path, to be resolved against the working directory. */
    FSPATH,
    SYSCALLID,
    SIGTYPE,
    /** Nanoseconds. */
    RELTIME,
    /** Nanoseconds since 1970. */
    ABSTIME,
    PORT,
    L4PROTO,
    SOCKFAMILY,
    /** Four bytes. */
    BOOL,
    IPV4ADDR,
    /** A byte that selects a line of a dynamic table, then the value. */
    DYN,
    FLAGS8,
    FLAGS16,
    FLAGS32,
    UID,
    GID,
    DOUBLE,
    SIGSET,
    CHARBUFARRAY,
    CHARBUF_PAIR_ARRAY,
    IPV4NET,
    IPV6ADDR,
    IPV6NET,
    IPADDR,
    IPNET,
    MODE,
    /** A path, to be resolved against the directory of another parameter. */
    FSRELPATH,
    ENUMFLAGS8,
    ENUMFLAGS16,
    ENUMFLAGS32;

    /** The size in bytes of a value of this type, or 0 when values differ in size. */
    public int size() {
        return switch (this) {
            case INT8, UINT8, FLAGS8, ENUMFLAGS8, SIGTYPE, L4PROTO, SOCKFAMILY -> 1;
            case INT16, UINT16, FLAGS16, ENUMFLAGS16, SYSCALLID, PORT -> 2;
            case INT32, UINT32, FLAGS32, ENUMFLAGS32, UID, GID, MODE, SIGSET, BOOL, IPV4ADDR -> 4;
            case INT64, UINT64, ERRNO, FD, PID, RELTIME, ABSTIME, DOUBLE -> 8;
            case IPV6ADDR -> 16;
            case NONE,
                    CHARBUF,
                    BYTEBUF,
                    SOCKADDR,
                    SOCKTUPLE,
                    FDLIST,
                    FSPATH,
                    DYN,
                    CHARBUFARRAY,
                    CHARBUF_PAIR_ARRAY,
                    IPV4NET,
                    IPV6NET,
                    IPADDR,
                    IPNET,
                    FSRELPATH ->
                    0;
        };
    }

    /** Whether an integer of this type is negative when its highest bit is set. */
    public boolean isSigned() {
        return switch (this) {
            case INT8, INT16, INT32, INT64, ERRNO, FD, PID -> true;
            case NONE,
                    UINT8,
                    UINT16,
                    UINT32,
                    UINT64,
                    CHARBUF,
                    BYTEBUF,
                    SOCKADDR,
                    SOCKTUPLE,
                    FDLIST,
                    FSPATH,
                    SYSCALLID,
                    SIGTYPE,
                    RELTIME,
                    ABSTIME,
                    PORT,
                    L4PROTO,
                    SOCKFAMILY,
                    BOOL,
                    IPV4ADDR,
                    DYN,
                    FLAGS8,
                    FLAGS16,
                    FLAGS32,
                    UID,
                    GID,
                    DOUBLE,
                    SIGSET,
                    CHARBUFARRAY,
                    CHARBUF_PAIR_ARRAY,
                    IPV4NET,
                    IPV6ADDR,
                    IPV6NET,
                    IPADDR,
                    IPNET,
                    MODE,
                    FSRELPATH,
                    ENUMFLAGS8,
                    ENUMFLAGS16,
                    ENUMFLAGS32 ->
                    false;
        };
    }
}
