package io.pratique.model;

import io.pratique.model.ImageReference.Fault;
import io.pratique.model.ImageReference.ParseResult;
import org.jspecify.annotations.Nullable;

/**
 * Reads one text as an image reference, from left to right, each character at most a few times.
 *
 * <p>Written by hand because it runs for every container of every admission, mostly in a process
 * that has just started: a regular expression would cost its compilation and its matcher, and could
 * not say what is wrong. The grammar is that of distribution/reference v0.6.0; see the vectors in
 * the tests.
 *
 * <p>The steps return an offset, or {@link #FAILED} after they have set {@link #fault}.
 */
final class ImageReferenceParser {
    private static final int FAILED = -1;
    private static final int MAX_REPOSITORY = 255;
    private static final int MAX_TAG = 128;
    private static final int IMAGE_ID_LENGTH = 64;

    /** The name that Docker Hub had first, and still answers to. */
    private static final String DOCKER_INDEX = "index.docker.io";

    private final String text;
    private ParseResult.@Nullable Invalid fault;

    ImageReferenceParser(String text) {
        this.text = text;
    }

    ParseResult parse() {
        ImageReference reference = read();
        if (reference != null) {
            return new ParseResult.Valid(reference);
        }
        if (fault == null) {
            throw new IllegalStateException("a step failed and did not say why");
        }
        return fault;
    }

    private @Nullable ImageReference read() {
        if (text.isEmpty()) {
            return refuse(Fault.EMPTY, "the reference is empty", 0, "Write the name of an image.");
        }
        if (text.length() > ImageReference.MAX_LENGTH) {
            return refuse(
                    Fault.TOO_LONG,
                    "the reference is longer than " + ImageReference.MAX_LENGTH + " characters",
                    ImageReference.MAX_LENGTH,
                    "Write a shorter name; no registry has an image of this one.");
        }
        if (isImageId(text)) {
            return refuse(
                    Fault.IMAGE_ID,
                    "64 hexadecimal digits are the id of an image, not a name",
                    0,
                    "Write the repository and the digest: repository@sha256:…");
        }

        int slash = text.indexOf('/');
        String registry = ImageReference.DOCKER_HUB;
        int repositoryStart = 0;
        // What the limit of a repository's length counts from.
        int countedFrom = 0;
        if (slash >= 0 && namesRegistry(text, slash)) {
            repositoryStart = slash + 1;
            countedFrom = repositoryStart;
            if (isUnderscoredHost(slash)) {
                countedFrom = 0;
            } else if (!checkRegistry(slash)) {
                return null;
            }
            registry = registry(slash);
        }
        int repositoryEnd = endOfRepository(repositoryStart);
        if (repositoryEnd == FAILED) {
            return null;
        }
        boolean official =
                registry.equals(ImageReference.DOCKER_HUB)
                        && !holdsSlash(repositoryStart, repositoryEnd);
        int counted =
                repositoryEnd - countedFrom + (official ? ImageReference.OFFICIAL.length() : 0);
        if (counted > MAX_REPOSITORY) {
            return refuse(
                    Fault.NAME_TOO_LONG,
                    "the repository is longer than " + MAX_REPOSITORY + " characters",
                    repositoryEnd - (counted - MAX_REPOSITORY),
                    "Shorten the repository.");
        }

        int at = repositoryEnd;
        String tag = null;
        if (at < text.length() && text.charAt(at) == ':') {
            int end = endOfTag(at + 1);
            if (end == FAILED) {
                return null;
            }
            tag = text.substring(at + 1, end);
            at = end;
        }
        String digest = null;
        if (at < text.length()) {
            if (!checkDigest(at + 1)) {
                return null;
            }
            digest = text.substring(at + 1);
        }
        String repository = text.substring(repositoryStart, repositoryEnd);
        return new ImageReference(
                text,
                registry,
                official ? ImageReference.OFFICIAL.concat(repository) : repository,
                tag,
                digest);
    }

