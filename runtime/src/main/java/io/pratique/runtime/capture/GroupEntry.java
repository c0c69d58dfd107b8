package io.pratique.runtime.capture;

/** A group of users. */
public record GroupEntry(long gid, String name) {}
