package io.pratique.policy;

import io.pratique.model.ImageReference;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.ScanFact;
import io.pratique.policy.rule.SignatureFact;
import io.pratique.policy.rule.Vulnerability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Facts that are random, and the same whenever one asks again. */
record RandomFacts(long seed, Instant now) implements Facts {
    @Override
    public ScanFact scan(ImageReference image, ScanType type) {
        Random random = new Random(seed + Objects.hash(image, type.id()));
        return switch (random.nextInt(4)) {
            case 0 -> new ScanFact.NotScanned();
            case 1 -> new ScanFact.Unknown("nobody scanned it", "Scan it.");
            default ->
                    new ScanFact.Scanned(
                            now.minus(Duration.ofDays(random.nextInt(40))),
                            random.nextInt(3),
                            type == ScanType.VULNERABILITY && random.nextBoolean()
                                    ? List.of(vulnerability(random))
                                    : List.of());
        };
    }

    private static Vulnerability vulnerability(Random random) {
        return new Vulnerability(
                "CVE-2026-" + (1000 + random.nextInt(9)),
                Severity.values()[random.nextInt(Severity.values().length)],
                "openssl",
                random.nextBoolean() ? "3.0.1" : "",
                random.nextBoolean() ? Setting.of("N") : Setting.unset(),
                Setting.of(random.nextBoolean() ? "L" : "H"),
                Setting.of("H"));
    }

    @Override
    public SignatureFact signature(ImageReference image, String attestor) {
        return switch (new Random(seed + Objects.hash(image, attestor)).nextInt(3)) {
            case 0 -> new SignatureFact.Verified();
            case 1 -> new SignatureFact.Rejected("no signature was found");
            default -> new SignatureFact.Unknown("the registry did not answer", "Try again.");
        };
    }
}
