package io.pratique.model;

/** A kernel parameter that a workload sets. */
public record Sysctl(Setting<String> name) {}
