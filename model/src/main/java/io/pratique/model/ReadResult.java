package io.pratique.model;

/** What a document turned out to be. */
public sealed interface ReadResult {
    /** Something to judge. */
    record Judgeable(Workload workload) implements ReadResult {}

    /** A readable object that starts no containers, such as a ConfigMap: counted, never judged. */
    record Other(String apiVersion, String kind, String name) implements ReadResult {}

    /**
     * An object that cannot be judged although it should be.
     *
     * @param code stable
     */
    record Refused(String code, Location location, String message, String hint)
            implements ReadResult {}
}
