package io.pratique.runtime.state;

import io.pratique.runtime.capture.DescriptorKind;
import io.pratique.runtime.capture.RawEvent;
import org.jspecify.annotations.Nullable;

/** Reads addresses of sockets, and keeps the ends and names of connections. */
final class Sockets {
    private static final int TUPLE_4 = 1 + 4 + 2 + 4 + 2;
    private static final int TUPLE_6 = 1 + 16 + 2 + 16 + 2;
    private static final int ADDRESS_4 = 1 + 4 + 2;
    private static final int ADDRESS_6 = 1 + 16 + 2;

    private final SystemState state;
    private final TextBuilder text = new TextBuilder();
    private final byte[] source = new byte[16];
    private final byte[] destination = new byte[16];
    private int size;
    private int sourcePort;
    private int destinationPort;

    Sockets(SystemState state) {
        this.state = state;
    }

    private static int port(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
    }

    /** Whether the sixteen bytes are an address of IPv4 in one of IPv6. */
    static boolean isMapped(byte[] bytes, int at) {
        for (int i = 0; i < 10; i++) {
            if (bytes[at + i] != 0) {
                return false;
            }
        }
        return bytes[at + 10] == -1 && bytes[at + 11] == -1;
    }

    private static void copy(byte[] from, int at, byte[] to, int count) {
        System.arraycopy(from, at, to, 0, count);
        for (int i = count; i < 16; i++) {
            to[i] = 0;
        }
    }

    /** Reads the two ends of a connection of the internet; false when it is something else. */
    private boolean readTuple(RawEvent event, int index) {
        if (!event.has(index)) {
            return false;
        }
        byte[] b = event.bytes(index);
        int at = event.offset(index);
        int length = event.length(index);
        if (b[at] == Flags.AF_INET && length >= TUPLE_4) {
            size = 4;
            copy(b, at + 1, source, 4);
            sourcePort = port(b, at + 5);
            copy(b, at + 7, destination, 4);
            destinationPort = port(b, at + 11);
            return true;
        }
        if (b[at] == Flags.AF_INET6 && length >= TUPLE_6) {
            boolean isMapped = isMapped(b, at + 1) && isMapped(b, at + 19);
            size = isMapped ? 4 : 16;
            copy(b, at + (isMapped ? 13 : 1), source, size);
            sourcePort = port(b, at + 17);
            copy(b, at + (isMapped ? 31 : 19), destination, size);
            destinationPort = port(b, at + 35);
            return true;
        }
        return false;
    }

    private DescriptorKind kind() {
        return size == 4 ? DescriptorKind.IPV4 : DescriptorKind.IPV6;
    }

