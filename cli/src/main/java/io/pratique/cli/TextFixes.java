package io.pratique.cli;

import io.pratique.cli.fix.ViolationEdits;
import io.pratique.document.Source;
import io.pratique.document.TextEdit;
import io.pratique.model.Workload;
import io.pratique.policy.Violation;
import java.util.ArrayList;
import java.util.List;

/** Finds the fix of a violation in the text of its file. */
final class TextFixes implements SourceFixes {
    private final ViolationEdits edits = new ViolationEdits();

    @Override
    public List<Replacement> of(Workload workload, Violation violation) {
        List<Replacement> replacements = new ArrayList<>();
        for (TextEdit edit : edits.of(workload, violation)) {
            Source source = workload.origin().document().orElseThrow().source();
            replacements.add(
                    new Replacement(
                            source.position(edit.start()),
                            source.position(edit.end()),
                            edit.text()));
        }
        return replacements;
    }
}
