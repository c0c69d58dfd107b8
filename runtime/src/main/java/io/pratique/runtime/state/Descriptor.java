package io.pratique.runtime.state;

import io.pratique.runtime.capture.DescriptorKind;

/** An open file descriptor. */
final class Descriptor {
    static final byte[] NOTHING = new byte[0];

    /** What this end of a connection is. */
    enum Role {
        NONE,
        CLIENT,
        SERVER
    }

    /** Transport protocols, by the numbers of {@link #protocol}. */
    static final int TCP = 1;

    static final int UDP = 2;
    static final int ICMP = 3;
    static final int RAW = 4;

    DescriptorKind kind = DescriptorKind.UNKNOWN;
    byte[] name = NOTHING;

    /** The name before the current event; see {@link SystemState}. */
    byte[] rawName = NOTHING;

    long flags;
    long device;
    long inode;
    final byte[] source = new byte[16];
    final byte[] destination = new byte[16];
    int sourcePort;
    int destinationPort;
    int protocol;
    long sourcePeer;
    long destinationPeer;
    Role role = Role.NONE;
    boolean isConnected;

    /** For a descriptor of a process: the process. */
    long target;

    /** Whether several tables may hold it: then it is copied before it is changed. */
    boolean isShared;

    /** The bytes of an address of this kind. */
    int addressSize() {
        return kind == DescriptorKind.IPV4 || kind == DescriptorKind.IPV4_SERVER ? 4 : 16;
    }

    /** Whether it is a connection of which it is known who began it: the source is the client. */
    boolean isSourceClient() {
        return role != Role.NONE && (kind == DescriptorKind.IPV4 || kind == DescriptorKind.IPV6);
    }

    boolean isUpperLayer() {
        return (flags & Flags.FD_UPPER_LAYER) != 0;
    }

    boolean isLowerLayer() {
        return (flags & Flags.FD_LOWER_LAYER) != 0;
    }

    void reset() {
        kind = DescriptorKind.UNKNOWN;
        name = NOTHING;
        rawName = NOTHING;
        flags = 0;
        device = 0;
        inode = 0;
        java.util.Arrays.fill(source, (byte) 0);
        java.util.Arrays.fill(destination, (byte) 0);
        sourcePort = 0;
        destinationPort = 0;
        protocol = 0;
        sourcePeer = 0;
        destinationPeer = 0;
        role = Role.NONE;
        isConnected = false;
        target = 0;
        isShared = false;
    }

    void copyFrom(Descriptor other) {
        kind = other.kind;
        name = other.name;
        rawName = other.rawName;
        flags = other.flags;
        device = other.device;
        inode = other.inode;
        System.arraycopy(other.source, 0, source, 0, 16);
        System.arraycopy(other.destination, 0, destination, 0, 16);
        sourcePort = other.sourcePort;
        destinationPort = other.destinationPort;
        protocol = other.protocol;
        sourcePeer = other.sourcePeer;
        destinationPeer = other.destinationPeer;
        role = other.role;
        isConnected = other.isConnected;
        target = other.target;
        isShared = false;
    }

    void swapEnds() {
        for (int i = 0; i < 16; i++) {
            byte b = source[i];
            source[i] = destination[i];
            destination[i] = b;
        }
        int port = sourcePort;
        sourcePort = destinationPort;
        destinationPort = port;
    }
}
