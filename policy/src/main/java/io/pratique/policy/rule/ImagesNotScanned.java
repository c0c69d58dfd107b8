package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Severity;
import io.pratique.policy.rule.Facts.ScanType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** An image was not scanned, or too long ago. */
final class ImagesNotScanned implements RuleType {
    /** Results are not kept longer (product documentation of the scanner it is modelled on). */
    private static final long SECONDS_OF_A_DAY = 86_400;

    private static final long MAX_DAYS = 35;

    @Override
    public String id() {
        return "imagesNotScanned";
    }

    @Override
    public String description() {
        return "An image was not scanned, or its last scan is too old to say anything about today.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.choice(
                        "scanType",
                        ScanType.VULNERABILITY.id(),
                        Arrays.stream(ScanType.values()).map(ScanType::id).toList(),
                        "The kind of scan; the most common one when it is not written."),
                Parameter.number(
                        "maxScanAge",
                        30,
                        "The age of a scan that still passes, in whole days from 0 (scanned within the last 24 hours) to 35 (results are not kept longer); 30 is a monthly rhythm."));
    }

    @Override
    public Check compile(Parameters parameters) {
        ScanType type = scanType(parameters.text("scanType"));
        long days = parameters.number("maxScanAge");
        if (days < 0 || days > MAX_DAYS) {
            throw new InvalidParameters(
                    "maxScanAge",
                    "'maxScanAge' must be a number of days from 0 to 35, and is " + days,
                    "Results of scans are not kept longer than 35 days.");
        }
        long tooOld = (days + 1) * SECONDS_OF_A_DAY;
        String expected =
                "scanned for "
                        + ScannedImage.words(type)
                        + " in the last "
                        + (days == 0 ? "24 hours" : days == 1 ? "day" : days + " days");
        return new EachImage((workload, container, image, facts, out) ->
                switch (facts.scan(image, type)) {
                    case ScanFact.Scanned(Instant at, int _, List<Vulnerability> _) -> {
                        long age = secondsBetween(at, facts.now());
                        if (age < -SECONDS_OF_A_DAY) {
                            yield ScannedImage.unknown(
                                    workload,
                                    container,
                                    image,
                                    "its scan says that it is from the future",
                                    "Set the clock of the scanner, and scan again.",
                                    out);
                        }
                        yield age >= tooOld
                                && out.violated(
                                        workload,
                                        container,
                                        Attribute.IMAGE,
                                        0,
                                        new Age(age / SECONDS_OF_A_DAY),
                                        expected,
                                        Fix.MANUAL);
                    }
                    case ScanFact.NotScanned _ ->
                            out.violated(
                                    workload,
                                    container,
                                    Attribute.IMAGE,
                                    0,
                                    "not scanned",
                                    expected,
                                    Fix.MANUAL);
                    case ScanFact.Unknown(String reason, String remedy) ->
                            ScannedImage.unknown(workload, container, image, reason, remedy, out);
                });
    }

    /** Whole seconds, rounded down, as {@code Duration} has them, and without making one. */
    private static long secondsBetween(Instant from, Instant to) {
        long seconds = to.getEpochSecond() - from.getEpochSecond();
        return to.getNano() < from.getNano() ? seconds - 1 : seconds;
    }

    private record Age(long days) {
        @Override
        public String toString() {
            return "scanned " + (days == 1 ? "1 day" : days + " days") + " ago";
        }
    }

    private static ScanType scanType(String id) {
        for (ScanType type : ScanType.values()) {
            if (type.id().equals(id)) {
                return type;
            }
        }
        throw new InvalidParameters(
                "scanType",
                "there is no scan type '" + id + "'",
                "They are vulnerability, malware and secret.");
    }
}
