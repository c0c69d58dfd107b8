package io.pratique.model;

/** Where a container sees a volume. */
public record Mount(String volume, Setting<String> path, Setting<Boolean> readOnly) {}
