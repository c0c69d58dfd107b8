package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;

/** A pod or container asks for a user id that is forbidden: 0 unless the policy says others. */
final class RunAsUser implements RuleType {
    @Override
    public String id() {
        return "runAsUser";
    }

    @Override
    public String description() {
        return "A container is told to run as a forbidden user id, such as 0, which is root.";
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
                Parameter.numbers(
                        "forbidden", List.of(0L), "The user ids that violate; 0 is root."),
                Parameter.flag(
                        "exemptUserNamespaces",
                        false,
                        "Passes pods with hostUsers: false, whose root is nobody on the host (Pod Security Standards from v1.35)."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<Long> forbidden = Set.copyOf(parameters.numbers("forbidden"));
        boolean exempt = parameters.flag("exemptUserNamespaces");
        return (workload, _, out) ->
                !(exempt && RunAsNonRoot.ownUsers(workload)) && judge(workload, forbidden, out);
    }

    private static boolean judge(Workload workload, Set<Long> forbidden, Findings out) {
        boolean found = false;
        Setting<Long> pod = workload.security().runAsUser();
        if (pod.isUnknown()) {
            found = out.unknown(workload, null, Attribute.POD_RUN_AS_USER, pod);
        } else if (pod instanceof Setting.Of<Long>(Long user) && forbidden.contains(user)) {
            found =
                    out.violated(
                            workload,
                            Attribute.POD_RUN_AS_USER,
                            0,
                            pod,
                            "a user id that is not forbidden",
                            Fix.MANUAL);
        }
        List<Container> containers = workload.containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            Setting<Long> own = container.security().runAsUser();
            switch (own) {
                case Setting.Of<Long>(Long user) -> {
                    if (forbidden.contains(user)) {
                        found |=
                                out.violated(
                                        workload,
                                        container,
                                        Attribute.RUN_AS_USER,
                                        0,
                                        own,
                                        "a user id that is not forbidden",
                                        Fix.MANUAL);
                    }
                }
                case Setting.Unset<Long> _ -> {}
                case Setting.Unknown<Long> unknown ->
                        found |= out.unknown(workload, container, Attribute.RUN_AS_USER, unknown);
            }
        }
        return found;
    }
}
