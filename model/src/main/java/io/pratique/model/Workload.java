package io.pratique.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pod, a thing that makes pods, or an ECS task definition: what every rule judges. Immutable.
 *
 * @param labels of the object itself
 * @param podLabels of the pods it makes; those of the object for a pod
 * @param securityAnnotations the annotations of the pods that older versions of Kubernetes keep
 *     seccomp and AppArmor in
 * @param launchTypes what an ECS task definition says it is compatible with; empty when it says
 *     nothing, and on Kubernetes
 * @param security what the pod sets for all its containers
 * @param containers of every role: init, sidecar, main, ephemeral. Rules must use this list and no
 *     other
 */
public record Workload(
        Identity identity,
        Map<String, String> labels,
        Map<String, String> podLabels,
        Map<String, String> securityAnnotations,
        Set<LaunchType> launchTypes,
        OperatingSystem operatingSystem,
        Setting<Boolean> hostNetwork,
        Setting<Boolean> hostPid,
        Setting<Boolean> hostIpc,
        Setting<Boolean> hostUsers,
        Setting<Boolean> serviceAccountToken,
        SecurityContext security,
        List<Sysctl> sysctls,
        List<Volume> volumes,
        List<Container> containers,
        Origin origin) {

    public Platform platform() {
        return identity.platform();
    }

    /** True when it says that it runs on Fargate and on nothing else. */
    public boolean onlyFargate() {
        return launchTypes.size() == 1 && launchTypes.contains(LaunchType.FARGATE);
    }

    /** Where an attribute of the pod or task stands. */
    public Location locate(Attribute attribute, int index) {
        return origin.locate(indexed(attribute.path(platform()), index));
    }

    /** Where an attribute of a container stands. */
    public Location locate(Container container, Attribute attribute, int index) {
        return locate(container, indexed(attribute.path(platform()), index));
    }

    /** Where a path below a container stands. */
    public Location locate(Container container, String path) {
        return origin.locate(path.isEmpty() ? container.place() : container.place() + "/" + path);
    }

    private static String indexed(String path, int index) {
        int mark = path.indexOf('#');
        return mark < 0 ? path : path.substring(0, mark) + index + path.substring(mark + 1);
    }
}
