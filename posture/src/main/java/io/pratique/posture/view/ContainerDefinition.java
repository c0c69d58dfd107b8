package io.pratique.posture.view;

import io.pratique.posture.evidence.Value;

/**
 * One container definition of a task definition.
 *
 * @param name or {@code container 2} when it has none
 */
public record ContainerDefinition(String name, Value self) {
    /** A member; steps separated by a slash. */
    public Value at(String path) {
        return self.at(path);
    }

    /** True unless it is written to be false, as the API defaults it. */
    public boolean isEssential() {
        return !self.get("essential").isFalse();
    }
}
