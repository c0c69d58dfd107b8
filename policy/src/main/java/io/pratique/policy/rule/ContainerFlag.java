package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.OperatingSystem;
import io.pratique.model.SecurityContext;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The rules on one boolean of each container: privileged, allowPrivilegeEscalation,
 * readOnlyRootFilesystem.
 */
final class ContainerFlag implements RuleType {
    private static final String EXEMPT_WINDOWS = "exemptWindows";

    static final ContainerFlag PRIVILEGED =
            new ContainerFlag(
                    "privileged",
                    "A container is privileged: it has every capability and every device of its host.",
                    Severity.CRITICAL,
                    Target.notFargate(),
                    Attribute.PRIVILEGED,
                    SecurityContext::privileged,
                    true,
                    false,
                    "An unset value is false on every platform, so it passes.");
    static final ContainerFlag ESCALATION =
            new ContainerFlag(
                    "allowPrivilegeEscalation",
                    "A process of a container may gain more privileges than its parent, through setuid programs or file capabilities.",
                    Severity.HIGH,
                    Set.of(Target.KUBERNETES),
                    Attribute.ALLOW_PRIVILEGE_ESCALATION,
                    SecurityContext::allowPrivilegeEscalation,
                    true,
                    true,
                    "Kubernetes allows escalation when the value is not set, so it violates.");
    static final ContainerFlag READ_ONLY_ROOT =
            new ContainerFlag(
                    "readOnlyRootFilesystem",
                    "A container may write to its root file system: an attacker can drop tools there.",
                    Severity.MEDIUM,
                    Target.everywhere(),
                    Attribute.READ_ONLY_ROOT_FILESYSTEM,
                    SecurityContext::readOnlyRootFilesystem,
                    false,
                    true,
                    "The root file system is writable when the value is not set, so it violates.");

    private final String id;
    private final String description;
    private final Severity severity;
    private final Set<Target> targets;
    private final Attribute attribute;
    private final Function<SecurityContext, Setting<Boolean>> setting;
    private final boolean bad;
    private final boolean unsetViolates;
    private final String unsetReason;

    private ContainerFlag(
            String id,
            String description,
            Severity severity,
            Set<Target> targets,
            Attribute attribute,
            Function<SecurityContext, Setting<Boolean>> setting,
            boolean bad,
            boolean unsetViolates,
            String unsetReason) {
        this.id = id;
        this.description = description;
        this.severity = severity;
        this.targets = targets;
        this.attribute = attribute;
        this.setting = setting;
        this.bad = bad;
        this.unsetViolates = unsetViolates;
        this.unsetReason = unsetReason;
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
        return severity;
    }

    @Override
    public Set<Target> targets() {
        return targets;
    }

    @Override
    public List<Parameter> parameters() {
        Parameter whenUnset = Parameter.whenUnset(unsetViolates, unsetReason);
        return unsetViolates
                ? List.of(
                        whenUnset,
                        Parameter.flag(
                                EXEMPT_WINDOWS,
                                true,
                                "Passes workloads that say they run on Windows, where this setting cannot be written."))
                : List.of(whenUnset);
    }

    @Override
    public Check compile(Parameters parameters) {
        boolean violates = parameters.violatesWhenUnset();
        boolean exemptWindows = unsetViolates && parameters.flag(EXEMPT_WINDOWS);
        return (workload, _, out) ->
                !(exemptWindows && workload.operatingSystem() == OperatingSystem.WINDOWS)
                        && judge(workload, violates, out);
    }

    private boolean judge(Workload workload, boolean violatesWhenUnset, Findings out) {
        boolean found = false;
        List<Container> containers = workload.containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            Setting<Boolean> value = setting.apply(container.security());
            switch (value) {
                case Setting.Of<Boolean>(Boolean flag) -> {
                    if (flag == bad) {
                        found |= violated(workload, container, value, out);
                    }
                }
                case Setting.Unset<Boolean> _ -> {
                    if (violatesWhenUnset) {
                        found |= violated(workload, container, value, out);
                    }
                }
                case Setting.Unknown<Boolean> unknown ->
                        found |= out.unknown(workload, container, attribute, unknown);
            }
        }
        return found;
    }

    private boolean violated(
            Workload workload, Container container, Setting<Boolean> value, Findings out) {
        return out.violated(
                workload,
                container,
                attribute,
                0,
                value,
                bad ? (unsetViolates ? "false" : "false, or not set") : "true",
                Fix.write(bad ? "false" : "true"));
    }
}
