package io.pratique.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a container image as it stands in a pod or a task definition, such as {@code nginx},
 * {@code localhost:5000/team/app:1.2} or {@code gcr.io/app@sha256:…}.
 *
 * <p>Read by the grammar of <a
 * href="https://github.com/distribution/reference">distribution/reference</a> and normalised as
 * Docker, containerd and the kubelet do: {@code nginx} is {@code docker.io/library/nginx}. The
 * letter case of a registry is kept, because {@code Foo/bar} is an image of the registry {@code
 * Foo} while {@code foo/bar} is one of Docker Hub; rules that refuse a registry compare with {@link
 * #registryHost}.
 *
 * <p>Three things differ from that library:
 *
 * <ul>
 *   <li>A text longer than {@value #MAX_LENGTH} characters is refused. No name that can be pulled
 *       is.
 *   <li>A host name with an underscore and no port, {@code my_host.lan/app}, is taken by the
 *       library for a name without a registry. What pulls the image takes {@code my_host.lan} for
 *       the registry, so this type does too.
 *   <li>{@link #familiarName} is never a name that reads as another image.
 * </ul>
 *
 * <p>Two references are equal when they are written to the same {@linkplain #canonical canonical}
 * text.
 */
public final class ImageReference {
    /** The longest text that is read, in UTF-16 units. */
    public static final int MAX_LENGTH = 1_024;

    /** The registry of a name that is written without one. */
    static final String DOCKER_HUB = "docker.io";

    /** Where Docker Hub keeps the images whose name is a single word. */
    static final String OFFICIAL = "library/";

    private static final Optional<String> DEFAULT_TAG = Optional.of("latest");

    private final String written;
    private final String registry;
    private final String repository;
    private final Optional<String> tag;
    private final Optional<String> digest;

    // Made when they are first asked for and kept: rules compare them at every decision. Two
    // threads
    // may both make one, and then make the same.
    private @Nullable String registryHost;
    private @Nullable String familiarName;
    private @Nullable List<String> spellings;

    /** Trusts its arguments: they are parts of a text that the parser has accepted. */
    ImageReference(
            String written,
            String registry,
            String repository,
            @Nullable String tag,
            @Nullable String digest) {
        this.written = written;
        this.registry = registry;
        this.repository = repository;
        this.tag = Optional.ofNullable(tag);
        this.digest = Optional.ofNullable(digest);
    }

    /** Reads a text in time linear in its length. Never throws, whatever the text is. */
    public static ParseResult parse(String text) {
        return new ImageReferenceParser(text).parse();
    }

    /**
     * Reads a text.
     *
     * @throws InvalidImageReference when it is no image reference
     */
    public static ImageReference of(String text) {
        return switch (parse(text)) {
            case ParseResult.Valid(ImageReference reference) -> reference;
            case ParseResult.Invalid invalid -> throw new InvalidImageReference(invalid);
        };
    }

    /** The text that was read, unchanged. */
    public String written() {
        return written;
    }

    /**
     * The registry with its port, if one is written: {@code docker.io} for Docker Hub, {@code
     * localhost:5000}, {@code [::1]:5000}. In the letter case that was written.
     */
    public String registry() {
        return registry;
    }

    /**
     * The registry in lower case and without port, {@code example.com} or {@code [::1]}: what two
     * spellings of one host have in common.
     */
    public String registryHost() {
        String host = registryHost;
        if (host == null) {
            int portSeparator = registry.lastIndexOf(':');
            boolean hasPort = portSeparator > registry.lastIndexOf(']');
            host =
                    (hasPort ? registry.substring(0, portSeparator) : registry)
                            .toLowerCase(Locale.ROOT);
            registryHost = host;
        }
        return host;
    }

    /**
     * The path in the registry, 1 to 255 characters: {@code library/nginx} for {@code nginx},
     * {@code team/app} for {@code gcr.io/team/app}.
     */
    public String repository() {
        return repository;
    }

    /** Registry and repository: {@code docker.io/library/nginx}. */
    public String name() {
        return registry + '/' + repository;
    }

    /**
     * The short name that Docker shows: {@code nginx} for {@code docker.io/library/nginx}. It is
     * the whole {@link #name} for other registries, and wherever the short name would be read as
     * another image or not at all ({@code docker.io/localhost/app}).
     */
    public String familiarName() {
        String name = familiarName;
        if (name == null) {
            name = makeFamiliarName();
            familiarName = name;
        }
        return name;
    }

    private String makeFamiliarName() {
        if (!registry.equals(DOCKER_HUB)) {
            return name();
        }
        boolean official =
                repository.startsWith(OFFICIAL) && repository.indexOf('/', OFFICIAL.length()) < 0;
        String shortName = official ? repository.substring(OFFICIAL.length()) : repository;
        boolean misread =
                official
                        ? ImageReferenceParser.isImageId(shortName)
                        : ImageReferenceParser.namesRegistry(shortName, shortName.indexOf('/'));
        return misread ? name() : shortName;
    }

    /** The tag, 1 to 128 characters; empty when none is written. */
    public Optional<String> tag() {
        return tag;
    }

    /**
     * The tag that is asked for when the image is pulled: the written one, {@code latest} when
     * neither a tag nor a digest is written, empty when only a digest is. With a digest, the tag is
     * a remark that nothing checks.
     */
    public Optional<String> effectiveTag() {
        return tag.isEmpty() && digest.isEmpty() ? DEFAULT_TAG : tag;
    }

    /**
     * The digest with its algorithm, {@code sha256:} and 64 lower-case hexadecimal digits (96 for
     * {@code sha384}, 128 for {@code sha512}); empty when none is written.
     */
    public Optional<String> digest() {
        return digest;
    }

    /** Whether a digest is written, so that the registry cannot give another image. */
    public boolean isPinned() {
        return digest.isPresent();
    }

    /**
     * The ways in which people write the whole of it, none of them twice: the name with the
     * {@linkplain #effectiveTag effective tag}, with the digest, and with both, as far as there are
     * such; with the registry in lower case, and for Docker Hub in the short form, too.
     */
    public List<String> spellings() {
        List<String> all = spellings;
        if (all == null) {
            List<String> made = new ArrayList<>();
            addSpellings(registry.toLowerCase(Locale.ROOT) + '/' + repository, made);
            if (registry.equals(DOCKER_HUB) && !familiarName().equals(name())) {
                addSpellings(familiarName(), made);
            }
            all = List.copyOf(made);
            spellings = all;
        }
        return all;
    }

    private void addSpellings(String name, List<String> all) {
        String tagged = effectiveTag().map(effective -> name + ':' + effective).orElse(name);
        if (digest.isEmpty()) {
            all.add(tagged);
            return;
        }
        all.add(tagged + '@' + digest.get());
        if (tag.isPresent()) {
            all.add(tagged);
            all.add(name + '@' + digest.get());
        }
    }

    /**
     * The reference with its whole name, and with the tag and the digest that are written: {@code
     * docker.io/library/nginx:1.29}. No {@code latest} is added, so that reading it again gives an
     * equal reference.
     */
    public String canonical() {
        StringBuilder text = new StringBuilder(written.length() + DOCKER_HUB.length() + 9);
        text.append(registry).append('/').append(repository);
        tag.ifPresent(t -> text.append(':').append(t));
        digest.ifPresent(d -> text.append('@').append(d));
        return text.toString();
    }

    /** {@link #canonical}. */
    @Override
    public String toString() {
        return canonical();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ImageReference that
                && repository.equals(that.repository)
                && registry.equals(that.registry)
                && tag.equals(that.tag)
                && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        int hash = 31 * registry.hashCode() + repository.hashCode();
        return 31 * (31 * hash + tag.hashCode()) + digest.hashCode();
    }

    /** What a text turned out to be. */
    public sealed interface ParseResult {
        /** The text is a reference. */
        record Valid(ImageReference reference) implements ParseResult {}

        /**
         * The text is none.
         *
         * @param code what is wrong, for programs
         * @param message what is wrong, a phrase in lower case without the text itself
         * @param offset where, in UTF-16 units from 0 to the length of the text
         * @param hint what to do about it, one sentence
         */
        record Invalid(Fault code, String message, int offset, String hint)
                implements ParseResult {}
    }

    /** What can be wrong. The names are stable: they are shown in API answers and reports. */
    public enum Fault {
        /** There is no text. */
        EMPTY,
        /** The text is longer than {@link #MAX_LENGTH}. */
        TOO_LONG,
        /** The text begins with a scheme such as {@code https://}. */
        SCHEME,
        /** The text holds a blank, a tab or a line break. */
        WHITE_SPACE,
        /**
         * The text holds what looks like a template's placeholder: one of <code>$ { } &lt; &gt;
         * </code>.
         */
        PLACEHOLDER,
        /** The text is 64 hexadecimal digits: the id of an image, which no registry resolves. */
        IMAGE_ID,
        /** The host or the port of the registry is malformed. */
        REGISTRY,
        /** The repository is missing or malformed. */
        REPOSITORY,
        /** The repository has upper-case letters. */
        UPPER_CASE,
        /**
         * The repository is longer than 255 characters, the {@code library/} of Docker Hub
         * included.
         */
        NAME_TOO_LONG,
        /** The tag is empty, malformed or longer than 128 characters. */
        TAG,
        /** The digest is not written {@code algorithm:hexadecimal} in lower case. */
        DIGEST,
        /** The digest is none of sha256, sha384 and sha512. */
        DIGEST_ALGORITHM,
        /** The digest has too few or too many digits for its algorithm. */
        DIGEST_LENGTH
    }
}
