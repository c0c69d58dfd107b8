package io.pratique.model;

/** What a workload says of the system it runs on. */
public enum OperatingSystem {
    LINUX,
    WINDOWS,
    UNSTATED,
    UNKNOWN
}
