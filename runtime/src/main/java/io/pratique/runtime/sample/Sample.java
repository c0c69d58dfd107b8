package io.pratique.runtime.sample;

import io.pratique.document.Position;

/**
 * Made-up events that stand beside a rule.
 *
 * @param rule its id, or its name when it has none
 * @param fires whether the rule must fire on them; a near miss otherwise
 * @param title what happens, may be empty
 * @param text in the form of {@link io.pratique.runtime.capture.SampleText}: the scene, then the
 *     sample. What stands elsewhere in the file is left as empty lines, so that lines in errors are
 *     lines of the file
 */
public record Sample(
        String rule, boolean fires, String title, String text, String file, Position position) {}
