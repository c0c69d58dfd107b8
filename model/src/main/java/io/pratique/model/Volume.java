package io.pratique.model;

/**
 * A volume of a workload.
 *
 * @param type its source: {@code hostPath}, {@code emptyDir}, {@code configMap}…; on ECS {@code
 *     hostPath} (a bind mount with a source path), {@code emptyDir} (one without), {@code
 *     dockerVolume}, {@code efs}, {@code fsx}
 * @param hostPath the folder of the host; unset when it is none
 * @param index its place in the list
 */
public record Volume(String name, Setting<String> type, Setting<String> hostPath, int index) {}
