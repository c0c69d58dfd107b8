package io.pratique.policy;

import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a policy lets pass although a rule is violated. All conditions that are given must hold.
 * Never applies to signature rules.
 *
 * @param name unique in its policy
 * @param rules ids or types of the rules it covers; empty for all
 * @param namespaces names or globs; empty for all
 * @param workloads names or globs, {@code name} or {@code Kind/name}; empty for all
 * @param containers names or globs; empty for all
 * @param images conditions on the image of the container
 * @param values globs for what was observed; empty for all
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
    }
}
