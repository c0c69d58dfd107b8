package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.OperatingSystem;
import io.pratique.model.SecurityContext;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The seccomp profile of a pod or container is not of an allowed type. */
final class SeccompProfile implements RuleType {
    private static final String POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

    @Override
    public String id() {
        return "seccompProfile";
    }

    @Override
    public String description() {
        return "A container runs without a seccomp profile that is allowed: it may make every system call.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.kubernetes();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.texts(
                        "allowed",
                        List.of("RuntimeDefault", "Localhost"),
                        "The types of profile that pass."),
                Parameter.whenUnset(
                        false,
                        "What an unset profile means depends on the node's seccompDefault, so it passes unless the policy says otherwise."),
                Parameter.choice(
                        "source",
                        "fields",
                        List.of("fields", "annotations"),
                        "Where the profile is looked for; clusters before v1.19 kept it in annotations."),
                Parameter.flag(
                        "exemptWindows",
                        true,
                        "Passes workloads that say they run on Windows, which has no seccomp."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<String> allowed = Set.copyOf(parameters.texts("allowed"));
        String expected = String.join(" or ", parameters.texts("allowed"));
        boolean required = parameters.violatesWhenUnset();
        boolean exemptWindows = parameters.flag("exemptWindows");
        Check check =
                parameters.text("source").equals("annotations")
                        ? new Annotations(allowed, expected, required)
                        : fields(allowed, expected, required);
        return (workload, facts, out) ->
                !(exemptWindows && workload.operatingSystem() == OperatingSystem.WINDOWS)
                        && check.judge(workload, facts, out);
    }

    private static Check fields(Set<String> allowed, String expected, boolean required) {
        Profiles profiles =
                new Profiles(
                        SecurityContext::seccomp,
                        Attribute.POD_SECCOMP,
                        Attribute.SECCOMP,
                        allowed,
                        expected,
                        required,
                        (_, _) -> false);
        return (workload, _, out) -> profiles.judge(workload, out);
    }

    private record Annotations(Set<String> allowed, String expected, boolean required)
            implements Check {
        @Override
        public boolean judge(Workload workload, Facts facts, Findings out) {
            Map<String, String> annotations = workload.securityAnnotations();
            String pod = annotations.get(POD);
            boolean podAllowed = pod != null && allowed.contains(type(pod));
            boolean found = pod != null && !podAllowed && violated(workload, null, POD, pod, out);
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                @Nullable String own =
                        annotations.isEmpty()
                                ? null
                                : annotations.get(CONTAINER + container.name());
                if (own == null ? required && !podAllowed : !allowed.contains(type(own))) {
                    String key = CONTAINER + container.name();
                    found |= violated(workload, container, key, own == null ? "not set" : own, out);
                }
            }
            return found;
        }

        private static String type(String value) {
            return Profiles.ofAnnotation(
                    value.equals("docker/default") ? "runtime/default" : value);
        }

        private boolean violated(
                Workload workload,
                @Nullable Container container,
                String key,
                String value,
                Findings out) {
            return out.violated(
                    workload,
                    container,
                    () -> PodMetadata.locate(workload, true, "annotations", key),
                    value,
                    expected,
                    Fix.MANUAL);
        }
    }
}
