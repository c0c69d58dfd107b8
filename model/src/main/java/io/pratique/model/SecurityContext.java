package io.pratique.model;

import java.util.List;

/**
 * The security settings of a container, or of a pod, which has some of them. On ECS the names of
 * AWS are mapped to these.
 *
 * @param runAsUser a user id from 0
 * @param userName the user when it is written as a name, as ECS allows
 * @param capabilitiesAdded as written
 * @param capabilitiesDropped as written
 * @param seccomp the type of the profile: RuntimeDefault, Localhost, Unconfined
 * @param appArmor the type of the profile: RuntimeDefault, Localhost, Unconfined
 * @param windowsHostProcess whether it runs as a process of a Windows host
 */
public record SecurityContext(
        Setting<Boolean> privileged,
        Setting<Boolean> allowPrivilegeEscalation,
        Setting<Boolean> readOnlyRootFilesystem,
        Setting<Boolean> runAsNonRoot,
        Setting<Long> runAsUser,
        Setting<String> userName,
        Setting<List<String>> capabilitiesAdded,
        Setting<List<String>> capabilitiesDropped,
        Setting<String> seccomp,
        Setting<String> appArmor,
        Setting<String> seLinuxType,
        Setting<String> seLinuxUser,
        Setting<String> seLinuxRole,
        Setting<String> procMount,
        Setting<Boolean> windowsHostProcess) {

    private static final SecurityContext NONE = unknownOr(Setting.unset());

    /** A context that sets nothing. */
    public static SecurityContext none() {
        return NONE;
    }

    /** A context of which nothing can be known. */
    public static SecurityContext unknown(String expression) {
        return unknownOr(Setting.unknown(expression));
    }

    @SuppressWarnings({
        "unchecked",
        "rawtypes"
    }) // Neither an unset nor an unknown setting holds a value.
    private static SecurityContext unknownOr(Setting<?> setting) {
        Setting all = setting;
        return new SecurityContext(
                all, all, all, all, all, all, all, all, all, all, all, all, all, all, all);
    }
}
