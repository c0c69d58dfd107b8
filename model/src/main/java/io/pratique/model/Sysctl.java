package io.pratique.model;

/**
 * A kernel parameter that a workload sets: for all containers of a pod on Kubernetes, for one
 * container on ECS.
 *
 * @param name as written: with dots, or with slashes as Kubernetes also allows
 */
public record Sysctl(Setting<String> name, Setting<String> value) {}
