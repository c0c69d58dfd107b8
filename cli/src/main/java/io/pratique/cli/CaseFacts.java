package io.pratique.cli;

import io.pratique.model.ImageReference;
import io.pratique.policy.format.PolicyCases;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.ScanFact;
import io.pratique.policy.rule.SignatureFact;
import java.time.Instant;

/** What a case says is known; everything else is unknown. */
record CaseFacts(Instant now, PolicyCases.Case testCase) implements Facts {
    @Override
    public ScanFact scan(ImageReference image, ScanType type) {
        for (PolicyCases.Scan scan : testCase.scans()) {
            if (scan.type() == type && same(scan.image(), image)) {
                return scan.fact();
            }
        }
        return new ScanFact.Unknown(
                "the case does not say whether " + image + " was scanned",
                "Write it under 'facts', 'scans'.");
    }

    @Override
    public SignatureFact signature(ImageReference image, String attestor) {
        for (PolicyCases.Signature signature : testCase.signatures()) {
            if (signature.attestor().equals(attestor) && same(signature.image(), image)) {
                return signature.fact();
            }
        }
        return new SignatureFact.Unknown(
                "the case does not say whether " + attestor + " signed " + image,
                "Write it under 'facts', 'signatures'.");
    }

    private static boolean same(ImageReference one, ImageReference other) {
        return one.canonical().equals(other.canonical());
    }
}
