package io.pratique.model;

/**
 * The infrastructure an ECS task definition is compatible with (its {@code
 * requiresCompatibilities}).
 */
public enum LaunchType {
    EC2,
    FARGATE,
    EXTERNAL,
    MANAGED_INSTANCES
}
