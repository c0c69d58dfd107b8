package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Severity;
import io.pratique.policy.rule.Facts.ScanType;
import java.util.List;
import java.util.Set;

/** The rules that count what a scan found: imagesWithMalware, imagesWithSecrets. */
final class ImageFindings implements RuleType {
    static final ImageFindings MALWARE =
            new ImageFindings(
                    "imagesWithMalware",
                    "A scan found malware in an image.",
                    Severity.CRITICAL,
                    ScanType.MALWARE,
                    "malicious file");
    static final ImageFindings SECRETS =
            new ImageFindings(
                    "imagesWithSecrets",
                    "A scan found secrets in an image: everybody who may pull it can read them.",
                    Severity.HIGH,
                    ScanType.SECRET,
                    "secret");

    private final String id;
    private final String description;
    private final Severity severity;
    private final ScanType type;
    private final String thing;

    private ImageFindings(
            String id, String description, Severity severity, ScanType type, String thing) {
        this.id = id;
        this.description = description;
        this.severity = severity;
        this.type = type;
        this.thing = thing;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number(
                        "tolerated",
                        0,
                        "How many findings still pass; none when it is not written, as one is enough."));
    }

    @Override
    public Check compile(Parameters parameters) {
        long tolerated = parameters.number("tolerated");
        if (tolerated < 0) {
            throw new InvalidParameters(
                    "tolerated",
                    "'tolerated' must be 0 or more, and is " + tolerated,
                    "Write 0 to tolerate none.");
        }
        String expected = tolerated == 0 ? "none" : "at most " + tolerated;
        return ScannedImage.check(
                type,
                (workload, container, scan, out) ->
                        scan.findings() > tolerated
                                && out.violated(
                                        workload,
                                        container,
                                        Attribute.IMAGE,
                                        0,
                                        new Count(scan.findings(), thing),
                                        expected,
                                        Fix.MANUAL));
    }

    private record Count(int count, String thing) {
        @Override
        public String toString() {
            return count + " " + thing + (count == 1 ? "" : "s");
        }
    }
}
