package io.pratique.runtime.state;

import java.util.List;
import java.util.Map;

/**
 * What is known of a container.
 *
 * @param id the whole id
 * @param fields texts by the names of fields, such as {@code container.image.repository} and {@code
 *     k8s.pod.name}; booleans as {@code true} and {@code false}; what is not known is left out
 * @param mounts in the order of the container's own list
 * @param podLabels labels of the pod
 * @param created nanoseconds since 1970, 0 when it is not known
 */
public record ContainerFacts(
        String id,
        Map<String, String> fields,
        List<Mount> mounts,
        Map<String, String> labels,
        Map<String, String> podLabels,
        long created) {
    /** A mounted directory. */
    public record Mount(
            String source,
            String destination,
            String mode,
            boolean isWritable,
            String propagation) {
        /** As {@code container.mounts} writes it. */
        public String text() {
            return source + ":" + destination + ":" + mode + ":" + isWritable + ":" + propagation;
        }
    }

    public ContainerFacts {
        fields = Map.copyOf(fields);
        mounts = List.copyOf(mounts);
        labels = Map.copyOf(labels);
        podLabels = Map.copyOf(podLabels);
    }

    /** A container of which only the id is known. */
    public static ContainerFacts of(String id) {
        return new ContainerFacts(id, Map.of(), List.of(), Map.of(), Map.of(), 0);
    }
}
