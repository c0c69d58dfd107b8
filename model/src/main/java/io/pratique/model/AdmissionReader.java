package io.pratique.model;

import io.pratique.document.Document;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Kind;
import java.util.Optional;

/**
 * Reads AdmissionReview documents. Pointers of the workloads start at the review: {@code
 * /request/object/spec/…}. Immutable; safe for several threads.
 */
public final class AdmissionReader {
    private final KubernetesReader kubernetes;

    public AdmissionReader(KubernetesReader kubernetes) {
        this.kubernetes = kubernetes;
    }

    /** True when the object is an AdmissionReview of any version. */
    public static boolean recognises(Document d, int object) {
        int kind = d.member(object, "kind");
        int version = d.member(object, "apiVersion");
        return kind >= 0
                && version >= 0
                && d.isText(kind)
                && d.isText(version)
                && d.text(kind).equals("AdmissionReview")
                && d.text(version).startsWith("admission.k8s.io/");
    }

    /**
     * Reads the review at a node.
     *
     * @throws InvalidDocument when it is no request, or has a value of a wrong type
     */
    public AdmissionRequest read(Document d, int review) {
        int request = d.member(review, "request");
        if (request < 0 || !d.isObject(request)) {
            throw wrong(d, request < 0 ? review : request, "an AdmissionReview with a request");
        }
        String operation = text(d, request, "operation");
        String namespace = text(d, request, "namespace");
        String name = text(d, request, "name");
        int dryRun = d.member(request, "dryRun");
        int user = d.member(request, "userInfo");
        return new AdmissionRequest(
                text(d, request, "uid"),
                operation(d, request, operation),
                text(d, request, "subResource"),
                namespace,
                name,
                user < 0 ? "" : text(d, user, "username"),
                dryRun >= 0 && d.kind(dryRun) == Kind.TRUE,
                object(d, review, request, "object", namespace, name),
                object(d, review, request, "oldObject", namespace, name));
    }

    private static AdmissionRequest.Operation operation(Document d, int request, String written) {
        for (AdmissionRequest.Operation operation : AdmissionRequest.Operation.values()) {
            if (operation.name().equals(written)) {
                return operation;
            }
        }
        int node = d.member(request, "operation");
        throw wrong(
                d, node < 0 ? request : node, "an operation: CREATE, UPDATE, DELETE or CONNECT");
    }

    private Optional<ReadResult> object(
            Document d, int review, int request, String key, String namespace, String name) {
        int node = d.member(request, key);
        if (node < 0 || d.isNull(node)) {
            return Optional.empty();
        }
        if (!d.isObject(node)) {
            throw wrong(d, node, "an object");
        }
        ReadResult result = kubernetes.readWithin(d, node, review);
        if (!(result instanceof ReadResult.Judgeable(Workload workload))) {
            return Optional.of(result);
        }
        Identity own = workload.identity();
        return Optional.of(
                new ReadResult.Judgeable(
                        workload.withIdentity(
                                new Identity(
                                        own.platform(),
                                        own.cluster(),
                                        // The object of a request may leave it out; the request
                                        // does not.
                                        namespace.isEmpty() ? own.scope() : namespace,
                                        own.apiVersion(),
                                        own.kind(),
                                        own.name().isEmpty() ? name : own.name(),
                                        own.uid(),
                                        own.owner()))));
    }

    private static String text(Document d, int object, String key) {
        int node = d.member(object, key);
        if (node < 0 || d.isNull(node)) {
            return "";
        }
        if (!d.isText(node)) {
            throw wrong(d, node, "a text");
        }
        return d.text(node);
    }

    private static InvalidDocument wrong(Document d, int node, String expected) {
        return new InvalidDocument(
                InvalidDocument.Code.WRONG_TYPE,
                d.position(node),
                "expected " + expected + (node == 0 ? "" : " at " + d.pointer(node)),
                "An AdmissionReview is what the Kubernetes API server sends to a webhook.");
    }
}
