package io.pratique.model;

/** Which probes a container has; on ECS its health check counts as liveness. */
public record Probes(
        Setting<Boolean> liveness, Setting<Boolean> readiness, Setting<Boolean> startup) {
    private static final Probes NONE =
            new Probes(Setting.unset(), Setting.unset(), Setting.unset());

    public static Probes none() {
        return NONE;
    }
}
