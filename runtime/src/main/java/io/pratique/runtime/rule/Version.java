package io.pratique.runtime.rule;

import java.util.Optional;

/** A version of an engine or a plugin: three numbers. */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
    /** Reads {@code x.y.z}; what follows a dash or a plus is passed over. */
    public static Optional<Version> of(String text) {
        int end = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-' || c == '+') {
                end = i;
                break;
            }
        }
        String[] parts = text.substring(0, end).split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        int[] numbers = new int[3];
        for (int i = 0; i < 3; i++) {
            String part = parts[i];
            if (part.isEmpty()
                    || part.length() > 8
                    || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.empty();
            }
            numbers[i] = Integer.parseInt(part);
        }
        return Optional.of(new Version(numbers[0], numbers[1], numbers[2]));
    }

    /** Whether what needs the other version can be used with this one. */
    public boolean satisfies(Version needed) {
        return major == needed.major
                && (minor > needed.minor || (minor == needed.minor && patch >= needed.patch));
    }

    @Override
    public int compareTo(Version other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0
                ? byMajor
                : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
