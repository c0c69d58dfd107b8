package io.pratique.policy.cel;

import java.util.Arrays;
import java.util.Optional;

/**
 * An IP address as Kubernetes' expressions take it: without a zone, and no IPv4 address written as
 * IPv6.
 */
final class IpAddress {
    static final String TYPE = "net.IP";

    private static final int V4 = 4;
    private static final int V6 = 16;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The address that a text writes; empty when it is none. */
    static Optional<IpAddress> parse(String text) {
        if (text.length() > 45) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    }

    private static Optional<IpAddress> parseV4(String text) {
        byte[] bytes = new byte[V4];
        return readV4(text, bytes, 0) ? Optional.of(new IpAddress(bytes)) : Optional.empty();
    }

    private static boolean readV4(String text, byte[] to, int at) {
        int part = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.') {
                if (digits == 0 || part == V4) {
                    return false;
                }
                to[at + part++] = (byte) value;
                digits = 0;
                value = 0;
            } else {
                boolean leadingZero = digits > 0 && value == 0;
                if (c < '0' || c > '9' || leadingZero) {
                    return false;
                }
                value = value * 10 + (c - '0');
                digits++;
                if (value > 255) {
                    return false;
                }
            }
        }
        return part == V4;
    }

    private static Optional<IpAddress> parseV6(String text) {
        byte[] bytes = new byte[V6];
        int at = 0;
        int gap = -1;
        int i = 0;
        if (text.startsWith("::")) {
            gap = 0;
            i = 2;
        }
        while (i < text.length()) {
            if (at == V6) {
                return Optional.empty();
            }
            int end = i;
            int value = 0;
            while (end < text.length() && text.charAt(end) < 128) {
                int digit = Character.digit(text.charAt(end), 16);
                if (digit < 0) {
                    break;
                }
                value = value << 4 | digit;
                end++;
                if (end - i > 4) {
                    return Optional.empty();
                }
            }
            if (end == i) {
                return Optional.empty();
            }
            if (end < text.length() && text.charAt(end) == '.') {
                if (at + V4 > V6
                        || (gap < 0 && at != V6 - V4)
                        || !readV4(text.substring(i), bytes, at)) {
                    return Optional.empty();
                }
                at += V4;
                break;
            }
            bytes[at++] = (byte) (value >> 8);
            bytes[at++] = (byte) value;
            i = end;
            if (i == text.length()) {
                break;
            }
            if (text.charAt(i) != ':' || i + 1 == text.length()) {
                return Optional.empty();
            }
            i++;
            if (text.charAt(i) == ':') {
                if (gap >= 0) {
                    return Optional.empty();
                }
                gap = at;
                i++;
            }
        }
        if (gap >= 0) {
            if (at == V6) {
                return Optional.empty();
            }
            int tail = at - gap;
            System.arraycopy(bytes, gap, bytes, V6 - tail, tail);
            Arrays.fill(bytes, gap, V6 - tail, (byte) 0);
        } else if (at < V6) {
            return Optional.empty();
        }
        IpAddress address = new IpAddress(bytes);
        return address.isMapped() ? Optional.empty() : Optional.of(address);
    }

    private boolean isMapped() {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }

    /** 4 or 6. */
    long family() {
        return bytes.length == V4 ? 4 : 6;
    }

    int bits() {
        return bytes.length * 8;
    }

    private int at(int index) {
        return bytes[index] & 0xFF;
    }

    boolean isUnspecified() {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    boolean isLoopback() {
        if (family() == 4) {
            return at(0) == 127;
        }
        for (int i = 0; i < V6 - 1; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return at(V6 - 1) == 1;
    }

    private boolean isMulticast() {
        return family() == 4 ? at(0) >> 4 == 0xE : at(0) == 0xFF;
    }

    boolean isLinkLocalMulticast() {
        return family() == 4
                ? at(0) == 224 && at(1) == 0 && at(2) == 0
                : at(0) == 0xFF && (at(1) & 0xF) == 2;
    }

    boolean isLinkLocalUnicast() {
        return family() == 4
                ? at(0) == 169 && at(1) == 254
                : at(0) == 0xFE && (at(1) & 0xC0) == 0x80;
    }

    /** As Go has it: private addresses are global unicast ones too. */
    boolean isGlobalUnicast() {
        boolean broadcast =
                family() == 4 && at(0) == 255 && at(1) == 255 && at(2) == 255 && at(3) == 255;
        return !broadcast
                && !isUnspecified()
                && !isLoopback()
                && !isMulticast()
                && !isLinkLocalUnicast();
    }

    /** The address with all but the first bits 0. */
    IpAddress masked(int prefix) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(prefix - i * 8L, 0, 8);
            masked[i] = (byte) (masked[i] & (0xFF00 >> kept));
        }
        return new IpAddress(masked);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The canonical form: for IPv6 that of RFC 5952. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        if (family() == 4) {
            for (int i = 0; i < V4; i++) {
                out.append(i == 0 ? "" : ".").append(at(i));
            }
            return out.toString();
        }
        int gap = -1;
        int gapLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && group(i + length) == 0) {
                length++;
            }
            if (length > gapLength) {
                gap = i;
                gapLength = length;
            }
        }
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                out.append("::");
                i += gapLength - 1;
            } else {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                    out.append(':');
                }
                out.append(Integer.toHexString(group(i)));
            }
        }
        return out.toString();
    }

    private int group(int index) {
        return at(index * 2) << 8 | at(index * 2 + 1);
    }
}
