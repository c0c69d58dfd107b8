package io.pratique.policy.rule;

import io.pratique.model.ImageReference;
import java.time.Instant;

/**
 * What is known beside the workload itself: the time, and the scans and signatures of its images.
 * Whoever asks for a decision brings them; a decision never waits for one. Not known is a fact of
 * its own. Implementations are safe for several threads and answer from memory.
 */
public interface Facts {
    /** When the decision is made: ages of scans and ends of exceptions are counted from it. */
    Instant now();

    /** What is known of the scans of an image. */
    ScanFact scan(ImageReference image, ScanType type);

    /**
     * Whether an image is signed as an attestor demands.
     *
     * @param attestor its name
     */
    SignatureFact signature(ImageReference image, String attestor);

    /** Knows the time and nothing else. */
    static Facts at(Instant now) {
        return new TimeOnly(now);
    }

    /** What is scanned for. */
    enum ScanType {
        VULNERABILITY("vulnerability"),
        MALWARE("malware"),
        SECRET("secret");

        private final String id;

        ScanType(String id) {
            this.id = id;
        }

        /** The word that policies use. */
        public String id() {
            return id;
        }
    }
}
