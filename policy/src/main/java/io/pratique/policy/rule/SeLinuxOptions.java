package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.SecurityContext;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SELinux options go beyond the types allowed, or set a user or role. */
final class SeLinuxOptions implements RuleType {
    @Override
    public String id() {
        return "seLinuxOptions";
    }

    @Override
    public String description() {
        return "A container runs with an SELinux type that is not confined, or with a user or role of its own.";
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
                        "allowedTypes",
                        List.of(
                                "container_t",
                                "container_init_t",
                                "container_kvm_t",
                                "container_engine_t"),
                        "The types that pass, beside none: those made for containers (Pod Security Standards, baseline)."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<String> allowed = Set.copyOf(parameters.texts("allowedTypes"));
        String expected =
                allowed.isEmpty()
                        ? "not set"
                        : String.join(" or ", parameters.texts("allowedTypes")) + ", or not set";
        return (workload, _, out) -> {
            boolean found =
                    judge(
                            workload,
                            null,
                            workload.security(),
                            allowed,
                            expected,
                            Attribute.POD_SE_LINUX_TYPE,
                            Attribute.POD_SE_LINUX_USER,
                            Attribute.POD_SE_LINUX_ROLE,
                            out);
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                found |=
                        judge(
                                workload,
                                containers.get(i),
                                containers.get(i).security(),
                                allowed,
                                expected,
                                Attribute.SE_LINUX_TYPE,
                                Attribute.SE_LINUX_USER,
                                Attribute.SE_LINUX_ROLE,
                                out);
            }
            return found;
        };
    }

    private static boolean judge(
            Workload workload,
            @Nullable Container container,
            SecurityContext security,
            Set<String> allowed,
            String expected,
            Attribute type,
            Attribute user,
            Attribute role,
            Findings out) {
        boolean found = unknown(workload, container, type, security.seLinuxType(), out);
        found |= unknown(workload, container, user, security.seLinuxUser(), out);
        found |= unknown(workload, container, role, security.seLinuxRole(), out);
        if (security.seLinuxType() instanceof Setting.Of<String>(String value)
                && !value.isEmpty()
                && !allowed.contains(value)) {
            found |= violated(workload, container, type, value, expected, out);
        }
        if (security.seLinuxUser() instanceof Setting.Of<String>(String value)
                && !value.isEmpty()) {
            found |= violated(workload, container, user, value, "not set", out);
        }
        if (security.seLinuxRole() instanceof Setting.Of<String>(String value)
                && !value.isEmpty()) {
            found |= violated(workload, container, role, value, "not set", out);
        }
        return found;
    }

    private static boolean unknown(
            Workload workload,
            @Nullable Container container,
            Attribute attribute,
            Setting<String> setting,
            Findings out) {
        return setting.isUnknown() && out.unknown(workload, container, attribute, setting);
    }

    private static boolean violated(
            Workload workload,
            @Nullable Container container,
            Attribute attribute,
            String value,
            String expected,
            Findings out) {
        return container == null
                ? out.violated(workload, attribute, 0, value, expected, Fix.REMOVE)
                : out.violated(workload, container, attribute, 0, value, expected, Fix.REMOVE);
    }
}
