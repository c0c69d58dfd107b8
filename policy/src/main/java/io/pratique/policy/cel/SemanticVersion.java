package io.pratique.policy.cel;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Semantic Versioning 2.0.0. Build metadata takes no part in the order.
 *
 * @param pre the identifiers of a pre-release; none for a release
 */
record SemanticVersion(long major, long minor, long patch, List<String> pre)
        implements Comparable<SemanticVersion> {
    static final String TYPE = "kubernetes.Semver";

    private static final Pattern FORM =
            Pattern.compile(
                    "(0|[1-9]\\d{0,17})\\.(0|[1-9]\\d{0,17})\\.(0|[1-9]\\d{0,17})"
                            + "(?:-((?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)"
                            + "(?:\\.(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*))*))?"
                            + "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");
    private static final int LONGEST = 256;

    SemanticVersion {
        pre = List.copyOf(pre);
    }

    /**
     * The version that a text writes; empty when it is none.
     *
     * @param normalize whether to take away a leading v and leading zeros, and to add the minor
     *     version and the patch when they are missing
     */
    static Optional<SemanticVersion> parse(String text, boolean normalize) {
        Matcher form = FORM.matcher(normalize ? normalized(text) : text);
        if (text.length() > LONGEST || !form.matches()) {
            return Optional.empty();
        }
        String pre = form.group(4);
        return Optional.of(
                new SemanticVersion(
                        Long.parseLong(String.valueOf(form.group(1))),
                        Long.parseLong(String.valueOf(form.group(2))),
                        Long.parseLong(String.valueOf(form.group(3))),
                        pre == null ? List.of() : List.of(pre.split("\\.", -1))));
    }

    private static String normalized(String text) {
        String plain = text.startsWith("v") ? text.substring(1) : text;
        int end = 0;
        while (end < plain.length() && plain.charAt(end) != '-' && plain.charAt(end) != '+') {
            end++;
        }
        StringBuilder out = new StringBuilder();
        int parts = 0;
        for (String part : plain.substring(0, end).split("\\.", -1)) {
            String digits = part;
            while (digits.length() > 1 && digits.charAt(0) == '0') {
                digits = digits.substring(1);
            }
            out.append(parts == 0 ? "" : ".").append(digits);
            parts++;
        }
        for (; parts < 3; parts++) {
            out.append(".0");
        }
        return out.append(plain, end, plain.length()).toString();
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = Long.compare(major, other.major);
        order = order != 0 ? order : Long.compare(minor, other.minor);
        order = order != 0 ? order : Long.compare(patch, other.patch);
        if (order != 0) {
            return order;
        }
        if (pre.isEmpty() || other.pre.isEmpty()) {
            return Boolean.compare(pre.isEmpty(), other.pre.isEmpty());
        }
        for (int i = 0; i < Math.min(pre.size(), other.pre.size()); i++) {
            order = compare(pre.get(i), other.pre.get(i));
            if (order != 0) {
                return Integer.signum(order);
            }
        }
        return Integer.compare(pre.size(), other.pre.size());
    }

    private static int compare(String a, String b) {
        boolean number = a.chars().allMatch(Character::isDigit);
        boolean otherNumber = b.chars().allMatch(Character::isDigit);
        if (number && otherNumber) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return number == otherNumber ? a.compareTo(b) : number ? -1 : 1;
    }

    @Override
    public String toString() {
        return major
                + "."
                + minor
                + "."
                + patch
                + (pre.isEmpty() ? "" : "-" + String.join(".", pre));
    }
}
