package io.pratique.cli.fix;

import io.pratique.document.Source;
import io.pratique.document.SourceEditor;
import io.pratique.document.TextEdit;
import io.pratique.policy.Violation;
import java.util.List;

/**
 * A source with what mends its violations.
 *
 * @param edits of its text, in their order and without overlaps; empty when nothing is mended
 * @param fixed the violations that are gone with them
 * @param notFixed those that stay
 */
public record FixedFile(
        Source source, List<TextEdit> edits, List<Violation> fixed, List<NotFixed> notFixed) {
    public FixedFile {
        edits = List.copyOf(edits);
        fixed = List.copyOf(fixed);
        notFixed = List.copyOf(notFixed);
    }

    /** The bytes with the edits made. */
    public byte[] bytes() {
        return SourceEditor.apply(source, edits);
    }
}
