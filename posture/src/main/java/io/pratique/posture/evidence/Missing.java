package io.pratique.posture.evidence;

/**
 * A hole in the evidence.
 *
 * @param reason why it is there
 * @param supply the call or path that would fill it
 */
public record Missing(Reason reason, String supply) {}
