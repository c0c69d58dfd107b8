package io.pratique.cli;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Source;
import io.pratique.model.ReadResult;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.rule.Facts;
import java.util.function.Consumer;

/** Finds the workloads of a source and judges them. */
final class Checker {
    private final CompiledPolicy policy;
    private final WorkloadReader reader;
    private final Facts facts;

    Checker(CompiledPolicy policy, WorkloadReader reader, Facts facts) {
        this.facts = facts;
        this.policy = policy;
        this.reader = reader;
    }

    /** Gives one outcome for each document of a source, in their order. */
    void check(Source source, Consumer<Outcome> out) {
        try {
            switch (Documents.formatOf(source)) {
                case JSON ->
                        Documents.json(
                                source,
                                new Documents.JsonParts() {
                                    @Override
                                    public void item(Documents.Slice slice) {
                                        slice(slice, out);
                                    }

                                    @Override
                                    public void document(Document document, boolean itemsGiven) {
                                        // Also when its items were given: a pod may have a
                                        // member of that name, and is no list then.
                                        guarded(document, 0, out);
                                    }
                                });
                case YAML -> Documents.yaml(source, slice -> slice(slice, out));
            }
        } catch (InvalidDocument e) {
            out.accept(failed(source, e));
        }
    }

    private void slice(Documents.Slice slice, Consumer<Outcome> out) {
        try {
            guarded(slice.read(), 0, out);
        } catch (InvalidDocument e) {
            out.accept(failed(slice.source(), e));
        }
    }

    private void guarded(Document document, int node, Consumer<Outcome> out) {
        reader.read(document, node, result -> out.accept(outcome(document, result)));
    }

    private Outcome outcome(Document document, ReadResult result) {
        String path = document.source().name();
        return switch (result) {
            case ReadResult.Judgeable(var workload) ->
                    new Outcome.Judged(
                            path,
                            document.position(workload.origin().node()).line(),
                            workload,
                            policy.decide(workload, facts));
            case ReadResult.Other(String apiVersion, String kind, String _, String reason) ->
                    new Outcome.Skipped(
                            path,
                            (apiVersion.isEmpty() ? kind : apiVersion + " " + kind)
                                    + (reason.isEmpty() ? "" : ": " + reason));
            case ReadResult.Refused(String code, var location, String message, String hint) ->
                    new Outcome.Failed(
                            path, location.line(), location.column(), code, message, hint);
        };
    }

    private static Outcome failed(Source source, InvalidDocument e) {
        return new Outcome.Failed(
                source.name(),
                e.position().line(),
                e.position().column(),
                e.code().id(),
                e.getMessage(),
                e.hint());
    }
}
