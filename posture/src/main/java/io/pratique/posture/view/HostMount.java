package io.pratique.posture.view;

import io.pratique.posture.evidence.Value;

/**
 * A path of the host that a container of a task sees.
 *
 * @param container its name
 * @param source {@code volumes[].host.sourcePath}
 * @param path normalised; empty when {@code source} is not known
 */
public record HostMount(String container, Value source, String path, boolean writable) {}
