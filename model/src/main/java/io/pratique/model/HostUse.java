package io.pratique.model;

/**
 * A host that a probe or a lifecycle handler of a container names.
 *
 * @param path below the container: {@code livenessProbe/httpGet/host}
 */
public record HostUse(String path, Setting<String> host) {}
