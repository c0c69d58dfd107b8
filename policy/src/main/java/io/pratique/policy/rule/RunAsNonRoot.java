package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
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
                        "exemptUserNamespaces",
                        false,
                        "Passes pods with hostUsers: false, whose root is nobody on the host (Pod Security Standards from v1.35)."));
    }

    @Override
    public Check compile(Parameters parameters) {
        boolean unset = parameters.violatesWhenUnset();
        boolean exempt = parameters.flag("exemptUserNamespaces");
        return (workload, _, out) -> !(exempt && ownUsers(workload)) && judge(workload, unset, out);
    }

    /** True when the pod has a user namespace of its own. */
    static boolean ownUsers(Workload workload) {
        return workload.hostUsers() instanceof Setting.Of<Boolean>(Boolean hostUsers) && !hostUsers;
    }

    private static boolean judge(Workload workload, boolean violatesWhenUnset, Findings out) {
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
                            Fix.write("true"));
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
                    if (violatesWhenUnset) {
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
                            Fix.write("true"));
            case ECS ->
                    out.violated(
                            workload,
                            container,
                            Attribute.RUN_AS_NON_ROOT,
                            0,
                            container.security().userName(),
                            "a user that is not root",
                            Fix.MANUAL);
        };
    }
}
