package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.SecurityContext;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The AppArmor profile of a pod or container is not of an allowed type, in its field or in the
 * older annotation.
 */
final class AppArmorProfile implements RuleType {
    private static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

    @Override
    public String id() {
        return "appArmorProfile";
    }

    @Override
    public String description() {
        return "A container turns AppArmor off, or uses a profile that is not allowed.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.KUBERNETES, Target.ECS_EC2);
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
                        "The runtime applies its own profile where the host has AppArmor, so an unset one passes."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<String> allowed = Set.copyOf(parameters.texts("allowed"));
        String expected = String.join(" or ", parameters.texts("allowed"));
        Profiles profiles =
                new Profiles(
                        SecurityContext::appArmor,
                        Attribute.POD_APP_ARMOR,
                        Attribute.APP_ARMOR,
                        allowed,
                        expected,
                        parameters.violatesWhenUnset(),
                        AppArmorProfile::isAnnotated);
        return (workload, _, out) -> {
            boolean found = profiles.judge(workload, out);
            found |= annotations(workload, allowed, expected, out);
            return found;
        };
    }

    private static boolean isAnnotated(Workload workload, Container container) {
        Map<String, String> annotations = workload.securityAnnotations();
        return !annotations.isEmpty()
                && !annotations.getOrDefault(ANNOTATION + container.name(), "").isEmpty();
    }

    private static boolean annotations(
            Workload workload, Set<String> allowed, String expected, Findings out) {
        if (workload.securityAnnotations().isEmpty()) {
            return false;
        }
        boolean found = false;
        for (Map.Entry<String, String> annotation : workload.securityAnnotations().entrySet()) {
            String key = annotation.getKey();
            String value = annotation.getValue();
            if (key.startsWith(ANNOTATION)
                    && !value.isEmpty()
                    && !allowed.contains(Profiles.ofAnnotation(value))) {
                found |=
                        out.violated(
                                workload,
                                container(workload, key.substring(ANNOTATION.length())),
                                () -> PodMetadata.locate(workload, true, "annotations", key),
                                value,
                                expected,
                                Fix.MANUAL);
            }
        }
        return found;
    }

    private static @Nullable Container container(Workload workload, String name) {
        for (Container container : workload.containers()) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        return null;
    }
}
