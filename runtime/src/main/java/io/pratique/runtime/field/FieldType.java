package io.pratique.runtime.field;

import io.pratique.runtime.event.ParameterType;
import io.pratique.runtime.language.Operator;
import java.math.BigInteger;

/** The type of a field's value. */
public enum FieldType {
    /** Bytes that are meant as text; compared as bytes. */
    TEXT(Kind.TEXT),
    BYTES(Kind.BYTES),
    /** The numbers 0 and 1. */
    BOOL(Kind.BOOL),
    INT8(Kind.NUMBER),
    INT16(Kind.NUMBER),
    INT32(Kind.NUMBER),
    INT64(Kind.NUMBER),
    UINT8(Kind.NUMBER),
    UINT16(Kind.NUMBER),
    UINT32(Kind.NUMBER),
    /** Compared without a sign. */
    UINT64(Kind.NUMBER),
    /** Nanoseconds. */
    RELTIME(Kind.NUMBER),
    /** Nanoseconds since 1970. */
    ABSTIME(Kind.NUMBER),
    /** A number; constants may be names of services. */
    PORT(Kind.NUMBER),
    DOUBLE(Kind.REAL),
    /** Four bytes or sixteen. */
    ADDRESS(Kind.ADDRESS),
    /** An address that is compared with networks. */
    NETWORK(Kind.NETWORK),
    /** Known only with the argument: {@code evt.rawarg}. */
    DYNAMIC(Kind.TEXT);

    /** What values of a type have in common. */
    public enum Kind {
        TEXT,
        BYTES,
        BOOL,
        NUMBER,
        REAL,
        ADDRESS,
        NETWORK
    }

    private final Kind kind;

    FieldType(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether numbers of this type may be negative. */
    public boolean isSigned() {
        return this == INT8 || this == INT16 || this == INT32 || this == INT64;
    }

    /** The bits of an integer of this type; 64 for all that are none. */
    int bits() {
        return switch (this) {
            case INT8, UINT8 -> 8;
            case INT16, UINT16, PORT -> 16;
            case INT32, UINT32 -> 32;
            case TEXT,
                    BYTES,
                    BOOL,
                    INT64,
                    UINT64,
                    RELTIME,
                    ABSTIME,
                    DOUBLE,
                    ADDRESS,
                    NETWORK,
                    DYNAMIC ->
                    64;
        };
    }

    boolean holds(BigInteger number) {
        return isSigned()
                ? number.bitLength() < bits()
                : number.signum() >= 0 && number.bitLength() <= bits();
    }

    /** Whether an operator makes sense for one value of this type. */
    public boolean allows(Operator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL, IN, INTERSECTS -> true;
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    kind == Kind.NUMBER || kind == Kind.REAL || kind == Kind.TEXT;
            case GLOB, IGLOB, ICONTAINS, REGEX, PMATCH -> kind == Kind.TEXT;
            case CONTAINS, STARTSWITH, ENDSWITH -> kind == Kind.TEXT || kind == Kind.BYTES;
            case BCONTAINS, BSTARTSWITH -> kind == Kind.BYTES;
        };
    }

    /** As messages name the type. */
    public String word() {
        return switch (kind) {
            case TEXT -> "text";
            case BYTES -> "bytes";
            case BOOL -> "a boolean";
            case NUMBER -> this == PORT ? "a port" : "a number";
            case REAL -> "a number with a fraction";
            case ADDRESS -> "an IP address";
            case NETWORK -> "an IP network";
        };
    }

    /** The type of a parameter's raw value. */
    public static FieldType of(ParameterType type) {
        return switch (type) {
            case INT8 -> INT8;
            case INT16 -> INT16;
            case INT32 -> INT32;
            case INT64, ERRNO, FD, PID -> INT64;
            case UINT8, SIGTYPE, L4PROTO, SOCKFAMILY, FLAGS8, ENUMFLAGS8 -> UINT8;
            case UINT16, SYSCALLID, FLAGS16, ENUMFLAGS16 -> UINT16;
            case UINT32, FLAGS32, UID, GID, SIGSET, MODE, ENUMFLAGS32 -> UINT32;
            case UINT64 -> UINT64;
            case RELTIME -> RELTIME;
            case ABSTIME -> ABSTIME;
            case PORT -> PORT;
            case BOOL -> BOOL;
            case DOUBLE -> DOUBLE;
            case IPV4ADDR, IPV6ADDR, IPADDR -> ADDRESS;
            case IPV4NET, IPV6NET, IPNET -> NETWORK;
            case CHARBUF, FSPATH, FSRELPATH -> TEXT;
            case NONE,
                    BYTEBUF,
                    SOCKADDR,
                    SOCKTUPLE,
                    FDLIST,
                    DYN,
                    CHARBUFARRAY,
                    CHARBUF_PAIR_ARRAY ->
                    BYTES;
        };
    }
}
