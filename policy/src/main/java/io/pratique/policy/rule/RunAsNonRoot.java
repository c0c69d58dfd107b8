package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.OperatingSystem;
import io.pratique.model.Platform;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;

/**
 * A container may run as root. The pod's value is what its containers inherit, and is judged on its
 * own when it is false.
 */
final class RunAsNonRoot implements RuleType {
    @Override
    public String id() {
        return "runAsNonRoot";
    }

    @Override
    public String description() {
        return "A container may run as root: an escape from it then is root on the host.";
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.whenUnset(
                        true,
                        "The image's own user counts when nothing is set, and that is root for most images, so it violates."),
                Parameter.flag(
                        "acceptUserId",
                        false,
                        "Passes a container without a value whose runAsUser is not 0, as it cannot be root; off by default, as the Pod Security Standards ask for the value itself. On ECS the user is all there is, so it changes nothing."),
                Parameter.flag(
                        "exemptUserNamespaces",
                        false,
                        "Passes pods with hostUsers: false, whose root is nobody on the host (Pod Security Standards from v1.35)."));
    }

    @Override
    public Check compile(Parameters parameters) {
        boolean unset = parameters.violatesWhenUnset();
        boolean exempt = parameters.flag("exemptUserNamespaces");
        boolean acceptUserId = parameters.flag("acceptUserId");
        return (workload, _, out) ->
                !(exempt && ownUsers(workload))
                        && !isWindowsTask(workload)
                        && judge(workload, unset, acceptUserId, out);
    }

    /** True when the pod has a user namespace of its own. */
    static boolean ownUsers(Workload workload) {
        return workload.hostUsers() instanceof Setting.Of<Boolean>(Boolean hostUsers) && !hostUsers;
    }

    /** ECS has no user for Windows containers. */
    private static boolean isWindowsTask(Workload workload) {
        return workload.platform() == Platform.ECS
                && workload.operatingSystem() == OperatingSystem.WINDOWS;
    }

    private static boolean judge(
            Workload workload, boolean violatesWhenUnset, boolean acceptUserId, Findings out) {
        boolean found = false;
        Setting<Boolean> pod = workload.security().runAsNonRoot();
        if (pod instanceof Setting.Of<Boolean>(Boolean flag) && !flag) {
            found =
                    out.violated(
                            workload,
                            Attribute.POD_RUN_AS_NON_ROOT,
                            0,
                            pod,
                            "true",
                            fix(workload.security().runAsUser()));
        }
        List<Container> containers = workload.containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            Setting<Boolean> own = container.security().runAsNonRoot();
            switch (own.orElse(pod)) {
                case Setting.Of<Boolean>(Boolean flag) -> {
                    if (!flag && !own.isUnset()) {
                        found |= violated(workload, container, own, out);
                    }
                }
                case Setting.Unset<Boolean> _ -> {
                    if (violatesWhenUnset && !(acceptUserId && hasUserId(workload, container))) {
                        found |= violated(workload, container, own, out);
                    }
                }
                case Setting.Unknown<Boolean> unknown ->
                        found |=
                                out.unknown(
                                        workload, container, Attribute.RUN_AS_NON_ROOT, unknown);
            }
        }
        return found;
    }

    private static boolean hasUserId(Workload workload, Container container) {
        Setting<Long> user = container.security().runAsUser();
        return user.orElse(workload.security().runAsUser()).or(0L) != 0;
    }

    /** A container that is told to be root and not to be root does not start. */
    private static Fix fix(Setting<Long> user) {
        return user instanceof Setting.Of<Long>(Long id) && id == 0
                ? Fix.MANUAL
                : Fix.write("true");
    }

    private static boolean violated(
            Workload workload, Container container, Setting<Boolean> own, Findings out) {
        return switch (workload.platform()) {
            case KUBERNETES ->
                    out.violated(
                            workload,
                            container,
                            Attribute.RUN_AS_NON_ROOT,
                            0,
                            own,
                            "true",
                            fix(
                                    container
                                            .security()
                                            .runAsUser()
                                            .orElse(workload.security().runAsUser())));
            case ECS ->
                    out.violated(
                            workload,
                            container,
                            Attribute.RUN_AS_NON_ROOT,
                            0,
                            container.security().userName(),
                            "a user other than root",
                            Fix.MANUAL);
        };
    }
}
