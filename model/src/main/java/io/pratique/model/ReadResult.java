package io.pratique.model;

/** What a document turned out to be. */
public sealed interface ReadResult {
    /** Something to judge. */
    record Judgeable(Workload workload) implements ReadResult {}

    /**
     * A readable object that starts no containers, such as a ConfigMap: counted, never judged.
     *
     * @param reason why it has none, when its kind could have some; otherwise empty
     */
    record Other(String apiVersion, String kind, String name, String reason)
            implements ReadResult {}

    /**
     * An object that cannot be judged although it should be.
     *
     * @param code stable
     */
    record Refused(String code, Location location, String message, String hint)
            implements ReadResult {}
}