    private static boolean isZero(byte[] address) {
        for (byte b : address) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(byte[] a, byte[] b) {
        return java.util.Arrays.equals(a, b);
    }

    /**
     * Puts the ends that were read into a socket.
     *
     * @param overwrites whether the destination is replaced when there is one
     * @return false when the socket had these ends, in this order or the other
     */
    private boolean setEnds(Descriptor socket, boolean overwrites) {
        if (socket.kind == kind()) {
            boolean isSame =
                    same(source, socket.source)
                            && sourcePort == socket.sourcePort
                            && same(destination, socket.destination)
                            && destinationPort == socket.destinationPort;
            boolean isReverse =
                    same(destination, socket.source)
                            && destinationPort == socket.sourcePort
                            && same(source, socket.destination)
                            && sourcePort == socket.destinationPort;
            if (isSame || isReverse) {
                return false;
            }
        } else {
            if (socket.kind == DescriptorKind.IPV4_SERVER
                    || socket.kind == DescriptorKind.IPV6_SERVER) {
                java.util.Arrays.fill(socket.source, (byte) 0);
                java.util.Arrays.fill(socket.destination, (byte) 0);
                socket.sourcePort = 0;
                socket.destinationPort = 0;
            }
            socket.kind = kind();
        }
        boolean changed = false;
        if (!same(source, socket.source) || sourcePort != socket.sourcePort) {
            System.arraycopy(source, 0, socket.source, 0, 16);
            socket.sourcePort = sourcePort;
            changed = true;
        }
        if (overwrites || isZero(socket.destination)) {
            changed |= !same(destination, socket.destination);
            System.arraycopy(destination, 0, socket.destination, 0, 16);
        }
        if (overwrites || socket.destinationPort == 0) {
            changed |= destinationPort != socket.destinationPort;
            socket.destinationPort = destinationPort;
        }
        return changed;
    }

    private void rename(Descriptor socket) {
        text.clear();
        writeTuple(
                text,
                socket.source,
                socket.sourcePort,
                socket.destination,
                socket.destinationPort,
                socket.addressSize());
        setName(socket, state.names.of(text));
    }

    /** Gives a descriptor a name, and remembers that the current event changed it. */
    void setName(Descriptor renamed, byte[] name) {
        if (!same(renamed.name, name)) {
            renamed.name = name;
            state.nameChanged = true;
        }
    }

    private static void writeTuple(
            TextBuilder out, byte[] from, int fromPort, byte[] to, int toPort, int size) {
        out.address(from, 0, size).add(':').unsigned(fromPort).add('-').add('>');
        out.address(to, 0, size).add(':').unsigned(toPort);
    }

    /** The role and the name of a socket that was open from the beginning. */
    void settle(Descriptor socket, ThreadState owner) {
        boolean isServer =
                socket.kind == DescriptorKind.IPV4_SERVER
                        || socket.kind == DescriptorKind.IPV6_SERVER;
        text.clear();
        int bytes = socket.addressSize();
        if (bytes == 16
                && isMapped(socket.source, 0)
                && (isServer || isMapped(socket.destination, 0))) {
            System.arraycopy(socket.source, 12, socket.source, 0, 4);
            java.util.Arrays.fill(socket.source, 4, 16, (byte) 0);
            System.arraycopy(socket.destination, 12, socket.destination, 0, 4);
            java.util.Arrays.fill(socket.destination, 4, 16, (byte) 0);
            socket.kind = isServer ? DescriptorKind.IPV4_SERVER : DescriptorKind.IPV4;
            bytes = 4;
        }
        if (isServer) {
            socket.role = Descriptor.Role.SERVER;
            text.address(socket.source, 0, bytes).add(':').unsigned(socket.sourcePort);
        } else {
            socket.role = guess(owner, socket.destinationPort);
            socket.isConnected = socket.protocol == Descriptor.TCP;
            if (socket.role == Descriptor.Role.SERVER
                    && isBound(owner, socket.sourcePort)
                    && !isBound(owner, socket.destinationPort)) {
                socket.swapEnds();
            }
            writeTuple(
                    text,
                    socket.source,
                    socket.sourcePort,
                    socket.destination,
                    socket.destinationPort,
                    bytes);
        }
        socket.name = state.names.of(text);
    }

    private static boolean isBound(ThreadState owner, int port) {
        for (@Nullable Descriptor other : owner.process.files.small()) {
            if (other != null
                    && (other.kind == DescriptorKind.IPV4_SERVER
                            || other.kind == DescriptorKind.IPV6_SERVER)
                    && other.sourcePort == port) {
                return true;
            }
        }
        return false;
    }

    /** Who owns the port is the server; else a client writes first. */
    private static Descriptor.Role guess(ThreadState owner, int port) {
        return isBound(owner, port) ? Descriptor.Role.SERVER : Descriptor.Role.CLIENT;
    }

    void create(Descriptor socket, long domain, long type, long protocol) {
        if (domain == Flags.AF_UNIX) {
            socket.kind = DescriptorKind.UNIX;
        } else if (domain == Flags.AF_INET || domain == Flags.AF_INET6) {
            socket.kind = domain == Flags.AF_INET ? DescriptorKind.IPV4 : DescriptorKind.IPV6;
            socket.protocol = transport((int) type & 0xFF, protocol);
        } else if (domain == Flags.AF_NETLINK) {
            socket.kind = DescriptorKind.NETLINK;
        }
    }

    private static int transport(int type, long protocol) {
        if (type == 3) {
            return Descriptor.RAW;
        }
        return switch ((int) protocol) {
            case 6 -> Descriptor.TCP;
            case 17 -> Descriptor.UDP;
            case 1 -> Descriptor.ICMP;
            case 255 -> Descriptor.RAW;
            case 0 -> type == 1 ? Descriptor.TCP : type == 2 ? Descriptor.UDP : 0;
            default -> 0;
        };
    }

    void bind(Descriptor socket, RawEvent event, int index) {
        if (!event.has(index)) {
            return;
        }
        byte[] b = event.bytes(index);
        int at = event.offset(index);
        int length = event.length(index);
        text.clear();
        if (b[at] == Flags.AF_INET && length >= ADDRESS_4) {
            serve(socket, b, at + 1, 4, port(b, at + 5));
        } else if (b[at] == Flags.AF_INET6 && length >= ADDRESS_6) {
            boolean isMapped = isMapped(b, at + 1);
            serve(socket, b, at + (isMapped ? 13 : 1), isMapped ? 4 : 16, port(b, at + 17));
        } else if (b[at] == Flags.AF_UNIX) {
            text.add(b, at + 1, textLength(b, at + 1, length - 1));
        } else {
            return;
        }
        setName(socket, state.names.of(text));
    }

    private void serve(Descriptor socket, byte[] b, int at, int bytes, int port) {
        text.address(b, at, bytes).add(':').unsigned(port);
        if (port > 0) {
            socket.kind = bytes == 4 ? DescriptorKind.IPV4_SERVER : DescriptorKind.IPV6_SERVER;
            copy(b, at, socket.source, bytes);
            socket.sourcePort = port;
            socket.role = Descriptor.Role.SERVER;
        }
    }

    static int textLength(byte[] b, int at, int maximum) {
        int length = 0;
        while (length < maximum && b[at + length] != 0) {
            length++;
        }
        return length;
    }

    /** A connection that was made, or is being made. */
    void connect(Descriptor socket, RawEvent event, int tuple, int address) {
        socket.isConnected = true;
        if (readTuple(event, tuple)) {
            boolean changed = setEnds(socket, true);
            if (changed
                    && socket.role == Descriptor.Role.SERVER
                    && socket.protocol == Descriptor.UDP) {
                socket.swapEnds();
            }
            rename(socket);
        } else if (isUnix(event, tuple)) {
            setUnix(socket, event, tuple);
        } else if (event.has(address)) {
            byte[] b = event.bytes(address);
            int at = event.offset(address);
            int length = event.length(address);
            if (b[at] == Flags.AF_INET && length >= ADDRESS_4) {
                socket.kind = DescriptorKind.IPV4;
                copy(b, at + 1, socket.destination, 4);
                socket.destinationPort = port(b, at + 5);
                rename(socket);
            } else if (b[at] == Flags.AF_INET6 && length >= ADDRESS_6) {
                boolean isMapped = isMapped(b, at + 1);
                socket.kind = isMapped ? DescriptorKind.IPV4 : DescriptorKind.IPV6;
                copy(b, at + (isMapped ? 13 : 1), socket.destination, isMapped ? 4 : 16);
                socket.destinationPort = port(b, at + 17);
                rename(socket);
            } else if (b[at] == Flags.AF_UNIX) {
                text.clear().add(b, at + 1, textLength(b, at + 1, length - 1));
                setName(socket, state.names.of(text));
            } else {
                return;
            }
        } else {
            return;
        }
        if (socket.role == Descriptor.Role.NONE) {
            socket.role = Descriptor.Role.CLIENT;
        }
    }

    private static boolean isUnix(RawEvent event, int index) {
        return event.has(index)
                && event.bytes(index)[event.offset(index)] == Flags.AF_UNIX
                && event.length(index) >= 17;
    }

    private void setUnix(Descriptor socket, RawEvent event, int index) {
        socket.kind = DescriptorKind.UNIX;
        byte[] b = event.bytes(index);
        int at = event.offset(index);
        socket.sourcePeer = longAt(b, at + 1);
        socket.destinationPeer = longAt(b, at + 9);
        text.clear();
        writeTuple(text, b, at, event.length(index));
        setName(socket, state.names.of(text));
    }

    static long longAt(byte[] b, int at) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | (b[at + i] & 0xFF);
        }
        return value;
    }

    /** A new connection that a server took; false when its kind is not known. */
    boolean accept(Descriptor socket, RawEvent event, int tuple) {
        if (readTuple(event, tuple)) {
            socket.kind = kind();
            System.arraycopy(source, 0, socket.source, 0, 16);
            System.arraycopy(destination, 0, socket.destination, 0, 16);
            socket.sourcePort = sourcePort;
            socket.destinationPort = destinationPort;
            socket.protocol = Descriptor.TCP;
            rename(socket);
        } else if (isUnix(event, tuple)) {
            setUnix(socket, event, tuple);
        } else {
            return false;
        }
        socket.role = Descriptor.Role.SERVER;
        socket.isConnected = true;
        return true;
    }

    /** A message came or went: a socket without a connection has the ends of the last one. */
    void message(
            Descriptor socket, ThreadState owner, RawEvent event, int tuple, boolean isIncoming) {
        if (socket.kind == DescriptorKind.IPV4 || socket.kind == DescriptorKind.IPV6) {
            socket.isConnected = true;
        }
        if (tuple < 0 || (socket.name.length > 0 && socket.protocol == Descriptor.TCP)) {
            return;
        }
        if (isUnix(event, tuple)) {
            setUnix(socket, event, tuple);
            return;
        }
        if (!readTuple(event, tuple) || !setEnds(socket, false)) {
            return;
        }
        if (socket.protocol == 0) {
            socket.protocol = Descriptor.UDP;
        }
        if (isZero(socket.source)) {
            state.interfaces.infer(socket.destination, socket.addressSize(), socket.source);
        }
        if (socket.role == Descriptor.Role.NONE) {
            socket.role =
                    isBound(owner, socket.destinationPort)
                            ? (isIncoming ? Descriptor.Role.SERVER : Descriptor.Role.CLIENT)
                            : Descriptor.Role.CLIENT;
        }
        if (isIncoming
                ? socket.role == Descriptor.Role.CLIENT
                : socket.role == Descriptor.Role.SERVER) {
            socket.swapEnds();
        }
        rename(socket);
    }

    /** Writes a tuple as arguments print it. */
    static void writeTuple(TextBuilder out, byte[] b, int at, int length) {
        if (length >= TUPLE_4 && b[at] == Flags.AF_INET) {
            out.address(b, at + 1, 4).add(':').unsigned(port(b, at + 5)).add('-').add('>');
            out.address(b, at + 7, 4).add(':').unsigned(port(b, at + 11));
        } else if (length >= TUPLE_6 && b[at] == Flags.AF_INET6) {
            boolean isMapped = isMapped(b, at + 1) && isMapped(b, at + 19);
            int skip = isMapped ? 12 : 0;
            int bytes = isMapped ? 4 : 16;
            out.address(b, at + 1 + skip, bytes).add(':').unsigned(port(b, at + 17));
            out.add('-').add('>');
            out.address(b, at + 19 + skip, bytes).add(':').unsigned(port(b, at + 35));
        } else if (length >= 17 && b[at] == Flags.AF_UNIX) {
            out.hex(longAt(b, at + 1), false).add('-').add('>').hex(longAt(b, at + 9), false);
            out.add(' ').add(b, at + 17, textLength(b, at + 17, length - 17));
        } else {
            out.add("family ").unsigned(b[at] & 0xFF);
        }
    }

    /** Writes an address as arguments print it. */
    static void writeAddress(TextBuilder out, byte[] b, int at, int length) {
        if (length >= ADDRESS_4 && b[at] == Flags.AF_INET) {
            out.address(b, at + 1, 4).add(':').unsigned(port(b, at + 5));
        } else if (length >= ADDRESS_6 && b[at] == Flags.AF_INET6) {
            boolean isMapped = isMapped(b, at + 1);
            out.address(b, at + (isMapped ? 13 : 1), isMapped ? 4 : 16);
            out.add(':').unsigned(port(b, at + 17));
        } else if (b[at] == Flags.AF_UNIX) {
            out.add(b, at + 1, textLength(b, at + 1, length - 1));
        } else {
            out.add("family ").unsigned(b[at] & 0xFF);
        }
    }
}
