package io.pratique.policy;

import io.pratique.model.ImageReference;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a policy lets pass although a rule is violated. All conditions that are given must hold, for
 * each violation by itself. A violation of the pod or task is covered only when the conditions on
 * containers and images hold for each of its containers. Never applies to signature rules.
 *
 * @param name unique in its policy
 * @param rules ids or types of the rules it covers; empty for all
 * @param namespaces names or globs; empty for all
 * @param workloads names or globs, {@code name} or {@code Kind/name}, of the workload or of the
 *     controller that made it; empty for all
 * @param containers names or globs; empty for all
 * @param images conditions on the image of the container; one that is not known meets none
 * @param values globs for what was observed, for each value when there are several; empty for all.
 *     What is not known is no value
 * @param expires the last day on which it holds (UTC)
 */
public record PolicyException(
        String name,
        List<String> rules,
        List<String> namespaces,
        List<String> workloads,
        List<String> containers,
        List<ImageCondition> images,
        List<String> values,
        String reason,
        String owner,
        String ticket,
        Optional<LocalDate> expires) {
    public PolicyException {
        rules = List.copyOf(rules);
        namespaces = List.copyOf(namespaces);
        workloads = List.copyOf(workloads);
        containers = List.copyOf(containers);
        images = List.copyOf(images);
        values = List.copyOf(values);
    }

    /** The parts of an image reference that a condition can be on. */
    public enum ImagePart {
        REGISTRY,
        NAME,
        TAG,
        PATH,
        DIGEST
    }

    /** A condition on a part of an image reference. */
    public record ImageCondition(
            ImagePart part, TextOperator operator, List<String> values, TextMatcher matcher) {
        private static final String DOCKER_HUB = "docker.io";

        public ImageCondition {
            values = List.copyOf(values);
        }

        /**
         * Whether it holds for an image. A part can be spelled in several ways, such as {@code
         * nginx} and {@code library/nginx}: a positive operator needs one of them, a negative one
         * all. Unlike a rule, which must not be slipped past, an exception is taken narrowly: a
         * part that the image does not have meets no condition at all, a registry is compared with
         * its port, as another port is another registry, and a tag beside a digest is not enough
         * for a path, as nothing checks it. Registries are compared in lower case.
         */
        boolean holds(ImageReference image) {
            List<String> spellings =
                    switch (part) {
                        case REGISTRY -> registries(image);
                        case NAME -> names(image, image.repository());
                        case TAG -> image.effectiveTag().stream().toList();
                        case PATH -> paths(image);
                        case DIGEST -> image.digest().stream().toList();
                    };
            for (String spelling : spellings) {
                boolean matches = matcher.matches(spelling);
                if (matches != operator.isNegative()) {
                    return matches;
                }
            }
            return operator.isNegative() && !spellings.isEmpty();
        }

        private List<String> registries(ImageReference image) {
            String registry = image.registry().toLowerCase(Locale.ROOT);
            return operator.isNegative()
                    ? List.of(registry, image.registryHost())
                    : List.of(registry);
        }

        /** A name, and on Docker Hub its short form. */
        private static List<String> names(ImageReference image, String name) {
            return image.registry().equals(DOCKER_HUB)
                    ? List.of(name, image.familiarName())
                    : List.of(name);
        }

        private static List<String> paths(ImageReference image) {
            List<String> paths = new ArrayList<>();
            paths.add(image.written());
            String registry = image.registry().toLowerCase(Locale.ROOT);
            for (String name : names(image, registry + '/' + image.repository())) {
                String tagged = image.effectiveTag().map(tag -> name + ':' + tag).orElse(name);
                paths.add(image.digest().map(digest -> tagged + '@' + digest).orElse(tagged));
                if (image.digest().isPresent()) {
                    paths.add(name + '@' + image.digest().get());
                }
            }
            return paths;
        }
    }
}
