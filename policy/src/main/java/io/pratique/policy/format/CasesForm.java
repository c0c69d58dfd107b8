package io.pratique.policy.format;

import static io.pratique.policy.format.Form.optional;
import static io.pratique.policy.format.Form.required;

import io.pratique.model.Severity;
import io.pratique.policy.Verdict;
import io.pratique.policy.rule.Facts.ScanType;
import java.util.Arrays;
import java.util.List;

/** The form of a PolicyTest document. */
final class CasesForm {
    static final String KIND = "PolicyTest";

    private static final Form.Type TEXT = new Form.Type.Text("", "a text");
    private static final Form.Type LETTER = new Form.Type.Text("[A-Z]", "one capital letter");

    static final Form VIOLATION =
            new Form(
                    "violation",
                    List.of(
                            optional("rule", TEXT, "The id of the rule."),
                            optional("type", TEXT, "The type of the rule."),
                            optional("policy", TEXT, "The name of the policy."),
                            optional(
                                    "action",
                                    new Form.Type.Choice(List.of("log", "block")),
                                    "What the rule does."),
                            optional(
                                    "severity",
                                    new Form.Type.Choice(
                                            Arrays.stream(Severity.values())
                                                    .map(Severity::id)
                                                    .toList()),
                                    "How bad it is."),
                            optional(
                                    "container",
                                    TEXT,
                                    "The container; an empty text for the pod or task itself."),
                            optional("pointer", TEXT, "The JSON pointer of the value."),
                            optional("observed", TEXT, "The value.")));

    static final Form VULNERABILITY =
            new Form(
                    "vulnerability",
                    List.of(
                            required("id", TEXT, "Such as CVE-2021-44228."),
                            required(
                                    "severity",
                                    new Form.Type.Choice(
                                            Arrays.stream(Severity.values())
                                                    .map(Severity::id)
                                                    .toList()),
                                    "How bad it is."),
                            optional("package", TEXT, "The package that has it."),
                            optional("fixedIn", TEXT, "The version that mends it."),
                            optional("attackVector", LETTER, "N, A, L or P, as CVSS has it."),
                            optional("attackComplexity", LETTER, "L or H."),
                            optional("availabilityImpact", LETTER, "N, L or H.")));

    static final Form SCAN =
            new Form(
                    "scan",
                    List.of(
                            required("image", TEXT, "The image, as the workload writes it."),
                            required(
                                    "type",
                                    new Form.Type.Choice(
                                            Arrays.stream(ScanType.values())
                                                    .map(ScanType::id)
                                                    .toList()),
                                    "What it was scanned for."),
                            optional(
                                    "scanned",
                                    new Form.Type.Flag(),
                                    "False when it was never scanned; true when not written."),
                            optional(
                                    "age",
                                    new Form.Type.WholeNumber(),
                                    "How many days ago; 0 when not written."),
                            optional(
                                    "findings",
                                    new Form.Type.WholeNumber(),
                                    "How many there were; without it, as many as vulnerabilities."),
                            optional(
                                    "vulnerabilities",
                                    new Form.Type.Many(VULNERABILITY),
                                    "What was found.")));

    static final Form SIGNATURE =
            new Form(
                    "signature",
                    List.of(
                            required("image", TEXT, "The image, as the workload writes it."),
                            required("attestor", TEXT, "The name of the attestor."),
                            required("verified", new Form.Type.Flag(), "Whether it is signed.")));

    static final Form FACTS =
            new Form(
                    "facts",
                    List.of(
                            optional(
                                    "scans",
                                    new Form.Type.Many(SCAN),
                                    "Scans of images; what is not here is unknown."),
                            optional(
                                    "signatures",
                                    new Form.Type.Many(SIGNATURE),
                                    "Signatures of images; what is not here is unknown.")));

    static final Form EXPECTED =
            new Form(
                    "expectation",
                    List.of(
                            required(
                                    "decision",
                                    new Form.Type.Choice(
                                            Arrays.stream(Verdict.values())
                                                    .map(Verdict::id)
                                                    .toList()),
                                    "The verdict."),
                            optional(
                                    "violations",
                                    new Form.Type.Free("a list"),
                                    "Exactly these violations, as ids of rules or with more said of them; without it, they are not looked at."),
                            optional(
                                    "excepted",
                                    new Form.Type.Texts(),
                                    "The exceptions that let something pass; without it, they are not looked at.")));

    static final Form CASE =
            new Form(
                    "case",
                    List.of(
                            required("name", TEXT, "What it shows, a sentence."),
                            optional(
                                    "object",
                                    new Form.Type.Free("an object"),
                                    "The Kubernetes object or task definition."),
                            optional("file", TEXT, "Or a file that has it, relative to this one."),
                            optional(
                                    "resource",
                                    TEXT,
                                    "Which object of the file: Kind/name or name."),
                            optional(
                                    "now",
                                    new Form.Type.Date(),
                                    "The day of the decision; without it, today."),
                            optional("facts", new Form.Type.One(FACTS), "What is known of images."),
                            required(
                                    "expect",
                                    new Form.Type.One(EXPECTED),
                                    "What should come of it.")));

    static final Form DOCUMENT =
            new Form(
                    KIND,
                    List.of(
                            required(
                                    "apiVersion",
                                    new Form.Type.Choice(List.of(PolicyForm.API_VERSION)),
                                    "The version of this form."),
                            required(
                                    "kind",
                                    new Form.Type.Choice(List.of(KIND)),
                                    "What the document is."),
                            optional(
                                    "policies",
                                    new Form.Type.Texts(),
                                    "Policy files, relative to this one, or presets; without it, x.yaml for x.test.yaml."),
                            required("cases", new Form.Type.Many(CASE), "The cases.")));

    private CasesForm() {}
}
