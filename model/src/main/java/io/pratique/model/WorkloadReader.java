package io.pratique.model;

import io.pratique.document.Document;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Position;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds everything in a document that could be judged, whatever wrote it: the one way from a
 * document to workloads. Immutable; safe for several threads.
 *
 * <p>It never throws for what stands in a document: an object that cannot be read is a {@link
 * ReadResult.Refused} with its place, and those beside it are still read.
 */
public final class WorkloadReader {
    private final KubernetesReader kubernetes;
    private final EcsReader ecs = new EcsReader();

    /**
     * @param customKinds {@code group/Kind} to the JSON pointer of the pod spec; {@link
     *     KubernetesReader#KNOWN_CUSTOM_KINDS} is a good start
     */
    public WorkloadReader(Map<String, String> customKinds) {
        this.kubernetes = new KubernetesReader(customKinds);
    }

    /** Gives every result of the value at a node, in their order; 0 is the whole document. */
    public void read(Document d, int node, Consumer<? super ReadResult> out) {
        try {
            value(d, node, out);
        } catch (InvalidDocument e) {
            Position at = e.position();
            out.accept(
                    new ReadResult.Refused(
                            e.code().id(),
                            new Location(d.pointer(node), at.line(), at.column()),
                            e.getMessage(),
                            e.hint()));
        }
    }

    private void value(Document d, int node, Consumer<? super ReadResult> out) {
        if (d.isArray(node)) {
            elements(d, node, out);
            return;
        }
        if (!d.isObject(node)) {
            out.accept(
                    new ReadResult.Refused(
                            "not-an-object",
                            Origin.locate(d, node, ""),
                            "expected an object with apiVersion and kind, or a task definition, and found "
                                    + d.kind(node).word(),
                            ""));
            return;
        }
        int items = d.member(node, "items");
        int kind = d.member(node, "kind");
        if (items >= 0
                && d.isArray(items)
                && kind >= 0
                && d.isText(kind)
                && d.text(kind).endsWith("List")) {
            elements(d, items, out);
            return;
        }
        ReadResult result =
                EcsReader.recognises(d, node) ? ecs.read(d, node) : kubernetes.read(d, node);
        if (result instanceof ReadResult.Other other && other.kind().isEmpty()) {
            out.accept(
                    new ReadResult.Refused(
                            "unknown-document",
                            Origin.locate(d, node, ""),
                            "this is neither a Kubernetes object nor an ECS task definition",
                            "A Kubernetes object has apiVersion and kind; a task definition has containerDefinitions."));
            return;
        }
        out.accept(result);
    }

    private void elements(Document d, int list, Consumer<? super ReadResult> out) {
        int end = d.next(list);
        for (int element = d.first(list); element < end; element = d.next(element)) {
            read(d, element, out);
        }
    }
}
