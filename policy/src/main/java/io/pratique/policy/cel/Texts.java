package io.pratique.policy.cel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values are written as texts: as Go writes them, which Kubernetes' expressions rely on. */
final class Texts {
    private static final int LARGEST_PLAIN = 6;

    private Texts() {}

    /** The shortest text that reads back as the number: Go's {@code %g}. */
    static String ofDouble(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < LARGEST_PLAIN) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        return (number < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + String.format(
                        Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** The shortest text that reads back as the number, without an exponent. */
    static String plain(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return special(number);
        }
        BigDecimal exact = new BigDecimal(Double.toString(number));
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }

    /** Seconds with a fraction when there is one, and {@code s}. */
    static String ofDuration(Duration duration) {
        BigDecimal seconds =
                BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9));
        return (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString()) + "s";
    }

    /** RFC 3339 in UTC, with as many digits of a second as there are. */
    static String ofTimestamp(Instant instant) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        String text =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).format(time);
        if (time.getNano() == 0) {
            return text + "Z";
        }
        String fraction =
                BigDecimal.valueOf(time.getNano(), 9).stripTrailingZeros().toPlainString();
        return text + fraction.substring(1) + "Z";
    }

    /** A number with a fixed count of digits behind the point. */
    static String fixed(double number, int digits) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return special(number);
        }
        return new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    static String special(double number) {
        return Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
    }

    /** A number as {@code 1.234560e+02}. */
    static String scientific(double number, int digits) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return special(number);
        }
        BigDecimal exact = new BigDecimal(number);
        if (exact.signum() == 0) {
            return BigDecimal.ZERO.setScale(digits, RoundingMode.UNNECESSARY).toPlainString()
                    + "e+00";
        }
        int exponent = exact.precision() - exact.scale() - 1;
        BigDecimal mantissa =
                exact.movePointLeft(exponent).setScale(digits, RoundingMode.HALF_EVEN);
        if (mantissa.abs().compareTo(BigDecimal.TEN) >= 0) {
            exponent++;
            mantissa = exact.movePointLeft(exponent).setScale(digits, RoundingMode.HALF_EVEN);
        }
        return mantissa.toPlainString()
                + String.format(
                        Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
