package io.pratique.policy;

/**
 * A violation that an exception lets pass. For a rule that could not be judged, the violation says
 * {@code unknown (…)} as what was observed.
 *
 * @param exception its name; {@code definition/name} for one of a namespaced definition, {@link
 *     OwnImages#EXCEPTION} for Pratique's own images
 */
public record Excepted(Violation violation, String exception) {}
