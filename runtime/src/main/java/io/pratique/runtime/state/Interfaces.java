package io.pratique.runtime.state;

import io.pratique.runtime.capture.InterfaceEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The machine's own addresses. */
final class Interfaces {
    private static final int MAXIMUM = 10_000;

    private final List<InterfaceEntry> entries = new ArrayList<>();
    private final List<byte[]> addresses = new ArrayList<>();
    private final List<byte[]> masks = new ArrayList<>();

    void forEach(java.util.function.Consumer<InterfaceEntry> action) {
        entries.forEach(action);
    }

    void clear() {
        entries.clear();
        addresses.clear();
        masks.clear();
    }

    void add(InterfaceEntry entry) {
        if (addresses.size() < MAXIMUM) {
            entries.add(entry);
            addresses.add(entry.address().toArray());
            masks.add(entry.mask().toArray());
        }
    }

    /** Whether an address is one of this machine; loopback and, in IPv6, no address always are. */
    boolean isLocal(byte[] address, int size) {
        for (int i = 0; i < addresses.size(); i++) {
            byte[] own = addresses.get(i);
            if (own.length == size && Arrays.equals(own, 0, size, address, 0, size)) {
                return true;
            }
        }
        if (size == 4) {
            return address[0] == 127;
        }
        for (int i = 0; i < 15; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[15] == 0 || address[15] == 1;
    }

    /**
     * Fills in the address from which this machine would reach another: of the interface in whose
     * network the other is, else of the first that is not loopback.
     *
     * @param from all zeros; stays so when there is no such interface
     */
    void infer(byte[] to, int size, byte[] from) {
        byte[] best = null;
        for (int i = 0; i < addresses.size(); i++) {
            byte[] own = addresses.get(i);
            if (own.length != size) {
                continue;
            }
            if (Arrays.equals(own, 0, size, to, 0, size) || sameNetwork(own, masks.get(i), to)) {
                best = own;
                break;
            }
            boolean isLoopback = size == 4 ? own[0] == 127 : own[15] == 1 && own[0] == 0;
            if (best == null && !isLoopback) {
                best = own;
            }
        }
        if (best != null) {
            System.arraycopy(best, 0, from, 0, size);
        }
    }

    private static boolean sameNetwork(byte[] own, byte[] mask, byte[] other) {
        for (int i = 0; i < own.length; i++) {
            if ((own[i] & mask[i]) != (other[i] & mask[i])) {
                return false;
            }
        }
        return true;
    }
}
