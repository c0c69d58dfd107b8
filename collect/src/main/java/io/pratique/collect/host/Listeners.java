package io.pratique.collect.host;

import io.pratique.collect.Facts;
import io.pratique.collect.HostFiles;
import io.pratique.collect.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The sockets on which a host listens, from /proc/net, with the processes that hold them. */
final class Listeners {
    private static final int LIMIT = 64 << 20;
    private static final int MOST_HANDLES = 262_144;
    private static final String LISTEN = "0A";

    /** The state of a UDP socket that takes from anybody. */
    private static final String UNCONNECTED = "07";

    private final HostFiles files;

    Listeners(HostFiles files) {
        this.files = files;
    }

    private record Socket(String protocol, String address, int port, String inode) {}

    /**
     * The listening sockets of the network namespace of process 1, or of ours when that one is not
     * for us to see.
     */
    Value.Items all(List<Processes.Running> running) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        String net = folder();
        for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            try {
                read(net + "/" + protocol, protocol, sockets);
            } catch (NoSuchFileException e) {
                if (!protocol.endsWith("6")) {
                    throw e;
                }
                // a kernel without IPv6
            }
        }
        Map<String, Processes.Running> holders = sockets.isEmpty() ? Map.of() : holders(running);
        List<Value> found = new ArrayList<>();
        for (Socket socket : sockets) {
            Facts facts =
                    new Facts()
                            .put("protocol", socket.protocol())
                            .put("address", socket.address())
                            .put("port", socket.port());
            Processes.Running holder = holders.get(socket.inode());
            if (holder != null) {
                facts.put("process", holder.name()).put("pid", holder.pid());
                holder.container().ifPresent(id -> facts.put("container", id));
            }
            found.add(facts.done());
        }
        return new Value.Items(found);
    }

    private String folder() throws IOException {
        try {
            files.read("/proc/1/net/tcp", LIMIT);
            return "/proc/1/net";
        } catch (HostFiles.TooLarge e) {
            throw e;
        } catch (IOException e) {
            return "/proc/net";
        }
    }

    private void read(String path, String protocol, List<Socket> sockets) throws IOException {
        String text = new String(files.read(path, LIMIT), StandardCharsets.US_ASCII);
        boolean first = true;
        for (String line : text.lines().toList()) {
            if (first) {
                first = false;
                continue;
            }
            String[] columns = line.strip().split("\\s+", -1);
            if (columns.length < 10) {
                throw new IllegalArgumentException(path + " is cut off");
            }
            String state = protocol.startsWith("tcp") ? LISTEN : UNCONNECTED;
            if (columns[3].equals(state)) {
                int colon = columns[1].indexOf(':');
                sockets.add(
                        new Socket(
                                protocol,
                                address(columns[1].substring(0, colon)),
                                Integer.parseInt(columns[1].substring(colon + 1), 16),
                                columns[9]));
            }
        }
    }

    /**
     * The kernel writes words of four bytes in the order of the machine; ours are little-endian.
     */
    static String address(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        byte[] ordered = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ordered[i] = bytes[(i & ~3) + 3 - (i & 3)];
        }
        if (ordered.length == 4) {
            return (ordered[0] & 0xFF)
                    + "."
                    + (ordered[1] & 0xFF)
                    + "."
                    + (ordered[2] & 0xFF)
                    + "."
                    + (ordered[3] & 0xFF);
        }
        return six(ordered);
    }

    /** As RFC 5952 writes it. */
    private static String six(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        int from = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private Map<String, Processes.Running> holders(List<Processes.Running> running) {
        Map<String, Processes.Running> holders = new HashMap<>();
        int handles = 0;
        for (Processes.Running process : running) {
            String folder = "/proc/" + process.pid() + "/fd";
            try {
                for (String handle : files.list(folder)) {
                    if (++handles > MOST_HANDLES) {
                        return holders;
                    }
                    String link = files.link(folder + "/" + handle);
                    if (link.startsWith("socket:[")) {
                        holders.putIfAbsent(link.substring(8, link.length() - 1), process);
                    }
                }
            } catch (IOException _) {
                // gone, or not for us: its sockets have no known holder
            }
        }
        return holders;
    }
}
