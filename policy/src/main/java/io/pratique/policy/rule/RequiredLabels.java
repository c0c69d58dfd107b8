package io.pratique.policy.rule;

import io.pratique.model.Location;
import io.pratique.model.Platform;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A workload lacks a label, or has another value in it; on ECS the same for tags. */
final class RequiredLabels implements RuleType {
    private static final String KEYS = "keys";
    private static final String LABELS = "labels";
    private static final String OF = "of";

    @Override
    public String id() {
        return "requiredLabels";
    }

    @Override
    public String description() {
        return "A workload lacks a label or tag that the policy asks for, or has a value in it that it refuses.";
    }

    @Override
    public Severity severity() {
        return Severity.LOW;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.texts(
                        KEYS,
                        List.of(),
                        "The labels (tags on ECS) that must be there with any value that is not empty."),
                Parameter.objects(
                        LABELS,
                        List.of(
                                Parameter.text("key", "", "The label.").mustBeWritten(),
                                Parameter.choice(
                                                "operator",
                                                TextOperator.EQUALS.id(),
                                                TextConditions.OPERATORS,
                                                "How its value is compared; what holds is right.")
                                        .mustBeWritten(),
                                Parameter.texts(
                                                "values",
                                                List.of(),
                                                "What its value is compared with.")
                                        .mustBeWritten()),
                        "Labels that must be there with a value that fulfils a condition. One of keys and labels must be written."),
                Parameter.choice(
                        OF,
                        "pods",
                        List.of("pods", "object"),
                        "Whose labels are looked at on Kubernetes: those of the pods, as costs and network policies go by them; or those of the object that is judged, which makes the pods."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Map<String, List<TextMatcher>> wanted = new LinkedHashMap<>();
        for (String key : parameters.texts(KEYS)) {
            wanted.put(key, new ArrayList<>());
        }
        List<Parameters> labels = parameters.objects(LABELS);
        for (int i = 0; i < labels.size(); i++) {
            Parameters label = labels.get(i);
            wanted.computeIfAbsent(label.text("key"), _ -> new ArrayList<>())
                    .add(
                            TextConditions.compile(
                                    LABELS + "/" + i + "/values",
                                    label.text("operator"),
                                    label.texts("values")));
        }
        if (wanted.isEmpty()) {
            throw new InvalidParameters(
                    KEYS, "the rule asks for no label", "Write keys or labels.");
        }
        if (wanted.containsKey("")) {
            throw new InvalidParameters(KEYS, "a label has no name", "Write its name.");
        }
        List<Wanted> all =
                wanted.entrySet().stream()
                        .map(entry -> new Wanted(entry.getKey(), List.copyOf(entry.getValue())))
                        .toList();
        boolean ofPods = parameters.text(OF).equals("pods");
        return (workload, _, out) -> {
            boolean found = false;
            for (int i = 0; i < all.size(); i++) {
                found |= all.get(i).judge(workload, ofPods, out);
            }
            return found;
        };
    }

    private record Wanted(String key, List<TextMatcher> conditions) {
        boolean judge(Workload workload, boolean ofPods, Findings out) {
            boolean pods = ofPods && workload.platform() == Platform.KUBERNETES;
            Setting<String> written = (pods ? workload.podLabels() : workload.labels()).get(key);
            String value = null;
            switch (written) {
                case Setting.Of<String>(String text) -> value = text;
                case Setting.Unset<String> _ -> {}
                case Setting.Unknown<String> _ -> {
                    return out.unknown(
                            workload,
                            null,
                            at(workload, pods, null),
                            "'" + key + "' is " + written.shown(),
                            "Judge what is deployed, or give the value.");
                }
            }
            if (value == null || value.isEmpty()) {
                return out.violated(
                        workload,
                        null,
                        at(workload, pods, value),
                        value == null ? new Missing(key) : new Shown(key, value),
                        "'" + key + "' with a value",
                        Fix.MANUAL);
            }
            for (int i = 0; i < conditions.size(); i++) {
                TextMatcher condition = conditions.get(i);
                if (!condition.matches(value)) {
                    return out.violated(
                            workload,
                            null,
                            at(workload, pods, value),
                            new Shown(key, value),
                            "'" + key + "' that " + TextConditions.words(condition),
                            Fix.MANUAL);
                }
            }
            return false;
        }

        private Supplier<Location> at(Workload workload, boolean pods, @Nullable String value) {
            if (workload.platform() == Platform.ECS) {
                return () -> workload.origin().locateInObject("tags");
            }
            return () -> PodMetadata.locate(workload, pods, "labels", value == null ? "" : key);
        }
    }

    private record Missing(String key) {
        @Override
        public String toString() {
            return "no '" + key + "'";
        }
    }

    private record Shown(String key, String value) {
        @Override
        public String toString() {
            return key + ": " + value;
        }
    }
}
