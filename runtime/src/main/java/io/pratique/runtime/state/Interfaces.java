package io.pratique.runtime.state;

import io.pratique.runtime.capture.InterfaceEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The machine's own addresses. */
final class Interfaces {
    private static final int MAXIMUM = 10_000;

    private final List<byte[]> addresses = new ArrayList<>();
    private final List<byte[]> masks = new ArrayList<>();

    void clear() {
        addresses.clear();
        masks.clear();
    }

    void add(InterfaceEntry entry) {
        if (addresses.size() < MAXIMUM) {
            addresses.add(entry.address().toArray());
            masks.add(entry.mask().toArray());
        }
    }

    /** Whether an address is one of this machine; without interfaces, only loopback is. */
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
        return address[15] == 1;
    }
}
