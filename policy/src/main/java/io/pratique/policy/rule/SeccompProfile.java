package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.OperatingSystem;
import io.pratique.model.SecurityContext;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;

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
                        "exemptWindows", false, "Passes workloads that say they run on Windows."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<String> allowed = Set.copyOf(parameters.texts("allowed"));
        String expected = String.join(" or ", parameters.texts("allowed"));
        boolean required = parameters.violatesWhenUnset();
        boolean exemptWindows = parameters.flag("exemptWindows");
        if (parameters.text("source").equals("annotations")) {
            return (workload, _, out) -> annotations(workload, out);
        }
        return (workload, _, out) ->
                !(exemptWindows && workload.operatingSystem() == OperatingSystem.WINDOWS)
                        && Profiles.judge(
                                workload,
                                SecurityContext::seccomp,
                                Attribute.POD_SECCOMP,
                                Attribute.SECCOMP,
                                allowed,
                                expected,
                                required,
                                out);
    }

    private static boolean annotations(Workload workload, Findings out) {
        boolean found = annotation(workload, null, POD, out);
        for (Container container : workload.containers()) {
            found |= annotation(workload, container, CONTAINER + container.name(), out);
        }
        return found;
    }

    private static boolean annotation(
            Workload workload,
            @org.jspecify.annotations.Nullable Container container,
            String key,
            Findings out) {
        String value = workload.securityAnnotations().get(key);
        return value != null
                && !value.equals("runtime/default")
                && !value.equals("docker/default")
                && !value.startsWith("localhost/")
                && out.violated(
                        workload,
                        container,
                        () -> workload.origin().locateInObject("metadata/annotations"),
                        key + ": " + value,
                        "runtime/default or localhost/…",
                        Fix.MANUAL);
    }
}
