package io.pratique.model;

import java.util.Optional;

/**
 * A reference to a container image, by the grammar of distribution/reference, normalised as Docker
 * and the kubelet do: {@code nginx} is {@code docker.io/library/nginx}. Read by hand in one pass:
 * it is on the way of every admission.
 */
public final class ImageReference {
    private static final String DOCKER_HUB = "docker.io";
    private static final int MAX_NAME = 255;
    private static final int MAX_TAG = 128;

    private final String written;
    private final String registry;
    private final String repository;
    private final String tag;
    private final String digest;

    private ImageReference(
            String written, String registry, String repository, String tag, String digest) {
        this.written = written;
        this.registry = registry;
        this.repository = repository;
        this.tag = tag;
        this.digest = digest;
    }

    /**
     * Reads a reference.
     *
     * @throws InvalidImageReference when the text is none
     */
    public static ImageReference of(String text) {
        if (text.isEmpty()) {
            throw new InvalidImageReference("the reference is empty", 0);
        }
        int at = text.indexOf('@');
        String digest = at < 0 ? "" : text.substring(at + 1);
        if (at >= 0) {
            checkDigest(digest, at + 1);
        }
        int nameEnd = at < 0 ? text.length() : at;
        int colon = text.lastIndexOf(':', nameEnd - 1);
        String tag = "";
        int afterColon = text.indexOf('/', Math.max(colon, 0));
        boolean inPath = afterColon < 0 || afterColon >= nameEnd;
        int bracket = text.indexOf(']', Math.max(colon, 0));
        boolean inAddress = bracket >= 0 && bracket < nameEnd;
        if (colon >= 0 && inPath && !inAddress) {
            tag = text.substring(colon + 1, nameEnd);
            checkTag(tag, colon + 1);
            nameEnd = colon;
        }
        int slash = text.indexOf('/');
        String registry = DOCKER_HUB;
        int pathStart = 0;
        if (slash >= 0 && slash < nameEnd && isDomain(text, slash)) {
            registry = text.substring(0, slash);
            checkDomain(registry);
            pathStart = slash + 1;
        }
        String path = text.substring(pathStart, nameEnd);
        checkPath(path, pathStart);
        if (registry.equals("index.docker.io")) {
            registry = DOCKER_HUB;
        }
        if (pathStart == 0 && digest.isEmpty() && tag.isEmpty() && isIdentifier(path)) {
            throw new InvalidImageReference("64 hexadecimal digits are an image id, not a name", 0);
        }
        if (registry.equals(DOCKER_HUB) && path.indexOf('/') < 0) {
            path = "library/" + path;
        }
        if (registry.length() + 1 + path.length() > MAX_NAME) {
            throw new InvalidImageReference(
                    "the name is longer than " + MAX_NAME + " characters", 0);
        }
        return new ImageReference(text, registry, path, tag, digest);
    }

    /** The reference as its author wrote it. */
    public String written() {
        return written;
    }

    /** The registry with its port: {@code docker.io}, {@code localhost:5000}. */
    public String registry() {
        return registry;
    }

    /** The path in the registry: {@code library/nginx}. */
    public String repository() {
        return repository;
    }

    /** Registry and repository. */
    public String name() {
        return registry + "/" + repository;
    }

    /** The tag as written; empty when there is none. */
    public Optional<String> tag() {
        return tag.isEmpty() ? Optional.empty() : Optional.of(tag);
    }

    /**
     * The tag that is pulled: {@code latest} when neither a tag nor a digest is written, empty when
     * only a digest is.
     */
    public String effectiveTag() {
        return tag.isEmpty() && digest.isEmpty() ? "latest" : tag;
    }

    /** The digest with its algorithm: {@code sha256:…}. */
    public Optional<String> digest() {
        return digest.isEmpty() ? Optional.empty() : Optional.of(digest);
    }

    public boolean isPinned() {
        return !digest.isEmpty();
    }

