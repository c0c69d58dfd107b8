package io.pratique.model;

import java.util.List;

/**
 * A container of a workload, of any role.
 *
 * @param place the list it stands in and its index there: {@code containers/0}
 * @param image as written
 * @param logDriver the log driver of ECS
 */
public record Container(
        String name,
        Role role,
        String place,
        Setting<ImageReference> image,
        SecurityContext security,
        List<Port> ports,
        List<EnvironmentVariable> environment,
        List<Mount> mounts,
        Resources resources,
        Probes probes,
        List<HostUse> hosts,
        Setting<String> logDriver) {}
