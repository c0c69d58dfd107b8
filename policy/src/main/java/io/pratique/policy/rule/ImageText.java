package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.ImageReference;
import io.pratique.model.Severity;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The rules on the text of an image reference: imageRegistry, imageName, imageTag, imagePath.
 *
 * <p>One image can be written in several ways: {@code nginx} is {@code
 * docker.io/library/nginx:latest}. A condition therefore looks at every form that people write. A
 * positive operator holds when it does for any form, a negative one when it does for all, so that
 * no spelling slips past a rule that refuses, nor past one that allows only what it names.
 */
final class ImageText implements RuleType {
    private static final String WHEN_NO_TAG = "whenNoTag";

    /** Hosts that serve what is named {@code docker.io}. */
    private static final Set<String> DOCKER_HUB_HOSTS =
            Set.of("index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

    private static final String DOCKER_HUB = "docker.io";

    private enum Part {
        REGISTRY,
        NAME,
        TAG,
        PATH
    }

    static final ImageText REGISTRY =
            new ImageText(
                    Part.REGISTRY,
                    "imageRegistry",
                    "An image comes from a registry that the policy refuses.",
                    "What the registry is compared with, in any letter case. A value without a port is for every port; docker.io also stands for the other names of Docker Hub.");
    static final ImageText NAME =
            new ImageText(
                    Part.NAME,
                    "imageName",
                    "The name of an image, which is its path in the registry, is one that the policy refuses.",
                    "What the name is compared with: team/app of ghcr.io/team/app:1.2. Official images of Docker Hub are compared as library/nginx and as nginx.");
    static final ImageText TAG =
            new ImageText(
                    Part.TAG,
                    "imageTag",
                    "The tag of an image is one that the policy refuses.",
                    "What the tag is compared with. An image with neither tag nor digest has the tag latest.");
    static final ImageText PATH =
            new ImageText(
                    Part.PATH,
                    "imagePath",
                    "The whole path of an image is one that the policy refuses.",
                    "What the path is compared with: registry, name and tag, as docker.io/library/nginx:latest; or with the digest, as docker.io/library/nginx@sha256:…. Images of Docker Hub are compared in their short form, too.");

    private final Part part;
    private final String id;
    private final String description;
    private final String values;

    private ImageText(Part part, String id, String description, String values) {
        this.part = part;
        this.id = id;
        this.description = description;
        this.values = values;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        Parameter operator =
                Parameter.choice(
                                "operator",
                                TextOperator.EQUALS.id(),
                                TextConditions.OPERATORS,
                                "What violates: a positive operator violates when it holds for any value, a negative one (notEquals, notContains) when it holds for all, so that it says what alone is allowed.")
                        .mustBeWritten();
        Parameter texts = Parameter.texts("values", List.of(), values).mustBeWritten();
        return part == Part.TAG
                ? List.of(
                        operator,
                        texts,
                        Parameter.choice(
                                WHEN_NO_TAG,
                                "judge",
                                List.of("judge", "pass"),
                                "What happens with an image that is named by its digest alone. It has no tag, so a positive operator never holds for it and a negative one always does; 'pass' lets it pass, as a digest says more than a tag."))
                : List.of(operator, texts);
    }

    @Override
    public Check compile(Parameters parameters) {
        TextMatcher matcher =
                TextConditions.compile(
                        "values",
                        parameters.text("operator"),
                        part == Part.REGISTRY
                                ? hosts(parameters.text("operator"), parameters.texts("values"))
                                : parameters.texts("values"));
        String expected = TextConditions.opposite(matcher);
        boolean passWithoutTag = part == Part.TAG && parameters.text(WHEN_NO_TAG).equals("pass");
        return new EachImage((workload, container, image, _, out) ->
                violates(matcher, passWithoutTag, image)
                        && out.violated(
                                workload,
                                container,
                                Attribute.IMAGE,
                                0,
                                observed(image),
                                expected,
                                Fix.MANUAL));
    }

    /** Hosts have no letter case; a regular expression is left as it is. */
    static List<String> hosts(String operator, List<String> written) {
        if (operator.equals(TextOperator.MATCHES.id())) {
            return written;
        }
        return written.stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .map(value -> DOCKER_HUB_HOSTS.contains(value) ? DOCKER_HUB : value)
                .toList();
    }

    private Object observed(ImageReference image) {
        return switch (part) {
            case REGISTRY -> image.registry();
            case NAME -> image.repository();
            case TAG -> image.effectiveTag().orElse("no tag, but a digest");
            case PATH -> image;
        };
    }

    private boolean violates(TextMatcher matcher, boolean passWithoutTag, ImageReference image) {
        return switch (part) {
            case REGISTRY -> registry(matcher, image);
            case NAME -> name(matcher, image);
            case TAG -> tag(matcher, passWithoutTag, image);
            case PATH -> path(matcher, image);
        };
    }

    /** True when the form already settles the answer: see the class. */
    private static boolean settles(TextMatcher matcher, String form) {
        return matcher.matches(form) != matcher.operator().isNegative();
    }

    /**
     * Whether a condition holds for the registry of an image, whose values came from {@link
     * #hosts}.
     */
    static boolean registry(TextMatcher matcher, ImageReference image) {
        boolean positive = !matcher.operator().isNegative();
        String host = image.registryHost();
        boolean settled =
                settles(matcher, host)
                        || (host.length() != image.registry().length()
                                && settles(matcher, image.registry().toLowerCase(Locale.ROOT)))
                        || (DOCKER_HUB_HOSTS.contains(host) && settles(matcher, DOCKER_HUB));
        return settled == positive;
    }

    /** Whether a condition holds for the name of an image. */
    static boolean name(TextMatcher matcher, ImageReference image) {
        boolean positive = !matcher.operator().isNegative();
        boolean settled =
                settles(matcher, image.repository())
                        || (isDockerHub(image) && settles(matcher, image.familiarName()));
        return settled == positive;
    }

    private static boolean path(TextMatcher matcher, ImageReference image) {
        List<String> spellings = image.spellings();
        for (int i = 0; i < spellings.size(); i++) {
            if (settles(matcher, spellings.get(i))) {
                return !matcher.operator().isNegative();
            }
        }
        return matcher.operator().isNegative();
    }

    private static boolean tag(TextMatcher matcher, boolean passWithoutTag, ImageReference image) {
        Optional<String> tag = image.effectiveTag();
        return tag.isPresent()
                ? matcher.matches(tag.get())
                : matcher.operator().isNegative() && !passWithoutTag;
    }

    private static boolean isDockerHub(ImageReference image) {
        return image.registry().equals(DOCKER_HUB);
    }
}
