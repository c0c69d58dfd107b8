package io.pratique.policy.rule;

import io.pratique.document.Pointers;
import io.pratique.model.Location;
import io.pratique.model.Workload;

/** Finds labels and annotations of pods, which stand beside the pod spec. */
final class PodMetadata {
    private PodMetadata() {}

    /**
     * The place of a label or annotation.
     *
     * @param ofPods true for that of the pods, false for that of the object that makes them
     * @param map {@code labels} or {@code annotations}
     * @param key in the map; empty for the map itself
     */
    static Location locate(Workload workload, boolean ofPods, String map, String key) {
        String template = "";
        if (ofPods) {
            String podSpec = workload.origin().locate("").pointer();
            int spec = podSpec.lastIndexOf('/');
            template = spec <= 0 ? "" : podSpec.substring(1, spec + 1);
        }
        String path = template + "metadata/" + map;
        return workload.origin()
                .locateInObject(key.isEmpty() ? path : path + "/" + Pointers.escape(key));
    }
}