    /** The whole reference, normalised. */
    @Override
    public String toString() {
        String effective = effectiveTag();
        return name()
                + (effective.isEmpty() ? "" : ":" + effective)
                + (digest.isEmpty() ? "" : "@" + digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageReference that && written.equals(that.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    /**
     * The first part is a registry when it has a dot, a colon or an upper-case letter, or is
     * localhost.
     */
    private static boolean isDomain(String text, int slash) {
        for (int i = 0; i < slash; i++) {
            char c = text.charAt(i);
            if (c == '.' || c == ':' || (c >= 'A' && c <= 'Z')) {
                return true;
            }
        }
        return slash == "localhost".length() && text.startsWith("localhost");
    }

    private static void checkDomain(String domain) {
        int end = domain.length();
        if (domain.startsWith("[")) {
            int close = domain.indexOf(']');
            if (close < 2) {
                throw new InvalidImageReference("the IPv6 address is not closed with ]", 0);
            }
            for (int i = 1; i < close; i++) {
                char c = domain.charAt(i);
                if (!isHex(c) && !(c >= 'A' && c <= 'F') && c != ':') {
                    throw new InvalidImageReference(
                            "'" + c + "' cannot stand in an IPv6 address", i);
                }
            }
            if (close + 1 < end) {
                checkPort(domain, close + 1);
            }
            return;
        }
        int colon = domain.indexOf(':');
        if (colon >= 0) {
            checkPort(domain, colon);
            end = colon;
        }
        int part = 0;
        for (int i = 0; i <= end; i++) {
            if (i == end || domain.charAt(i) == '.') {
                if (i == part || domain.charAt(part) == '-' || domain.charAt(i - 1) == '-') {
                    throw new InvalidImageReference(
                            "'" + domain + "' is no host name of a registry", part);
                }
                part = i + 1;
            } else if (!isLetterOrDigit(domain.charAt(i)) && domain.charAt(i) != '-') {
                throw new InvalidImageReference(
                        "'" + domain.charAt(i) + "' cannot stand in the host name of a registry",
                        i);
            }
        }
    }

    private static void checkPort(String domain, int colon) {
        boolean valid = domain.charAt(colon) == ':' && colon + 1 < domain.length();
        for (int i = colon + 1; i < domain.length(); i++) {
            valid &= domain.charAt(i) >= '0' && domain.charAt(i) <= '9';
        }
        if (!valid) {
            throw new InvalidImageReference("the port of the registry is no number", colon);
        }
    }

    /**
     * Components of lower-case letters and digits, with {@code .}, {@code _}, {@code __} or dashes
     * between them.
     */
    private static void checkPath(String path, int offset) {
        boolean start = true;
        int i = 0;
        while (i < path.length()) {
            char c = path.charAt(i);
            if (isLowerOrDigit(c)) {
                start = false;
                i++;
                continue;
            }
            if (start) {
                throw fault(path, i, offset);
            }
            if (c == '/') {
                start = true;
                i++;
                continue;
            }
            int separator = i;
            while (i < path.length() && path.charAt(i) == c) {
                i++;
            }
            int length = i - separator;
            boolean valid = c == '-' || (c == '.' && length == 1) || (c == '_' && length <= 2);
            if (!valid || i == path.length() || !isLowerOrDigit(path.charAt(i))) {
                throw fault(path, separator, offset);
            }
        }
        if (start) {
            throw new InvalidImageReference(
                    path.isEmpty()
                            ? "the name of the image is missing"
                            : "the name ends in a slash",
                    offset + path.length());
        }
    }

    private static InvalidImageReference fault(String path, int at, int offset) {
        char c = path.charAt(at);
        return new InvalidImageReference(
                c >= 'A' && c <= 'Z'
                        ? "the name of an image must be lower case, and has '" + c + "'"
                        : "'" + c + "' cannot stand here in the name of an image",
                offset + at);
    }

    private static void checkTag(String tag, int offset) {
        if (tag.isEmpty()) {
            throw new InvalidImageReference("the tag behind ':' is empty", offset);
        }
        if (tag.length() > MAX_TAG) {
            throw new InvalidImageReference(
                    "the tag is longer than " + MAX_TAG + " characters", offset);
        }
        for (int i = 0; i < tag.length(); i++) {
            char c = tag.charAt(i);
            if (!isLetterOrDigit(c) && c != '_' && (i == 0 || (c != '.' && c != '-'))) {
                throw new InvalidImageReference(
                        "'" + c + "' cannot stand here in a tag", offset + i);
            }
        }
    }

    private static void checkDigest(String digest, int offset) {
        int colon = digest.indexOf(':');
        if (colon <= 0) {
            throw new InvalidImageReference(
                    "a digest is written algorithm:hexadecimal, such as sha256:…", offset);
        }
        String hex = digest.substring(colon + 1);
        int length =
                switch (digest.substring(0, colon)) {
                    case "sha256" -> 64;
                    case "sha384" -> 96;
                    case "sha512" -> 128;
                    default ->
                            throw new InvalidImageReference(
                                    "the digest is none of sha256, sha384 and sha512", offset);
                };
        if (hex.length() != length) {
            throw new InvalidImageReference(
                    "the digest has " + hex.length() + " digits, and needs " + length,
                    offset + colon + 1);
        }
        for (int i = 0; i < hex.length(); i++) {
            if (!isHex(hex.charAt(i))) {
                throw new InvalidImageReference(
                        "'" + hex.charAt(i) + "' is no lower-case hexadecimal digit",
                        offset + colon + 1 + i);
            }
        }
    }

    private static boolean isIdentifier(String path) {
        if (path.length() != 64) {
            return false;
        }
        for (int i = 0; i < 64; i++) {
            if (!isHex(path.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static boolean isLowerOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean isLetterOrDigit(char c) {
        return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z');
    }
}
