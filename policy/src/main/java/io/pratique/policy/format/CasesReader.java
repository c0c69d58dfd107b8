package io.pratique.policy.format;

import io.pratique.document.Node;
import io.pratique.model.ImageReference;
import io.pratique.model.InvalidImageReference;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.policy.Verdict;
import io.pratique.policy.format.PolicyCases.Case;
import io.pratique.policy.format.PolicyCases.Expected;
import io.pratique.policy.format.PolicyCases.ExpectedViolation;
import io.pratique.policy.format.PolicyCases.Scan;
import io.pratique.policy.format.PolicyCases.Signature;
import io.pratique.policy.format.PolicyCases.Subject;
import io.pratique.policy.rule.Facts.ScanType;
import io.pratique.policy.rule.ScanFact;
import io.pratique.policy.rule.SignatureFact;
import io.pratique.policy.rule.Vulnerability;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads cases for policies. */
public final class CasesReader {
    /** Cases, or everything that keeps the document from being some. */
    public record Reading(Optional<PolicyCases> cases, List<Problem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    private final Problems problems = new Problems();
    private final LocalDate today;

    private CasesReader(LocalDate today) {
        this.today = today;
    }

    /** True when the document says that it holds cases. */
    public static boolean recognises(Node root) {
        return root.textOf("kind").filter(CasesForm.KIND::equals).isPresent();
    }

    /**
     * Reads cases.
     *
     * @param today in UTC: for cases that do not say on which day they are judged
     */
    public static Reading read(Node root, LocalDate today) {
        CasesReader reader = new CasesReader(today);
        PolicyCases cases = reader.document(root);
        return new Reading(
                reader.problems.hasErrors() ? Optional.empty() : Optional.of(cases),
                reader.problems.all());
    }

    private PolicyCases document(Node root) {
        Map<String, Node> top = CasesForm.DOCUMENT.read(root, problems);
        List<Case> cases = new ArrayList<>();
        for (Node node : Fields.nodes(top, "cases")) {
            read(node).ifPresent(cases::add);
        }
        Node list = top.get("cases");
        if (list != null && list.elements().isEmpty()) {
            problems.error(list, "no-cases", "there is no case", "Write at least one.");
        }
        return new PolicyCases(Fields.texts(top, "policies"), cases);
    }

    private Optional<Case> read(Node node) {
        Map<String, Node> fields = CasesForm.CASE.read(node, problems);
        Optional<LocalDate> now =
                Optional.ofNullable(fields.get("now")).map(date -> LocalDate.parse(date.text()));
        Node facts = fields.get("facts");
        Map<String, Node> known = facts == null ? Map.of() : CasesForm.FACTS.read(facts, problems);
        List<Scan> scans = new ArrayList<>();
        for (Node scan : Fields.nodes(known, "scans")) {
            scan(scan, now.orElse(today)).ifPresent(scans::add);
        }
        List<Signature> signatures = new ArrayList<>();
        for (Node signature : Fields.nodes(known, "signatures")) {
            signature(signature).ifPresent(signatures::add);
        }
        Optional<Subject> subject = subject(node, fields);
        Optional<Expected> expected = expected(fields.get("expect"));
        if (subject.isEmpty() || expected.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Case(
                        Fields.text(fields, "name", ""),
                        node.position(),
                        subject.get(),
                        now,
                        scans,
                        signatures,
                        expected.get()));
    }

    private Optional<Subject> subject(Node node, Map<String, Node> fields) {
        Node object = fields.get("object");
        Node file = fields.get("file");
        if ((object == null) == (file == null)) {
            problems.error(
                    node,
                    "one-of",
                    object == null
                            ? "the case has neither an 'object' nor a 'file'"
                            : "the case has both an 'object' and a 'file'",
                    "Write one of them: what is judged, or the file that has it.");
            return Optional.empty();
        }
        if (file != null) {
            return Optional.of(
                    new Subject.InFile(file.text(), Fields.text(fields, "resource", "")));
        }
        if (fields.containsKey("resource")) {
            problems.errorAtKey(
                    node,
                    "resource",
                    "one-of",
                    "'resource' says which object of a 'file' is meant",
                    "Take it out.");
        }
        return Optional.ofNullable(object).map(Subject.Inside::new);
    }

    private Optional<Expected> expected(@Nullable Node node) {
        if (node == null) {
            return Optional.empty();
        }
        Map<String, Node> fields = CasesForm.EXPECTED.read(node, problems);
        String decision = Fields.text(fields, "decision", "");
        Node written = fields.get("violations");
        Optional<List<ExpectedViolation>> violations = Optional.empty();
        if (written != null) {
            if (!written.isArray()) {
                problems.error(
                        written,
                        "wrong-value",
                        "'violations' must be a list, and is " + written.kind().word(),
                        "");
            }
            List<ExpectedViolation> list = new ArrayList<>();
            for (Node violation : written.elements()) {
                list.add(violation(violation));
            }
            violations = Optional.of(List.copyOf(list));
        }
        if (decision.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Expected(
                        Verdict.valueOf(decision.toUpperCase(Locale.ROOT)),
                        violations,
                        fields.containsKey("excepted")
                                ? Optional.of(Fields.texts(fields, "excepted"))
                                : Optional.empty()));
    }

    private ExpectedViolation violation(Node node) {
        if (node.isText()) {
            return new ExpectedViolation(node.position(), Map.of("rule", node.text()));
        }
        Map<String, String> said = new LinkedHashMap<>();
        CasesForm.VIOLATION
                .read(node, problems)
                .forEach((name, value) -> said.put(name, value.text()));
        return new ExpectedViolation(node.position(), said);
    }

    private Optional<ImageReference> image(Map<String, Node> fields) {
        Node node = fields.get("image");
        if (node == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ImageReference.of(node.text()));
        } catch (InvalidImageReference e) {
            problems.error(
                    node, "wrong-value", "'image' is no image reference: " + e.getMessage(), "");
            return Optional.empty();
        }
    }

