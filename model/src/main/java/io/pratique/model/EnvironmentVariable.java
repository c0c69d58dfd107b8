package io.pratique.model;

/**
 * An environment variable: its name and what kind of value it has, never the value.
 *
 * @param secretShaped what the value looks like, such as {@code AWS access key}; empty when it
 *     looks like nothing that is secret
 */
public record EnvironmentVariable(String name, Kind kind, String secretShaped) {
    /** Where the value comes from. */
    public enum Kind {
        /** Written in the manifest. */
        LITERAL,
        /** Written, and empty. */
        EMPTY,
        /** Taken from a secret, a config map, a parameter or a field. */
        REFERENCE,
        UNKNOWN
    }
}
