package io.pratique.policy.rule;

import io.pratique.model.ImageReference;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Facts that stand at the head of a sample, one on each line:
 *
 * <pre>
 * now: 2026-03-31T12:00:00Z
 * scan: IMAGE vulnerability TIME none
 * scan: IMAGE vulnerability TIME CVE-2021-44228 critical AV:N AC:L A:H log4j-core 2.17.1; …
 * scan: IMAGE malware TIME 2
 * not-scanned: IMAGE malware
 * signature: IMAGE ATTESTOR verified
 * signature: IMAGE ATTESTOR rejected no signature was found
 * </pre>
 *
 * <p>A dash stands for a metric, package or version that the scanner does not give. What no line
 * says is unknown.
 */
record SampleFacts(Instant now, Map<String, ScanFact> scans, Map<String, SignatureFact> signatures)
        implements Facts {
    private static final String DEFAULT_NOW = "2026-03-31T12:00:00Z";

    static SampleFacts of(List<String> head) {
        String now = DEFAULT_NOW;
        Map<String, ScanFact> scans = new HashMap<>();
        Map<String, SignatureFact> signatures = new HashMap<>();
        for (String line : head) {
            int colon = line.indexOf(": ");
            String[] words = line.substring(colon < 0 ? 0 : colon + 2).split(" ", 4);
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "now" -> now = words[0];
                case "scan" -> scans.put(key(words), scan(words[1], words[2], words[3]));
                case "not-scanned" -> scans.put(key(words), new ScanFact.NotScanned());
                case "signature" ->
                        signatures.put(
                                key(words),
                                words[2].equals("verified")
                                        ? new SignatureFact.Verified()
                                        : new SignatureFact.Rejected(words[3]));
                default -> {}
            }
        }
        return new SampleFacts(Instant.parse(now), scans, signatures);
    }

    private static String key(String[] words) {
        return ImageReference.of(words[0]).canonical() + " " + words[1];
    }

    private static ScanFact scan(String type, String at, String results) {
        if (!type.equals("vulnerability")) {
            return new ScanFact.Scanned(Instant.parse(at), Integer.parseInt(results), List.of());
        }
        List<Vulnerability> vulnerabilities = new ArrayList<>();
        for (String result : results.equals("none") ? new String[0] : results.split("; ", -1)) {
            String[] words = result.split(" ", -1);
            vulnerabilities.add(
                    new Vulnerability(
                            words[0],
                            Severity.of(words[1]).orElseThrow(),
                            given(words[5]),
                            given(words[6]),
                            metric(words[2]),
                            metric(words[3]),
                            metric(words[4])));
        }
        return new ScanFact.Scanned(Instant.parse(at), vulnerabilities.size(), vulnerabilities);
    }

    private static String given(String word) {
        return word.equals("-") ? "" : word;
    }

    private static Setting<String> metric(String word) {
        return word.equals("-")
                ? Setting.unset()
                : Setting.of(word.substring(word.indexOf(':') + 1));
    }

    @Override
    public ScanFact scan(ImageReference image, ScanType type) {
        ScanFact fact = scans.get(image.canonical() + " " + type.id());
        return fact == null ? Facts.at(now).scan(image, type) : fact;
    }

    @Override
    public SignatureFact signature(ImageReference image, String attestor) {
        SignatureFact fact = signatures.get(image.canonical() + " " + attestor);
        return fact == null ? Facts.at(now).signature(image, attestor) : fact;
    }
}
