package io.pratique.policy.cel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quantity of Kubernetes, such as {@code 500m}, {@code 1Gi} or {@code 1e3} (k8s.io/apimachinery,
 * resource.Quantity). What is finer than a nano is rounded away from zero.
 */
record Quantity(BigDecimal value) implements Comparable<Quantity> {
    static final String TYPE = "kubernetes.Quantity";

    private static final Pattern FORM =
            Pattern.compile(
                    "([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d{1,3})?");
    private static final int LONGEST = 64;
    private static final int NANO = 9;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** The quantity that a text writes; empty when it is none. */
    static Optional<Quantity> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            return Optional.empty();
        }
        String digits = String.valueOf(form.group(1));
        BigDecimal number =
                new BigDecimal(
                        digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits);
        String suffix = form.group(2) == null ? "" : form.group(2);
        BigDecimal value =
                switch (suffix) {
                    case "" -> number;
                    case "n" -> number.movePointLeft(9);
                    case "u" -> number.movePointLeft(6);
                    case "m" -> number.movePointLeft(3);
                    case "k" -> number.movePointRight(3);
                    case "M" -> number.movePointRight(6);
                    case "G" -> number.movePointRight(9);
                    case "T" -> number.movePointRight(12);
                    case "P" -> number.movePointRight(15);
                    case "E" -> number.movePointRight(18);
                    default ->
                            suffix.endsWith("i")
                                    ? number.multiply(binary(suffix.charAt(0)))
                                    : number.scaleByPowerOfTen(
                                            Integer.parseInt(
                                                    suffix.charAt(1) == '+'
                                                            ? suffix.substring(2)
                                                            : suffix.substring(1)));
                };
        return Optional.of(new Quantity(capped(value)));
    }

    private static BigDecimal binary(char prefix) {
        return BigDecimal.valueOf(1L << 10 * ("KMGTPE".indexOf(prefix) + 1));
    }

    private static BigDecimal capped(BigDecimal value) {
        BigDecimal rounded = value.scale() > NANO ? value.setScale(NANO, RoundingMode.UP) : value;
        if (rounded.compareTo(LARGEST) > 0) {
            return LARGEST;
        }
        return rounded.compareTo(LARGEST.negate()) < 0 ? LARGEST.negate() : rounded;
    }

    /** The whole number it is; empty when it has a fraction. */
    Optional<Long> whole() {
        try {
            return Optional.of(value.longValueExact());
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value));
    }

    Quantity minus(Quantity other) {
        return new Quantity(value.subtract(other.value));
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    /** By worth, as its order: {@code 1} is {@code 1000m}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
