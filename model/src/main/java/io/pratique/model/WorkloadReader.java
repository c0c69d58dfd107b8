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
    private final AdmissionReader admission;
    private final TerraformReader terraform;
    private final EcsReader ecs = new EcsReader();
    private final String namespace;
    private final CloudFormationReader cloudFormation = new CloudFormationReader();

    /**
     * @param customKinds {@code group/Kind} to the JSON pointer of the pod spec; {@link
     *     KubernetesReader#KNOWN_CUSTOM_KINDS} is a good start
     */
    public WorkloadReader(Map<String, String> customKinds) {
        this(customKinds, "");
    }

    /**
     * @param namespace of the workloads of Kubernetes that do not say theirs; empty to leave it
     *     open
     */
    public WorkloadReader(Map<String, String> customKinds, String namespace) {
        this.namespace = namespace;
        this.kubernetes = new KubernetesReader(customKinds);
        this.admission = new AdmissionReader(kubernetes);
        this.terraform = new TerraformReader(kubernetes);
    }

    /** Gives every result of the value at a node, in their order; 0 is the whole document. */
    public void read(Document d, int node, Consumer<? super ReadResult> out) {
        read(d, node, "", "", namespace.isEmpty() ? out : result -> out.accept(placed(result)));
    }

    private ReadResult placed(ReadResult result) {
        return result instanceof ReadResult.Judgeable(Workload workload)
                ? new ReadResult.Judgeable(
                        workload.withIdentity(workload.identity().orNamespace(namespace)))
                : result;
    }

    private void read(
            Document d,
            int node,
            String listVersion,
            String listKind,
            Consumer<? super ReadResult> out) {
        try {
            value(d, node, listVersion, listKind, out);
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

    private void value(
            Document d,
            int node,
            String listVersion,
            String listKind,
            Consumer<? super ReadResult> out) {
        if (d.isArray(node)) {
            elements(d, node, "", "", out);
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
        String kind = text(d, node, "kind");
        if (kind.isEmpty() && listKind.isEmpty()) {
            withoutKind(d, node, out);
        } else if (isList(d, node, kind)) {
            // The objects of a PodList leave out what the list says for them all.
            String version = text(d, node, "apiVersion");
            String each = kind.substring(0, kind.length() - "List".length());
            elements(d, d.member(node, "items"), each.isEmpty() ? "" : version, each, out);
        } else if (kind.equals("AdmissionReview") && AdmissionReader.recognises(d, node)) {
            review(d, node, out);
        } else {
            out.accept(kubernetes.readListed(d, node, listVersion, listKind));
        }
    }

    private static boolean isList(Document d, int object, String kind) {
        if (!kind.endsWith("List")) {
            return false;
        }
        int items = d.member(object, "items");
        if (items < 0 || !d.isArray(items)) {
            return false;
        }
        int first = d.first(items);
        return kind.equals("List") || d.count(items) == 0 || d.isObject(first);
    }

    private void review(Document d, int node, Consumer<? super ReadResult> out) {
        AdmissionRequest request = admission.read(d, node);
        out.accept(
                request.object()
                        .orElseGet(() ->
                                new ReadResult.Other(
                                        "admission.k8s.io/v1",
                                        "AdmissionReview",
                                        request.name(),
                                        "a deletion is not judged")));
    }

    private void withoutKind(Document d, int node, Consumer<? super ReadResult> out) {
        int items = d.member(node, "items");
        if (EcsReader.recognises(d, node)) {
            out.accept(ecs.read(d, node));
        } else if (CloudFormationReader.recognises(d, node)) {
            cloudFormation.read(d, node, out);
        } else if (TerraformReader.recognises(d, node)) {
            terraform.read(d, node, out);
        } else if (items >= 0 && d.isArray(items)) {
            elements(d, items, "", "", out);
        } else {
            out.accept(
                    new ReadResult.Refused(
                            "unknown-document",
                            Origin.locate(d, node, ""),
                            "this is no Kubernetes object, task definition, CloudFormation template or Terraform plan",
                            Lookalike.hint(d, node)));
        }
    }

    private static String text(Document d, int object, String key) {
        int node = d.member(object, key);
        return node >= 0 && d.isText(node) ? d.text(node) : "";
    }

    private void elements(
            Document d,
            int list,
            String listVersion,
            String listKind,
            Consumer<? super ReadResult> out) {
        int end = d.next(list);
        for (int element = d.first(list); element < end; element = d.next(element)) {
            read(d, element, listVersion, listKind, out);
        }
    }
}
