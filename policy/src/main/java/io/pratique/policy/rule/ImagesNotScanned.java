package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Severity;
import io.pratique.policy.rule.Facts.ScanType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** An image was not scanned, or too long ago. */
final class ImagesNotScanned implements RuleType {
    /** Results are not kept longer (product documentation of the scanner it is modelled on). */
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
        Duration tooOld = Duration.ofDays(days + 1);
        String expected =
                "scanned for "
                        + ScannedImage.words(type)
                        + " in the last "
                        + (days == 0 ? "24 hours" : days == 1 ? "day" : days + " days");
        return new EachImage((workload, container, image, facts, out) ->
                switch (facts.scan(image, type)) {
                    case ScanFact.Scanned(Instant at, int _, List<Vulnerability> _) -> {
                        Duration age = Duration.between(at, facts.now());
                        if (age.compareTo(Duration.ofDays(-1)) < 0) {
                            yield ScannedImage.unknown(
                                    workload,
                                    container,
                                    image,
                                    "its scan says that it is from the future",
                                    "Set the clock of the scanner, and scan again.",
                                    out);
                        }
                        yield age.compareTo(tooOld) >= 0
                                && out.violated(
                                        workload,
                                        container,
                                        Attribute.IMAGE,
                                        0,
                                        new Age(age.toDays()),
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
