package io.pratique.model;

import java.util.Optional;

/** Where containers are orchestrated. */
public enum Platform {
    KUBERNETES("kubernetes"),
    ECS("ecs");

    private final String id;

    Platform(String id) {
        this.id = id;
    }

    /** The word used in policies and output. */
    public String id() {
        return id;
    }

    public static Optional<Platform> of(String id) {
        for (Platform platform : values()) {
            if (platform.id.equals(id)) {
                return Optional.of(platform);
            }
        }
        return Optional.empty();
    }
}
