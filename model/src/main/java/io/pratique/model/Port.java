package io.pratique.model;

/**
 * A port of a container.
 *
 * @param hostPort the port it takes of its host; 0 on ECS is one that the host picks. Unset in an
 *     ECS task with a network interface of its own (awsvpc), where nothing of the host is taken
 * @param implied true when the host port is not written, and is the container's because the
 *     workload is in the network of its host
 */
public record Port(Setting<Long> containerPort, Setting<Long> hostPort, boolean implied) {
    public Port(Setting<Long> containerPort, Setting<Long> hostPort) {
        this(containerPort, hostPort, false);
    }
}
