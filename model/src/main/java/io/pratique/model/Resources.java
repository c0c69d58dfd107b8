package io.pratique.model;

/** What a container may use, as written: {@code 500m}, {@code 128Mi}; on ECS units and MiB. */
public record Resources(
        Setting<String> cpuLimit,
        Setting<String> memoryLimit,
        Setting<String> cpuRequest,
        Setting<String> memoryRequest) {
    private static final Resources NONE =
            new Resources(Setting.unset(), Setting.unset(), Setting.unset(), Setting.unset());

    public static Resources none() {
        return NONE;
    }
}
