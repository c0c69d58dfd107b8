package io.pratique.cli.fix;

import io.pratique.document.Changes;
import io.pratique.document.Document;
import io.pratique.model.Workload;
import io.pratique.policy.fix.Operation;
import io.pratique.policy.fix.Patch;
import java.util.ArrayList;
import java.util.List;

/** Patches of an object as changes of the document it stands in. */
final class PatchChanges {
    private PatchChanges() {}

    /** The changes of a patch; none for none. */
    static List<Changes.Change> of(Document document, Workload workload, Patch patch) {
        String base = document.pointer(workload.origin().base());
        List<Changes.Change> changes = new ArrayList<>();
        for (Operation operation : patch.operations()) {
            String path = base + operation.path();
            changes.add(
                    switch (operation) {
                        case Operation.Add(String _, String json) ->
                                path.endsWith("/-")
                                        ? new Changes.Change.Append(
                                                path.substring(0, path.length() - 2), json)
                                        : new Changes.Change.Write(path, json);
                        case Operation.Replace(String _, String json) ->
                                new Changes.Change.Write(path, json);
                        case Operation.Remove _ -> new Changes.Change.Remove(path);
                    });
        }
        return changes;
    }
}
