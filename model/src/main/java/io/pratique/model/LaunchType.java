package io.pratique.model;

import java.util.Optional;

/**
 * The infrastructure an ECS task definition is compatible with (its {@code
 * requiresCompatibilities}).
 */
public enum LaunchType {
    EC2,
    FARGATE,
    EXTERNAL,
    MANAGED_INSTANCES;

    /** The launch type of a name that the ECS API uses; empty for one that is not known. */
    public static Optional<LaunchType> of(String name) {
        for (LaunchType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
