package io.pratique.policy.rule;

import java.time.Instant;
import java.util.List;

/** What is known of one kind of scan of one image. */
public sealed interface ScanFact {
    /**
     * It was scanned.
     *
     * @param at when, by the scanner's clock
     * @param findings how many there are, from 0: vulnerable packages, malicious files, secrets
     * @param vulnerabilities each of them; empty for other kinds of scan
     */
    record Scanned(Instant at, int findings, List<Vulnerability> vulnerabilities)
            implements ScanFact {
        public Scanned {
            vulnerabilities = List.copyOf(vulnerabilities);
        }
    }

    /** Whoever keeps the results knows the image and has no result for it. */
    record NotScanned() implements ScanFact {}

    /**
     * Nobody can say.
     *
     * @param reason a phrase, for people
     * @param remedy what would change it, a sentence
     */
    record Unknown(String reason, String remedy) implements ScanFact {}
}
