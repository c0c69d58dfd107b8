package io.pratique.posture.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run of a collector saw: one JSON document. Judging reads only this.
 *
 * @param coverage what was read and what was not; a hole in it is no evidence, never good
 */
public record Evidence(Head head, List<Coverage> coverage, List<Subject> subjects) {
    /** The one schema there is today. */
    public static final String SCHEMA = "posture.evidence/1";

    /**
     * What is said about the document as a whole.
     *
     * @param id by content, see {@link ContentId}
     * @param name the file or the word that messages show
     * @param collectedAt empty when the document does not say; its age is then not known
     * @param scope partition, account, region, clusterArn and the like, as far as they are known
     */
    public record Head(
            String id,
            String name,
            String collector,
            String version,
            Optional<Instant> collectedAt,
            Origin origin,
            Map<String, String> scope) {}

    public Evidence {
        coverage = List.copyOf(coverage);
        subjects = List.copyOf(subjects);
    }
}
