package io.pratique.runtime.capture;

import io.pratique.runtime.field.Bytes;

/**
 * A file descriptor that was open when a recording began.
 *
 * @param name the path of a file, or what the kernel names; empty for sockets of the internet
 * @param flags those of open, for files
 * @param source the address of the client, or of the server for a server's socket; empty when there
 *     is none
 * @param destination the address of the server; empty when there is none
 * @param protocol 1 for TCP, 2 for UDP, 3 for ICMP, 4 for raw, 0 for what is not known
 * @param sourcePeer for a socket of UNIX: the kernel's address of its end
 * @param destinationPeer for a socket of UNIX: the kernel's address of the other end
 */
public record DescriptorEntry(
        long number,
        long inode,
        DescriptorKind kind,
        Bytes name,
        long flags,
        long device,
        Bytes source,
        int sourcePort,
        Bytes destination,
        int destinationPort,
        int protocol,
        long sourcePeer,
        long destinationPeer) {
    private static final Bytes NOTHING = Bytes.of("");

    /** A descriptor with a name. */
    public static DescriptorEntry named(
            long number, long inode, DescriptorKind kind, Bytes name, long flags, long device) {
        return new DescriptorEntry(
                number, inode, kind, name, flags, device, NOTHING, 0, NOTHING, 0, 0, 0, 0);
    }

    /** A socket with a client and a server. */
    public static DescriptorEntry connection(
            long number,
            long inode,
            DescriptorKind kind,
            Bytes source,
            int sourcePort,
            Bytes destination,
            int destinationPort,
            int protocol) {
        return new DescriptorEntry(
                number,
                inode,
                kind,
                NOTHING,
                0,
                0,
                source,
                sourcePort,
                destination,
                destinationPort,
                protocol,
                0,
                0);
    }

    /** A socket that waits for clients. */
    public static DescriptorEntry server(
            long number, long inode, DescriptorKind kind, Bytes address, int port, int protocol) {
        return connection(number, inode, kind, address, port, NOTHING, 0, protocol);
    }

    /** A socket of UNIX. */
    public static DescriptorEntry unix(
            long number, long inode, long source, long destination, Bytes name) {
        return new DescriptorEntry(
                number,
                inode,
                DescriptorKind.UNIX,
                name,
                0,
                0,
                NOTHING,
                0,
                NOTHING,
                0,
                0,
                source,
                destination);
    }
}
