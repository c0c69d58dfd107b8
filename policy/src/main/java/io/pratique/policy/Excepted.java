package io.pratique.policy;

/**
 * A violation that an exception lets pass.
 *
 * @param exception its name
 */
public record Excepted(Violation violation, String exception) {}
