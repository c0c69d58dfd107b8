package io.pratique.policy.rule;

import io.pratique.model.Severity;
import java.util.List;
import java.util.Set;

/**
 * The rules on requests of people who want into a running pod: podExec, podPortForward. Judged is
 * the object of the request (see {@link Subject#POD_ACCESS}); it names no container when the
 * default one is meant.
 */
final class PodAccess implements RuleType {
    static final PodAccess EXEC =
            new PodAccess(
                    "podExec",
                    "Somebody runs a command in a container or attaches to it: what they change there is in no image and no review.",
                    Set.of("PodExecOptions", "PodAttachOptions"),
                    "no exec into the pod, and no attach to it");
    static final PodAccess PORT_FORWARD =
            new PodAccess(
                    "podPortForward",
                    "Somebody forwards a port of a pod to their machine, past network policies and ingress.",
                    Set.of("PodPortForwardOptions"),
                    "no port-forward to the pod");

    private final String id;
    private final String description;
    private final Set<String> kinds;
    private final String expected;

    private PodAccess(String id, String description, Set<String> kinds, String expected) {
        this.id = id;
        this.description = description;
        this.kinds = kinds;
        this.expected = expected;
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
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.kubernetes();
    }

    @Override
    public Subject subject() {
        return Subject.POD_ACCESS;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public Check compile(Parameters parameters) {
        return (workload, _, out) -> {
            String kind = workload.identity().kind();
            return kinds.contains(kind)
                    && out.violated(
                            workload,
                            null,
                            () -> workload.origin().locateInObject("kind"),
                            kind,
                            expected,
                            Fix.MANUAL);
        };
    }
}
