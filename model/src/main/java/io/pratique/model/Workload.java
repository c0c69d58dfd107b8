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
 *     nothing or cannot be known, and on Kubernetes
 * @param security what the pod sets for all its containers
 * @param sysctls the kernel parameters of a pod; on ECS each container has its own
 * @param resources what all containers may use together: of an ECS task, or a pod's own
 * @param containers of every role: init, sidecar, main, ephemeral. Rules must use this list and no
 *     other
 * @param deleting true when its deletion has begun (a deletionTimestamp): it must not be hindered
 * @param mirror true for the mirror of a static pod, which the kubelet runs whatever is decided
 *     here
 */
public record Workload(
        Identity identity,
        Labels labels,
        Labels podLabels,
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
        Resources resources,
        List<Container> containers,
        boolean deleting,
        boolean mirror,
        Origin origin) {

    /** The same workload under another identity. */
    public Workload withIdentity(Identity other) {
        return new Workload(
                other,
                labels,
                podLabels,
                securityAnnotations,
                launchTypes,
                operatingSystem,
                hostNetwork,
                hostPid,
                hostIpc,
                hostUsers,
                serviceAccountToken,
                security,
                sysctls,
                volumes,
                resources,
                containers,
                deleting,
                mirror,
                origin);
    }

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
