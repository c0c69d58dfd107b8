package io.pratique.model;

/**
 * Which workload it is. A text is empty where the source does not say it.
 *
 * @param cluster the name of the cluster; empty for files
 * @param scope the namespace on Kubernetes, {@code account/region} on ECS
 * @param apiVersion of the Kubernetes object; empty on ECS
 * @param kind of the object: Pod, Deployment…, or TaskDefinition
 * @param name of the object, or its {@code generateName}
 * @param uid on Kubernetes, the ARN on ECS
 * @param owner {@code kind/name} of the controller that made it
 */
public record Identity(
        Platform platform,
        String cluster,
        String scope,
        String apiVersion,
        String kind,
        String name,
        String uid,
        String owner) {

    /** The namespace on Kubernetes; empty on ECS, or when the object does not say it. */
    public String namespace() {
        return platform == Platform.KUBERNETES ? scope : "";
    }

    /** The same object, in a namespace when it is one of Kubernetes that does not say its own. */
    public Identity orNamespace(String namespace) {
        return platform == Platform.KUBERNETES && scope.isEmpty()
                ? new Identity(platform, cluster, namespace, apiVersion, kind, name, uid, owner)
                : this;
    }
}
