package io.pratique.model;

/** A port of a container. */
public record Port(Setting<Long> containerPort, Setting<Long> hostPort) {}
