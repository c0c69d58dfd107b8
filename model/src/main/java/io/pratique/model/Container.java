package io.pratique.model;

import java.util.List;

/**
 * A container of a workload, of any role.
 *
 * @param place the list it stands in and its index there: {@code containers/0}
 * @param image as written
 * @param environmentFrom where whole sets of variables come from: {@code configMap/NAME} and {@code
 *     secret/NAME} on Kubernetes, the ARN of a file on ECS
 * @param sysctls the kernel parameters of this container, on ECS; those of a pod are the workload's
 * @param logDriver the log driver of ECS; {@code awsfirelens} sends to a log router beside it
 */
public record Container(
        String name,
        Role role,
        String place,
        Setting<ImageReference> image,
        SecurityContext security,
        List<Port> ports,
        List<EnvironmentVariable> environment,
        List<String> environmentFrom,
        List<Mount> mounts,
        Resources resources,
        Probes probes,
        List<HostUse> hosts,
        List<Sysctl> sysctls,
        Setting<String> logDriver) {

    /** A container of which only its name is known to be anything; nothing is set. */
    public static Container bare(String name, Role role, String place) {
        return new Container(
                name,
                role,
                place,
                Setting.unset(),
                SecurityContext.none(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Resources.none(),
                Probes.none(),
                List.of(),
                List.of(),
                Setting.unset());
    }

    /**
     * A container, or any number of them, that a template computes only when it is deployed: no
     * value of it can be known.
     *
     * @param expression what stands there, for people
     */
    public static Container unknown(String name, String place, String expression) {
        Setting<Long> number = Setting.unknown(expression);
        Setting<String> text = Setting.unknown(expression);
        Setting<Boolean> flag = Setting.unknown(expression);
        return new Container(
                name,
                Role.MAIN,
                place,
                Setting.unknown(expression),
                SecurityContext.unknown(expression),
                List.of(new Port(number, number)),
                List.of(new EnvironmentVariable("", EnvironmentVariable.Kind.UNKNOWN, "")),
                List.of(),
                List.of(new Mount("", text, flag)),
                new Resources(text, text, text, text),
                new Probes(flag, flag, flag),
                List.of(new HostUse("", text)),
                List.of(new Sysctl(text, text)),
                text);
    }
}
