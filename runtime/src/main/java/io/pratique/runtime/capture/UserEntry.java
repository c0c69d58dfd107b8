package io.pratique.runtime.capture;

/** A user. */
public record UserEntry(long uid, long gid, String name, String home, String shell) {}
