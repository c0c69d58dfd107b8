package io.pratique.posture.kernel;

import java.util.Optional;

/** A range of ports, {@code 8000-8010}. */
record PortRange(long first, long last) {
    static Optional<PortRange> of(String text) {
        int dash = text.indexOf('-');
        try {
            return dash < 0
                    ? Optional.empty()
                    : Optional.of(
                            new PortRange(
                                    Long.parseLong(text.substring(0, dash).strip()),
                                    Long.parseLong(text.substring(dash + 1).strip())));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