    private Optional<Scan> scan(Node node, LocalDate day) {
        Map<String, Node> fields = CasesForm.SCAN.read(node, problems);
        List<Vulnerability> vulnerabilities = new ArrayList<>();
        for (Node one : Fields.nodes(fields, "vulnerabilities")) {
            Map<String, Node> said = CasesForm.VULNERABILITY.read(one, problems);
            vulnerabilities.add(
                    new Vulnerability(
                            Fields.text(said, "id", ""),
                            Severity.of(Fields.text(said, "severity", ""))
                                    .orElse(Severity.CRITICAL),
                            Fields.text(said, "package", ""),
                            Fields.text(said, "fixedIn", ""),
                            letter(said, "attackVector"),
                            letter(said, "attackComplexity"),
                            letter(said, "availabilityImpact")));
        }
        long findings = number(fields, "findings", vulnerabilities.size());
        long age = number(fields, "age", 0);
        Optional<ImageReference> image = image(fields);
        String type = Fields.text(fields, "type", "");
        if (image.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        ScanFact fact =
                Fields.flag(fields, "scanned", true)
                        ? new ScanFact.Scanned(
                                day.atTime(LocalTime.NOON)
                                        .toInstant(ZoneOffset.UTC)
                                        .minus(Duration.ofDays(age)),
                                Math.toIntExact(findings),
                                vulnerabilities)
                        : new ScanFact.NotScanned();
        return Optional.of(
                new Scan(image.get(), ScanType.valueOf(type.toUpperCase(Locale.ROOT)), fact));
    }

    private long number(Map<String, Node> fields, String name, long fallback) {
        Node node = fields.get(name);
        if (node == null) {
            return fallback;
        }
        long number = node.document().asLong(node.index(), -1);
        if (number < 0 || number > 1_000_000) {
            problems.error(node, "wrong-value", "'" + name + "' must be from 0 to 1000000", "");
            return fallback;
        }
        return number;
    }

    private static Setting<String> letter(Map<String, Node> fields, String name) {
        String letter = Fields.text(fields, name, "");
        return letter.isEmpty() ? Setting.unset() : Setting.of(letter);
    }

    private Optional<Signature> signature(Node node) {
        Map<String, Node> fields = CasesForm.SIGNATURE.read(node, problems);
        Optional<ImageReference> image = image(fields);
        return image.map(reference ->
                new Signature(
                        reference,
                        Fields.text(fields, "attestor", ""),
                        Fields.flag(fields, "verified", false)
                                ? new SignatureFact.Verified()
                                : new SignatureFact.Rejected("no signature was found")));
    }
}
