package io.pratique.policy.cel;

/** A {@code uint}: 64 bits without a sign. */
record Unsigned(long bits) {
    double toDouble() {
        double high = (double) (bits >>> 1) * 2;
        return high + (bits & 1);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