    /** Whether a text is nothing but 64 lower-case hexadecimal digits. */
    static boolean isImageId(String text) {
        if (text.length() != IMAGE_ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < IMAGE_ID_LENGTH; i++) {
            if (!isHexadecimal(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the part of a text before its first slash is a registry, well written or not: when it
     * has a dot, a colon or an upper-case letter, or is {@code localhost}. Anything else begins a
     * repository of Docker Hub.
     */
    static boolean namesRegistry(String text, int slash) {
        for (int i = 0; i < slash; i++) {
            char c = text.charAt(i);
            if (c == '.' || c == ':' || isUpperCase(c)) {
                return true;
            }
        }
        return slash == "localhost".length() && text.startsWith("localhost");
    }

    private String registry(int end) {
        boolean hub =
                end == ImageReference.DOCKER_HUB.length()
                                && text.startsWith(ImageReference.DOCKER_HUB)
                        || end == DOCKER_INDEX.length() && text.startsWith(DOCKER_INDEX);
        return hub ? ImageReference.DOCKER_HUB : text.substring(0, end);
    }

    private boolean checkRegistry(int end) {
        int hostEnd = text.charAt(0) == '[' ? endOfAddress(end) : endOfHostName(end);
        return hostEnd != FAILED && (hostEnd == end || checkPort(hostEnd, end));
    }

    /**
     * {@code [2001:db8::1]}; the digits are not counted, nor are they by distribution/reference.
     */
    private int endOfAddress(int end) {
        int i = 1;
        while (i < end && (isHexadecimalOfAnyCase(text.charAt(i)) || text.charAt(i) == ':')) {
            i++;
        }
        if (i == end || text.charAt(i) != ']' || i == 1) {
            return refuseAt(
                    Fault.REGISTRY,
                    i,
                    end,
                    "in the IPv6 address of the registry",
                    "Write hexadecimal digits and colons in brackets, such as [2001:db8::1]:5000;"
                            + " zones and embedded IPv4 addresses are not supported.");
        }
        return i + 1;
    }

    /** Labels of letters, digits and inner dashes, with dots between them. */
    private int endOfHostName(int end) {
        int i = 0;
        while (true) {
            int label = i;
            while (i < end && (isAlphanumericOfAnyCase(text.charAt(i)) || text.charAt(i) == '-')) {
                i++;
            }
            boolean atEnd = i == end || text.charAt(i) == ':';
            boolean atDot = !atEnd && text.charAt(i) == '.';
            if (!atEnd && !atDot) {
                return refuseHost(i, end);
            }
            if (i == label || text.charAt(label) == '-') {
                return refuseHost(label, end);
            }
            if (text.charAt(i - 1) == '-') {
                return refuseHost(i - 1, end);
            }
            if (atEnd) {
                return i;
            }
            i++;
        }
    }

    private int refuseHost(int offset, int end) {
        return refuseAt(
                Fault.REGISTRY,
                offset,
                end,
                "in the host name of the registry",
                "Write labels of letters, digits and inner dashes with dots between them, such as"
                        + " registry.example.com:5000.");
    }

    /**
     * Whether the part before the first slash is no host name because of its underscores only. It
     * is then a valid component of a path, which is how distribution/reference accepts it.
     */
    private boolean isUnderscoredHost(int end) {
        boolean underscored = false;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == ':' || isUpperCase(c)) {
                return false;
            }
            underscored |= c == '_';
        }
        if (!underscored) {
            return false;
        }
        int i = 0;
        while (i < end) {
            int run = endOfAlphanumeric(i);
            if (run == i || run > end) {
                return false;
            }
            if (run == end) {
                return true;
            }
            i = endOfSeparator(run);
            if (i == run) {
                return false;
            }
        }
        return false;
    }

    private boolean checkPort(int colon, int end) {
        int i = colon + 1;
        while (i < end && isDigit(text.charAt(i))) {
            i++;
        }
        if (text.charAt(colon) == ':' && i == end && i > colon + 1) {
            return true;
        }
        if (i == end && text.startsWith("//", end)) {
            refuse(
                    Fault.SCHEME,
                    "the reference begins with a scheme",
                    0,
                    "Leave out the scheme and its slashes.");
            return false;
        }
        refuseAt(
                Fault.REGISTRY,
                text.charAt(colon) == ':' ? i : colon,
                end,
                "in the port of the registry",
                "Write the port in digits, such as :5000; a tag stands behind the last slash, and"
                        + " an IPv6 address in brackets.");
        return false;
    }

    /**
     * Components of lower-case letters and digits, with slashes between them, and inside them with
     * separators: a dot, one or two underscores, or dashes.
     */
    private int endOfRepository(int start) {
        int i = start;
        while (true) {
            int run = endOfAlphanumeric(i);
            if (run == i) {
                return refuseRepository(i);
            }
            if (run == text.length()) {
                return run;
            }
            char c = text.charAt(run);
            if (c == ':' || c == '@') {
                return run;
            }
            i = c == '/' ? run + 1 : endOfSeparator(run);
            if (i == run) {
                return refuseRepository(i);
            }
        }
    }

    private int refuseRepository(int offset) {
        int end = text.length();
        if (offset < end && isUpperCase(text.charAt(offset))) {
            refuse(
                    Fault.UPPER_CASE,
                    "the repository has the upper-case letter " + show(text.charAt(offset)),
                    offset,
                    "Write the repository in lower case.");
            return FAILED;
        }
        return refuseAt(
                Fault.REPOSITORY,
                offset,
                end,
                "in the repository",
                "Write parts of lower-case letters and digits with slashes between them; inside a"
                        + " part, '.', '_', '__' and dashes may separate them.");
    }

    private int endOfAlphanumeric(int start) {
        int i = start;
        while (i < text.length() && isAlphanumeric(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /**
     * The end of the separator that begins at an offset inside the text; the offset if none does.
     */
    private int endOfSeparator(int start) {
        char c = text.charAt(start);
        int longest =
                switch (c) {
                    case '.' -> 1;
                    case '_' -> 2;
                    case '-' -> Integer.MAX_VALUE;
                    default -> 0;
                };
        int i = start;
        while (i < text.length() && i - start < longest && text.charAt(i) == c) {
            i++;
        }
        return i;
    }

    private int endOfTag(int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) != '@') {
            char c = text.charAt(i);
            boolean allowed =
                    isAlphanumericOfAnyCase(c) || c == '_' || i > start && (c == '.' || c == '-');
            if (!allowed) {
                return refuseTag(i);
            }
            i++;
        }
        if (i == start) {
            return refuseTag(i);
        }
        if (i - start > MAX_TAG) {
            refuse(
                    Fault.TAG,
                    "the tag is longer than " + MAX_TAG + " characters",
                    start + MAX_TAG,
                    "Shorten the tag.");
            return FAILED;
        }
        return i;
    }

    private int refuseTag(int offset) {
        return refuseAt(
                Fault.TAG,
                offset,
                text.length(),
                "in the tag",
                "Write a tag of letters, digits, '_', '.' and '-' that does not begin with '.' or"
                        + " '-', or leave out its ':'.");
    }

    private boolean checkDigest(int start) {
        int colon = text.indexOf(':', start);
        if (colon <= start) {
            refuse(
                    Fault.DIGEST,
                    "the digest has no algorithm",
                    start,
                    "Write the digest as sha256: and 64 hexadecimal digits.");
            return false;
        }
        int needed = digitsOf(start, colon);
        if (needed == 0) {
            refuse(
                    Fault.DIGEST_ALGORITHM,
                    "the algorithm of the digest is none of sha256, sha384 and sha512",
                    start,
                    "Write the digest as sha256: and 64 hexadecimal digits.");
            return false;
        }
        int end = text.length();
        for (int i = colon + 1; i < end; i++) {
            if (!isHexadecimal(text.charAt(i))) {
                refuseAt(
                        Fault.DIGEST,
                        i,
                        end,
                        "in the digest",
                        "Write the digest in lower-case hexadecimal digits; it ends the reference.");
                return false;
            }
        }
        int digits = end - (colon + 1);
        if (digits != needed) {
            refuse(
                    Fault.DIGEST_LENGTH,
                    "the digest has " + digits + " digits in place of " + needed,
                    Math.min(end, colon + 1 + needed),
                    "Copy the whole digest.");
            return false;
        }
        return true;
    }

    /** How many digits a digest has by its algorithm; 0 when that is unknown. */
    private int digitsOf(int start, int end) {
        if (end - start == 6 && text.startsWith("sha", start)) {
            if (text.startsWith("256", start + 3)) {
                return 64;
            }
            if (text.startsWith("384", start + 3)) {
                return 96;
            }
            if (text.startsWith("512", start + 3)) {
                return 128;
            }
        }
        return 0;
    }

    private boolean holdsSlash(int start, int end) {
        int slash = text.indexOf('/', start);
        return slash >= 0 && slash < end;
    }

    private @Nullable ImageReference refuse(Fault code, String message, int offset, String hint) {
        fault = new ParseResult.Invalid(code, message, offset, hint);
        return null;
    }

    /**
     * Refuses what stands at an offset. Two mistakes are told apart wherever they stand, since the
     * rules of the place would be of no help: white space and a template that was not filled in.
     */
    private int refuseAt(Fault code, int offset, int end, String place, String hint) {
        if (offset >= end) {
            refuse(code, "something is missing " + place, offset, hint);
            return FAILED;
        }
        char c = text.charAt(offset);
        String message = show(c) + " cannot stand here " + place;
        if (Character.isWhitespace(c)) {
            refuse(Fault.WHITE_SPACE, message, offset, "Remove the white space.");
        } else if ("${}<>".indexOf(c) >= 0) {
            refuse(
                    Fault.PLACEHOLDER,
                    message,
                    offset,
                    "Fill in the template before the reference is used.");
        } else {
            refuse(code, message, offset, hint);
        }
        return FAILED;
    }

    /** A character as it can stand in a log line. */
    private static String show(char c) {
        return c > ' ' && c < 0x7f ? "'" + c + "'" : String.format("U+%04X", (int) c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isUpperCase(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || isDigit(c);
    }

    private static boolean isAlphanumericOfAnyCase(char c) {
        return isAlphanumeric(c) || isUpperCase(c);
    }

    private static boolean isHexadecimal(char c) {
        return c >= 'a' && c <= 'f' || isDigit(c);
    }

    private static boolean isHexadecimalOfAnyCase(char c) {
        return isHexadecimal(c) || c >= 'A' && c <= 'F';
    }
}
