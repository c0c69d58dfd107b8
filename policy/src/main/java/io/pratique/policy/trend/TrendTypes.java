package io.pratique.policy.trend;

import io.pratique.document.Node;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.format.Problems;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of Trend's rule types, and how they are said here. */
final class TrendTypes {
    /** A rule type of ours with its parameters. */
    record Typed(RuleType type, Parameters parameters) {}

    /** The types of Trend's policy as code; ours have the same ids. */
    static final Set<String> IDS =
            Set.of(
                    "hostNetwork",
                    "hostIPC",
                    "hostPID",
                    "runAsNonRoot",
                    "privileged",
                    "allowPrivilegeEscalation",
                    "readOnlyRootFilesystem",
                    "containerCapabilities",
                    "imageRegistry",
                    "imageName",
                    "imageTag",
                    "imagePath",
                    "imagesNotScanned",
                    "imagesWithMalware",
                    "imagesWithSecrets",
                    "imagesWithVulnerabilities",
                    "imagesWithCVSSAttackVector",
                    "imagesWithCVSSAttackComplexity",
                    "imagesWithCVSSAvailabilityImpact",
                    "podExec",
                    "podPortForward",
                    "verifyImages");

    /** Types of Smart Check, the scanner before the last, and what to do instead. */
    static final Map<String, String> LEGACY =
            Map.of(
                    "contents",
                    "It judged findings of Smart Check; imagesWithSecrets is the nearest rule here.",
                    "checklists",
                    "It judged checklists of Smart Check; benchmarks are a matter of posture here.",
                    "checklistProfile",
                    "It judged checklists of Smart Check; benchmarks are a matter of posture here.");

    /** The properties that Trend's documentation demands; ours may have defaults for them. */
    static final Map<String, List<String>> REQUIRED =
            Map.of(
                    "containerCapabilities", List.of("capabilityRestriction"),
                    "imageRegistry", List.of("operator", "values"),
                    "imageName", List.of("operator", "values"),
                    "imageTag", List.of("operator", "values"),
                    "imagePath", List.of("operator", "values"),
                    "imagesNotScanned", List.of("scanType", "maxScanAge"),
                    "imagesWithVulnerabilities", List.of("severity"),
                    "imagesWithCVSSAttackVector", List.of("attackVector", "severity"),
                    "imagesWithCVSSAttackComplexity", List.of("attackComplexity", "severity"),
                    "imagesWithCVSSAvailabilityImpact", List.of("availabilityImpact", "severity"));

    /** The types of exceptions. */
    static final Map<String, ImagePart> PARTS =
            Map.of(
                    "imageRegistry", ImagePart.REGISTRY,
                    "imageName", ImagePart.NAME,
                    "imageTag", ImagePart.TAG,
                    "imagePath", ImagePart.PATH);

    private TrendTypes() {}

    /** A condition on a part of an image reference. */
    record Condition(ImagePart part, TextOperator operator, List<String> values) {
        /**
         * The same on the whole path: {@code docker.io/team} as a registry is everything below it.
         */
        Condition onPath() {
            boolean whole = operator == TextOperator.EQUALS || operator == TextOperator.NOT_EQUALS;
            TextOperator other =
                    switch (operator) {
                        case EQUALS -> TextOperator.STARTS_WITH;
                        case NOT_EQUALS -> TextOperator.NOT_CONTAINS;
                        case CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH, MATCHES, GLOB ->
                                operator;
                    };
            return new Condition(
                    ImagePart.PATH,
                    other,
                    whole
                            ? values.stream()
                                    .map(value -> value.endsWith("/") ? value : value + "/")
                                    .toList()
                            : values);
        }

        @Override
        public String toString() {
            return operator.id() + " " + String.join(", ", values);
        }
    }

    /** Whether one of some registries has a path behind its host. */
    static boolean havePath(List<String> registries) {
        return registries.stream().anyMatch(value -> value.indexOf('/') >= 0);
    }

    /** The type itself, or imagePath for an imageRegistry whose values have a path. */
    static RuleType withPath(
            RuleType type, Map<String, Object> values, Node at, Problems problems) {
        if (!type.id().equals("imageRegistry")
                || !(values.get("values") instanceof List<?> list)
                || !(values.get("operator") instanceof String word)) {
            return type;
        }
        List<String> registries = list.stream().map(String::valueOf).toList();
        if (!havePath(registries)) {
            return type;
        }
        Condition condition =
                new Condition(
                                ImagePart.REGISTRY,
                                TextOperator.ofId(word).orElse(TextOperator.EQUALS),
                                registries)
                        .onPath();
        values.put("operator", condition.operator().id());
        values.put("values", condition.values());
        problems.warning(
                at,
                TrendReader.CHANGED,
                "a registry has no path, so the rule became imagePath " + condition,
                "");
        return RuleTypes.of("imagePath").orElse(type);
    }

    /** Writes what Trend does not say and the rule needs, and says so. */
    static void assume(RuleType type, Map<String, Object> values, Node rule, Problems problems) {
        if (type.id().equals("containerCapabilities") && !values.containsKey("evaluate")) {
            values.put("evaluate", "effective");
            problems.warning(
                    rule,
                    TrendReader.CHANGED,
                    "it is not published whether the runtime's default capabilities count for containerCapabilities: they do here (evaluate: effective)",
                    "Write evaluate: added to look only at what a container adds.");
        }
    }
}
