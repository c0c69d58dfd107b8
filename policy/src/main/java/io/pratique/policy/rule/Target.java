package io.pratique.policy.rule;

import io.pratique.model.Platform;
import java.util.EnumSet;
import java.util.Set;

/** Where a rule type exists: a platform, and on ECS a launch type. */
public enum Target {
    KUBERNETES(Platform.KUBERNETES, "kubernetes"),
    ECS_EC2(Platform.ECS, "ecs (EC2)"),
    ECS_FARGATE(Platform.ECS, "ecs (Fargate)");

    private final Platform platform;
    private final String id;

    Target(Platform platform, String id) {
        this.platform = platform;
        this.id = id;
    }

    public Platform platform() {
        return platform;
    }

    public String id() {
        return id;
    }

    static Set<Target> everywhere() {
        return EnumSet.allOf(Target.class);
    }

    static Set<Target> notFargate() {
        return EnumSet.of(KUBERNETES, ECS_EC2);
    }

    static Set<Target> kubernetes() {
        return EnumSet.of(KUBERNETES);
    }
}
