package io.pratique.policy.rule;

import io.pratique.model.Container;
import io.pratique.model.ImageReference;
import io.pratique.model.Workload;
import io.pratique.policy.rule.Facts.ScanType;

/**
 * What the rules on the results of scans share: an image that nobody has scanned is unknown to
 * them, neither good nor bad; imagesNotScanned is the rule that refuses it.
 */
final class ScannedImage {
    private ScannedImage() {}

    /** Judges the result of a scan. */
    @FunctionalInterface
    interface Judge {
        boolean judge(Workload workload, Container container, ScanFact.Scanned scan, Findings out);
    }

    static Check check(ScanType type, Judge judge) {
        String reason = "the image was not scanned for " + words(type);
        return new EachImage((workload, container, image, facts, out) ->
                switch (facts.scan(image, type)) {
                    case ScanFact.Scanned scan -> judge.judge(workload, container, scan, out);
                    case ScanFact.NotScanned _ ->
                            out.unknown(
                                    workload,
                                    container,
                                    EachImage.at(workload, container),
                                    reason,
                                    "Scan it; a rule of the type imagesNotScanned refuses images that were not.");
                    case ScanFact.Unknown(String why, String remedy) ->
                            unknown(workload, container, image, why, remedy, out);
                });
    }

    static boolean unknown(
            Workload workload,
            Container container,
            ImageReference image,
            String reason,
            String remedy,
            Findings out) {
        return out.unknown(workload, container, EachImage.at(workload, container), reason, remedy);
    }

    static String words(ScanType type) {
        return switch (type) {
            case VULNERABILITY -> "vulnerabilities";
            case MALWARE -> "malware";
            case SECRET -> "secrets";
        };
    }
}
