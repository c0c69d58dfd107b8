package io.pratique.model;

import java.util.List;

/**
 * Recognises values that are secrets by their look, so that the value itself is forgotten as soon
 * as it was read.
 */
public final class SecretShapes {
    /**
     * What tokens of one issuer look like.
     *
     * @param prefix how they begin
     * @param length the least length of a real one, in characters
     * @param name what to call them: "GitHub token"
     */
    public record Shape(String prefix, int length, String name) {}

    /**
     * Prefixes that their issuers publish so that scanners can find leaked tokens; length is the
     * least of a real one.
     */
    private static final List<Shape> SHAPES =
            List.of(
                    new Shape("AKIA", 20, "AWS access key"),
                    new Shape("ASIA", 20, "AWS temporary access key"),
                    new Shape("ghp_", 40, "GitHub token"),
                    new Shape("gho_", 40, "GitHub token"),
                    new Shape("ghs_", 40, "GitHub token"),
                    new Shape("github_pat_", 40, "GitHub token"),
                    new Shape("glpat-", 20, "GitLab token"),
                    new Shape("xoxb-", 20, "Slack token"),
                    new Shape("xoxp-", 20, "Slack token"),
                    new Shape("sk_live_", 20, "Stripe key"),
                    new Shape("AIza", 39, "Google API key"),
                    new Shape("npm_", 40, "npm token"),
                    new Shape("dckr_pat_", 20, "Docker Hub token"),
                    new Shape("-----BEGIN", 30, "private key"));

    private SecretShapes() {}

    static EnvironmentVariable variable(String name, String value, boolean reference) {
        if (reference) {
            return new EnvironmentVariable(name, EnvironmentVariable.Kind.REFERENCE, "");
        }
        if (value.isEmpty()) {
            return new EnvironmentVariable(name, EnvironmentVariable.Kind.EMPTY, "");
        }
        return new EnvironmentVariable(name, EnvironmentVariable.Kind.LITERAL, shape(value));
    }

    /** All shapes that begin with a known prefix. */
    public static List<Shape> shapes() {
        return SHAPES;
    }

    /** The name of the shape that a value has; empty when it has none. */
    public static String shape(String value) {
        for (Shape shape : SHAPES) {
            if (value.length() >= shape.length && value.startsWith(shape.prefix)) {
                boolean key = shape.prefix.startsWith("-----");
                if (!key || value.contains("PRIVATE KEY")) {
                    return shape.name;
                }
            }
        }
        return credentialsInUrl(value) ? "URL with a password" : "";
    }

    /** {@code scheme://user:password@host}, where the password is no {@code $(REFERENCE)}. */
    private static boolean credentialsInUrl(String value) {
        int scheme = value.indexOf("://");
        if (scheme <= 0) {
            return false;
        }
        int slash = value.indexOf('/', scheme + 3);
        int at = value.lastIndexOf('@', slash < 0 ? value.length() : slash);
        int colon = value.indexOf(':', scheme + 3);
        return at > 0 && colon > 0 && colon < at - 1 && value.charAt(colon + 1) != '$';
    }
}
