package io.pratique.cli.fix;

import io.pratique.document.Changes;
import io.pratique.document.Document;
import io.pratique.document.NotEditable;
import io.pratique.document.Source;
import io.pratique.document.SourceEditor;
import io.pratique.document.TextEdit;
import io.pratique.model.Workload;
import io.pratique.policy.Violation;
import io.pratique.policy.fix.Patch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The edits that mend one violation by itself. Fast when it is asked for the violations of one
 * source one after the other.
 */
public final class ViolationEdits {
    /**
     * The most nodes of a document: each fix is checked by reading it again, and a report on a
     * larger one would take minutes.
     */
    private static final int LARGEST = 5_000;

    private @Nullable Source source;
    private @Nullable SourceEditor editor;

    /** The edits; none when the violation is not mended by a change of the text. */
    public List<TextEdit> of(Workload workload, Violation violation) {
        Patch patch = Patch.of(workload, violation);
        Optional<Document> document = workload.origin().document();
        if (patch.isEmpty() || document.isEmpty() || document.get().nodes() > LARGEST) {
            return List.of();
        }
        Changes changes = new Changes();
        if (!changes.add(PatchChanges.of(document.get(), workload, patch))) {
            return List.of();
        }
        try {
            return editor(document.get().source()).edits(document.get(), changes);
        } catch (NotEditable _) {
            return List.of();
        }
    }

    private SourceEditor editor(Source wanted) {
        SourceEditor known = editor;
        if (known == null || source != wanted) {
            known = new SourceEditor(wanted);
            editor = known;
            source = wanted;
        }
        return known;
    }
}
