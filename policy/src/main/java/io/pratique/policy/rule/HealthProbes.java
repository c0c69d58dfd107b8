package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Platform;
import io.pratique.model.Role;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;

/**
 * A container lacks a probe. Init and ephemeral containers may have none, and what runs to its end
 * needs none; ECS has one health check, which counts as liveness.
 */
final class HealthProbes implements RuleType {
    private static final Set<String> RUN_TO_THEIR_END = Set.of("Job", "CronJob");

    @Override
    public String id() {
        return "probes";
    }

    @Override
    public String description() {
        return "Nobody notices when a container hangs: it has no probe.";
    }

    @Override
    public Severity severity() {
        return Severity.LOW;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.flag(
                        "liveness",
                        true,
                        "Demands a liveness probe (a healthCheck on ECS); on by default, as without one a container that hangs is never restarted."),
                Parameter.flag(
                        "readiness",
                        true,
                        "Demands a readiness probe; on by default, as without one requests reach a container that cannot answer yet. ECS has none."),
                Parameter.flag(
                        "startup",
                        false,
                        "Demands a startup probe; off by default, as only what starts slowly needs one. ECS has none."),
                Parameter.flag(
                        "jobs",
                        false,
                        "Judges jobs and cron jobs, too; off by default, as they run to their end and serve nobody."));
    }

    @Override
    public Check compile(Parameters parameters) {
        boolean liveness = parameters.flag("liveness");
        boolean readiness = parameters.flag("readiness");
        boolean startup = parameters.flag("startup");
        boolean jobs = parameters.flag("jobs");
        if (!liveness && !readiness && !startup) {
            throw new InvalidParameters(
                    "liveness",
                    "the rule demands nothing",
                    "Leave one of liveness, readiness and startup true.");
        }
        return (workload, _, out) -> {
            if (!jobs && runsToItsEnd(workload)) {
                return false;
            }
            boolean kubernetes = workload.platform() == Platform.KUBERNETES;
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                if (container.role() != Role.MAIN && container.role() != Role.SIDECAR) {
                    continue;
                }
                if (liveness) {
                    found |=
                            judge(
                                    workload,
                                    container,
                                    Attribute.LIVENESS_PROBE,
                                    container.probes().liveness(),
                                    kubernetes ? "a liveness probe" : "a health check",
                                    out);
                }
                if (readiness && kubernetes) {
                    found |=
                            judge(
                                    workload,
                                    container,
                                    Attribute.READINESS_PROBE,
                                    container.probes().readiness(),
                                    "a readiness probe",
                                    out);
                }
                if (startup && kubernetes) {
                    found |=
                            judge(
                                    workload,
                                    container,
                                    Attribute.STARTUP_PROBE,
                                    container.probes().startup(),
                                    "a startup probe",
                                    out);
                }
            }
            return found;
        };
    }

    private static boolean runsToItsEnd(Workload workload) {
        return RUN_TO_THEIR_END.contains(workload.identity().kind())
                || workload.identity().owner().startsWith("Job/");
    }

    private static boolean judge(
            Workload workload,
            Container container,
            Attribute attribute,
            Setting<Boolean> probe,
            String expected,
            Findings out) {
        return switch (probe) {
            case Setting.Of<Boolean>(Boolean there) ->
                    !there
                            && out.violated(
                                    workload, container, attribute, 0, probe, expected, Fix.MANUAL);
            case Setting.Unset<Boolean> _ ->
                    out.violated(workload, container, attribute, 0, probe, expected, Fix.MANUAL);
            case Setting.Unknown<Boolean> unknown ->
                    out.unknown(workload, container, attribute, unknown);
        };
    }
}
