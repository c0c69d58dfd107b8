package io.pratique.posture.evidence;

import java.util.Optional;

/** What a subject of evidence is. docs/evidence.md shows the {@code doc} of each. */
public enum SubjectKind {
    CLUSTER("ecs.cluster"),
    SERVICE("ecs.service"),
    TASK("ecs.task"),
    TASK_DEFINITION("ecs.task-definition"),
    CONTAINER_INSTANCE("ecs.container-instance"),
    CAPACITY_PROVIDER("ecs.capacity-provider"),
    ACCOUNT_SETTINGS("ecs.account-settings"),
    SECURITY_GROUP("aws.security-group"),
    NETWORK_INTERFACE("aws.network-interface"),
    PARAMETER("aws.parameter"),
    RECOMMENDED_AMI("aws.recommended-ami"),
    ROLE("aws.role"),
    LOG_GROUP("aws.log-group"),
    REPOSITORY("ecr.repository"),
    HOST("docker.host"),
    CONTAINER("docker.container"),
    IMAGE("image"),
    DOCKERFILE("dockerfile"),
    NODE("k8s.node");

    private final String id;

    SubjectKind(String id) {
        this.id = id;
    }

    /** The word in evidence documents. */
    public String id() {
        return id;
    }

    public static Optional<SubjectKind> of(String id) {
        for (SubjectKind kind : values()) {
            if (kind.id.equals(id)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
