package io.pratique.policy.rule;

import io.pratique.model.ImageReference;
import java.time.Instant;

/** Facts where nobody scans or verifies: every question has an honest answer. */
record TimeOnly(Instant now) implements Facts {
    private static final ScanFact NO_SCANS =
            new ScanFact.Unknown(
                    "no scan results are at hand here",
                    "Judge where scan results are known, or give them.");
    private static final SignatureFact NO_SIGNATURES =
            new SignatureFact.Unknown(
                    "signatures are not checked here", "Judge where the registry can be asked.");

    @Override
    public ScanFact scan(ImageReference image, ScanType type) {
        return NO_SCANS;
    }

    @Override
    public SignatureFact signature(ImageReference image, String attestor) {
        return NO_SIGNATURES;
    }
}
