package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import java.util.List;
import java.util.Set;

/** A container unmasks parts of /proc. */
final class ProcMount implements RuleType {
    @Override
    public String id() {
        return "procMount";
    }

    @Override
    public String description() {
        return "A container sees the parts of /proc that the runtime hides by default.";
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public Set<Target> targets() {
        return Target.kubernetes();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.flag(
                        "exemptUserNamespaces",
                        false,
                        "Passes pods with hostUsers: false (Pod Security Standards, baseline from v1.35)."));
    }

    @Override
    public Check compile(Parameters parameters) {
        boolean exempt = parameters.flag("exemptUserNamespaces");
        return (workload, _, out) -> {
            if (exempt && RunAsNonRoot.ownUsers(workload)) {
                return false;
            }
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                Setting<String> mount = container.security().procMount();
                if (mount.isUnknown()) {
                    found |= out.unknown(workload, container, Attribute.PROC_MOUNT, mount);
                } else if (mount instanceof Setting.Of<String>(String type)
                        && !type.equals("Default")) {
                    found |=
                            out.violated(
                                    workload,
                                    container,
                                    Attribute.PROC_MOUNT,
                                    0,
                                    mount,
                                    "Default, or not set",
                                    Fix.REMOVE);
                }
            }
            return found;
        };
    }
}
