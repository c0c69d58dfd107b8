package io.pratique.cli;

import io.pratique.document.Position;
import io.pratique.model.Workload;
import io.pratique.policy.Violation;
import java.util.List;

/** The text that mends a violation, as changes of the file it was found in. */
interface SourceFixes {
    /**
     * What stands between two places becomes another text.
     *
     * @param end behind the last character
     */
    record Replacement(Position start, Position end, String text) {}

    /** The changes, in their order; none when it is not mended by a change of the text. */
    List<Replacement> of(Workload workload, Violation violation);
}
