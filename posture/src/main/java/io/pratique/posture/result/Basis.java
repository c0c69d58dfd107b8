package io.pratique.posture.result;

import java.util.List;

/** Why the platform decides a control. */
public enum Basis {
    /** The parameter is not valid on that launch type. */
    API_REJECTS(true, "AWS-1: task definition differences for Fargate"),
    /** The API has no such field. */
    NO_PARAMETER(true, "AWS-5: API_TaskDefinition reference"),
    /** A documented environment of its own for each task. */
    ISOLATION(true, "AWS-2: Fargate security considerations"),
    /** AWS runs the component and does not publish the setting: it cannot be weakened. */
    AWS_OPERATED(false, "AWS-2: Fargate security considerations");

    private final boolean counts;
    private final String citation;

    Basis(boolean counts, String citation) {
        this.counts = counts;
        this.citation = citation;
    }

    /** Whether it counts as satisfied in scores (posture.md section 2). */
    public boolean counts() {
        return counts;
    }

    public List<String> citations() {
        return List.of(citation);
    }
}
