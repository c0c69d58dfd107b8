package io.pratique.runtime.capture;

/**
 * The machine whose events were recorded.
 *
 * @param processors 0 when it is not known
 * @param memory in bytes
 * @param hostname empty when it is not known
 * @param bootTime nanoseconds since 1970, 0 when it is not known
 */
public record Machine(
        int processors, long memory, long maxPid, String hostname, long bootTime, long flags) {}
