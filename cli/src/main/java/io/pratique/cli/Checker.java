package io.pratique.cli;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Source;
import io.pratique.model.EcsReader;
import io.pratique.model.KubernetesReader;
import io.pratique.model.ReadResult;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.rule.Facts;
import java.util.function.Consumer;

/** Finds the workloads of a source and judges them. */
final class Checker {
    private final CompiledPolicy policy;
    private final KubernetesReader kubernetes;
    private final Facts facts;
    private final EcsReader ecs = new EcsReader();

    Checker(CompiledPolicy policy, KubernetesReader kubernetes, Facts facts) {
        this.facts = facts;
        this.policy = policy;
        this.kubernetes = kubernetes;
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
                                        if (!itemsGiven) {
                                            guarded(document, 0, out);
                                        }
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
        try {
            object(document, node, out);
        } catch (InvalidDocument e) {
            out.accept(failed(document.source(), e));
        }
    }

    private void object(Document document, int node, Consumer<Outcome> out) {
        String path = document.source().name();
        if (document.isArray(node)) {
            items(document, node, out);
            return;
        }
        if (!document.isObject(node)) {
            out.accept(
                    new Outcome.Failed(
                            path,
                            document.position(node).line(),
                            document.position(node).column(),
                            "not-an-object",
                            "expected an object with apiVersion and kind, or a task definition, and found "
                                    + document.kind(node).word(),
                            ""));
            return;
        }
        int items = document.member(node, "items");
        int kind = document.member(node, "kind");
        if (items >= 0
                && document.isArray(items)
                && kind >= 0
                && document.isText(kind)
                && document.text(kind).endsWith("List")) {
            items(document, items, out);
            return;
        }
        ReadResult result =
                EcsReader.recognises(document, node)
                        ? ecs.read(document, node)
                        : kubernetes.read(document, node);
        switch (result) {
            case ReadResult.Judgeable(var workload) ->
                    out.accept(
                            new Outcome.Judged(
                                    path,
                                    document.position(node).line(),
                                    workload,
                                    policy.decide(workload, facts)));
            case ReadResult.Other(String apiVersion, String name, String _) -> {
                if (name.isEmpty()) {
                    out.accept(
                            new Outcome.Failed(
                                    path,
                                    document.position(node).line(),
                                    document.position(node).column(),
                                    "unknown-document",
                                    "this is neither a Kubernetes object nor an ECS task definition",
                                    "A Kubernetes object has apiVersion and kind; a task definition has containerDefinitions."));
                } else {
                    out.accept(
                            new Outcome.Skipped(
                                    path, apiVersion.isEmpty() ? name : apiVersion + " " + name));
                }
            }
            case ReadResult.Refused(String code, var location, String message, String hint) ->
                    out.accept(
                            new Outcome.Failed(
                                    path, location.line(), location.column(), code, message, hint));
        }
    }

    private void items(Document document, int list, Consumer<Outcome> out) {
        int end = document.next(list);
        for (int item = document.first(list); item < end; item = document.next(item)) {
            guarded(document, item, out);
        }
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
