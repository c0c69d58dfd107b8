package io.pratique.posture.kernel;

import java.time.Duration;
import java.util.Optional;

/** Durations as Go writes them: {@code 4h0m0s}, {@code 1.5h}, {@code 0}. */
final class GoDuration {
    private GoDuration() {}

    /** Empty when the text is none. */
    static Optional<Duration> parse(String text) {
        String rest = text.strip();
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        boolean negative = rest.startsWith("-");
        rest = negative || rest.startsWith("+") ? rest.substring(1) : rest;
        if (rest.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        double nanos = 0;
        int at = 0;
        while (at < rest.length()) {
            int start = at;
            while (at < rest.length()
                    && (Character.isDigit(rest.charAt(at)) || rest.charAt(at) == '.')) {
                at++;
            }
            int unit = at;
            while (at < rest.length()
                    && !Character.isDigit(rest.charAt(at))
                    && rest.charAt(at) != '.') {
                at++;
            }
            double size = size(rest.substring(unit, at));
            if (unit == start || size == 0) {
                return Optional.empty();
            }
            try {
                nanos += Double.parseDouble(rest.substring(start, unit)) * size;
            } catch (NumberFormatException _) {
                return Optional.empty();
            }
        }
        return Optional.of(Duration.ofNanos((long) (negative ? -nanos : nanos)));
    }

    private static double size(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 6e10;
            case "h" -> 3.6e12;
            default -> 0;
        };
    }
}
