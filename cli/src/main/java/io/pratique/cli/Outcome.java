package io.pratique.cli;

import io.pratique.model.Workload;
import io.pratique.policy.Decision;

/** What checking one document came to. */
sealed interface Outcome {
    /** A workload that was judged. */
    record Judged(String path, int line, Workload workload, Decision decision) implements Outcome {}

    /** Something that should be judged and could not be. */
    record Failed(String path, int line, int column, String code, String message, String hint)
            implements Outcome {}

    /** An object that starts no containers. */
    record Skipped(String path, String kind) implements Outcome {}
}
