package io.pratique.policy.cel;

import java.util.Optional;

/** A block of IP addresses: an address and the number of its bits that count. */
record Cidr(IpAddress address, int prefix) {
    static final String TYPE = "net.CIDR";

    /** The block that a text such as {@code 10.0.0.0/8} writes; empty when it is none. */
    static Optional<Cidr> parse(String text) {
        int slash = text.lastIndexOf('/');
        String bits = text.substring(slash + 1);
        boolean plain =
                slash > 0
                        && !bits.isEmpty()
                        && bits.length() <= 3
                        && bits.chars().allMatch(c -> c >= '0' && c <= '9')
                        && (bits.length() == 1 || bits.charAt(0) != '0');
        if (!plain) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(bits);
        return IpAddress.parse(text.substring(0, slash))
                .filter(address -> prefix <= address.bits())
                .map(address -> new Cidr(address, prefix));
    }

    boolean contains(IpAddress other) {
        return address.bits() == other.bits()
                && address.masked(prefix).equals(other.masked(prefix));
    }

    boolean contains(Cidr other) {
        return prefix <= other.prefix && contains(other.address);
    }

    Cidr masked() {
        return new Cidr(address.masked(prefix), prefix);
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
