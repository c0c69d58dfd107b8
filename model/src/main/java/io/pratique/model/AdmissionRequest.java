package io.pratique.model;

import java.util.Optional;

/**
 * What the Kubernetes API server asks a webhook about (AdmissionReview, admission.k8s.io/v1). A
 * text is empty where the request does not say it.
 *
 * @param uid of the request, to be given back in the answer
 * @param subResource such as {@code exec}, {@code attach}, {@code ephemeralcontainers}
 * @param user the name of who asks; for pods made by a controller that of the controller
 * @param dryRun true when nothing will be stored, whatever is answered
 * @param object what would be stored, or for CONNECT what is asked of the pod; empty for DELETE
 * @param oldObject what is stored now, for UPDATE and DELETE
 */
public record AdmissionRequest(
        String uid,
        Operation operation,
        String subResource,
        String namespace,
        String name,
        String user,
        boolean dryRun,
        Optional<ReadResult> object,
        Optional<ReadResult> oldObject) {

    /** What is about to happen to the object. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }
}
