package io.pratique.policy;

import io.pratique.model.ImageReference;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import java.time.LocalDate;
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
        public ImageCondition {
            values = List.copyOf(values);
        }

        /**
         * Whether it holds for an image. A part can be spelled in several ways, such as {@code
         * nginx} and {@code library/nginx}: a positive operator needs one of them, a negative one
         * all. A part that the image does not have meets no condition at all, and a registry is
         * compared in lower case and with its port, as another port is another registry.
         */
        boolean holds(ImageReference image) {
            return switch (part) {
                case REGISTRY -> {
                    String registry = image.registry().toLowerCase(Locale.ROOT);
                    yield matcher.matches(registry)
                            && (!operator.isNegative() || matcher.matches(image.registryHost()));
                }
                case NAME -> holds(image.repository(), shortName(image));
                case TAG -> image.effectiveTag().filter(matcher::matches).isPresent();
                case PATH -> holds(withTag(image), image.written());
                case DIGEST -> image.digest().filter(matcher::matches).isPresent();
            };
        }

        private boolean holds(String spelling, String other) {
            return operator.isNegative()
                    ? matcher.matches(spelling) && matcher.matches(other)
                    : matcher.matches(spelling) || matcher.matches(other);
        }

        /** {@code nginx} for the image of that name on Docker Hub. */
        private static String shortName(ImageReference image) {
            String familiar = image.familiarName();
            return familiar.equals(image.name()) ? image.repository() : familiar;
        }

        /** With the tag that is pulled, when nothing is written. */
        private static String withTag(ImageReference image) {
            return image.tag().isEmpty() && image.effectiveTag().isPresent()
                    ? image.canonical() + ":" + image.effectiveTag().get()
                    : image.canonical();
        }
    }
}
