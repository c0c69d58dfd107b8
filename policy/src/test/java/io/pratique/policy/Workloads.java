package io.pratique.policy;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.model.Container;
import io.pratique.model.KubernetesReader;
import io.pratique.model.ReadResult;
import io.pratique.model.Workload;
import io.pratique.model.WorkloadReader;
import java.util.ArrayList;
import java.util.List;

/** Workloads for tests, read from texts as the program reads them. */
final class Workloads {
    private static final WorkloadReader READER =
            new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS);

    private Workloads() {}

    /** The one workload of a JSON or YAML text. */
    static Workload of(String text) {
        Document document = Documents.first(Source.of("test", text));
        List<ReadResult> results = new ArrayList<>();
        READER.read(document, 0, results::add);
        if (results.size() == 1
                && results.getFirst() instanceof ReadResult.Judgeable(Workload workload)) {
            return workload;
        }
        throw new IllegalArgumentException(results + " from " + text);
    }

    /**
     * A pod of one container.
     *
     * @param spec members of the pod spec in JSON, with a comma behind each
     * @param container members of the container in JSON, each with a comma in front
     */
    static Workload pod(String namespace, String spec, String container) {
        return of(
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"%s"},
                 "spec":{%s"containers":[{"name":"app","image":"nginx:1.29"%s}]}}\
                """
                        .formatted(namespace, spec, container));
    }

    /** A pod that a template computes only in part. */
    static Workload withContainers(Workload workload, List<Container> containers) {
        return changed(workload, containers, workload.deleting());
    }

    /** The same object with a deletionTimestamp. */
    static Workload deleting(Workload workload) {
        return changed(workload, workload.containers(), true);
    }

    private static Workload changed(
            Workload workload, List<Container> containers, boolean deleting) {
        return new Workload(
                workload.identity(),
                workload.labels(),
                workload.podLabels(),
                workload.securityAnnotations(),
                workload.launchTypes(),
                workload.operatingSystem(),
                workload.hostNetwork(),
                workload.hostPid(),
                workload.hostIpc(),
                workload.hostUsers(),
                workload.serviceAccountToken(),
                workload.security(),
                workload.sysctls(),
                workload.volumes(),
                workload.resources(),
                containers,
                deleting,
                workload.mirror(),
                workload.origin());
    }
}
