package io.pratique.cli;

import io.pratique.posture.Finding;
import io.pratique.posture.Report;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.evidence.Missing;
import io.pratique.posture.result.Fact;
import io.pratique.posture.result.State;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Writes what an audit found. */
final class AuditReport {
    private static final List<State> ORDER =
            List.of(
                    State.NOT_APPLICABLE,
                    State.PLATFORM_ENFORCED,
                    State.PASS,
                    State.NO_EVIDENCE,
                    State.ERROR,
                    State.FAIL);

    private final PrintStream out;
    private final Catalogue catalogue;
    private final Report report;
    private final List<String> problems;

    /**
     * @param problems what could not be read
     */
    AuditReport(PrintStream out, Catalogue catalogue, Report report, List<String> problems) {
        this.out = out;
        this.catalogue = catalogue;
        this.report = report;
        this.problems = problems;
    }

    void jsonLines() {
        for (Finding finding : report.findings()) {
            JsonGenerator json = JsonOutput.to(out);
            finding(json, finding);
            JsonOutput.end(json);
        }
        JsonGenerator json = JsonOutput.to(out);
        json.writeStartObject();
        summary(json);
        json.writeEndObject();
        JsonOutput.end(json);
    }

    void json() {
        JsonGenerator json = JsonOutput.to(out);
        json.writeStartObject();
        json.writeArrayPropertyStart("findings");
        report.findings().forEach(finding -> finding(json, finding));
        json.writeEndArray();
        summary(json);
        json.writeEndObject();
        JsonOutput.end(json);
    }

    private void finding(JsonGenerator json, Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("template", finding.template().slug());
        json.writeStringProperty("name", finding.template().name());
        json.writeStringProperty("resourceType", finding.kind().id());
        json.writeStringProperty("subject", finding.subjectId());
        json.writeStringProperty("state", finding.state().name());
        json.writeStringProperty("severity", finding.template().severity().id());
        json.writeStringProperty("reason", reason(finding));
        json.writeStringProperty("observed", said(finding, Fact::observed));
        json.writeStringProperty("expected", said(finding, Fact::expected));
        JsonOutput.texts(json, "evidence", pointers(finding));
        TemplatesShowCommand.frameworks(json, catalogue.requirements(finding.template().slug()));
        json.writeStringProperty("remediation", finding.template().remediation().summary());
        json.writeEndObject();
    }

    private void summary(JsonGenerator json) {
        json.writeObjectPropertyStart("summary");
        json.writeNumberProperty("findings", report.findings().size());
        json.writeNumberProperty("templates", report.byTemplate().size());
        json.writeObjectPropertyStart("states");
        report.counts().forEach((state, count) -> json.writeNumberProperty(state.name(), count));
        json.writeEndObject();
        json.writeNumberProperty("failures", report.failures());
        share(json, "score", report.score());
        share(json, "coverage", report.coverage());
        JsonOutput.texts(json, "unread", problems);
        json.writeEndObject();
    }

    private static void share(JsonGenerator json, String name, double share) {
        if (Double.isNaN(share)) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, share);
        }
    }

    /** One sentence; for what is not known, the code of the reason before what would supply it. */
    private static String reason(Finding finding) {
        return finding.outcome()
                .missing()
                .map(missing -> missing.reason() + ": " + missing.supply())
                .orElse(finding.outcome().summary());
    }

    /** The facts that decided; all of them when none did it alone. */
    private static List<Fact> facts(Finding finding) {
        List<Fact> deciding =
                finding.outcome().facts().stream()
                        .filter(fact -> fact.state() == finding.state())
                        .toList();
        return deciding.isEmpty() ? finding.outcome().facts() : deciding;
    }

    private static String said(Finding finding, Function<Fact, String> of) {
        return facts(finding).stream()
                .map(fact -> {
                    String text = of.apply(fact);
                    return fact.part().isEmpty() || text.isEmpty()
                            ? text
                            : fact.part() + ": " + text;
                })
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static List<String> pointers(Finding finding) {
        List<String> pointers =
                new ArrayList<>(facts(finding).stream().map(Fact::pointer).distinct().toList());
        if (pointers.isEmpty()) {
            finding.subject()
                    .map(subject -> subject.pointer())
                    .filter(pointer -> !pointer.isEmpty())
                    .ifPresent(pointers::add);
        }
        return pointers;
    }

    void csv() {
        row(
                List.of(
                        "template",
                        "name",
                        "resourceType",
                        "subject",
                        "state",
                        "severity",
                        "reason",
                        "observed",
                        "expected",
                        "evidence",
                        "frameworks",
                        "remediation"));
        for (Finding finding : report.findings()) {
            String frameworks =
                    catalogue.requirements(finding.template().slug()).entrySet().stream()
                            .map(entry ->
                                    entry.getKey() + ": " + String.join(", ", entry.getValue()))
                            .collect(Collectors.joining("; "));
            row(
                    List.of(
                            finding.template().slug(),
                            finding.template().name(),
                            finding.kind().id(),
                            finding.subjectId(),
                            finding.state().name(),
                            finding.template().severity().id(),
                            reason(finding),
                            said(finding, Fact::observed),
                            said(finding, Fact::expected),
                            String.join(" ", pointers(finding)),
                            frameworks,
                            finding.template().remediation().summary()));
        }
    }

    private void row(List<String> cells) {
        out.print(cells.stream().map(AuditReport::cell).collect(Collectors.joining(",")) + "\r\n");
    }

    /** Between quotes (RFC 4180), and never a formula to a spreadsheet. */
    static String cell(String text) {
        String start = text.stripLeading();
        boolean formula =
                !start.isEmpty() && "=+-@＝＋－＠|%".indexOf(start.charAt(0)) >= 0
                        || !text.isEmpty() && "\t\r\n".indexOf(text.charAt(0)) >= 0;
        return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }

    /** The worst stands last, next to what it comes to, where people look. */
    void table() {
        for (State state : ORDER) {
            List<Finding> all = report.findings().stream().filter(f -> f.state() == state).toList();
            if (all.isEmpty()) {
                continue;
            }
            out.print(words(state) + " (" + all.size() + ")\n");
            Map<String, Integer> nothing = new LinkedHashMap<>();
            for (Finding finding : all) {
                if (finding.subject().isEmpty()) {
                    nothing.merge(
                            finding.kind().id()
                                    + finding.outcome()
                                            .missing()
                                            .map(Missing::supply)
                                            .map(supply -> ": " + supply)
                                            .orElse(""),
                            1,
                            Integer::sum);
                    continue;
                }
                out.print(
                        "  %-8s  %s  %s\n"
                                .formatted(
                                        finding.template().severity().id(),
                                        finding.template().slug(),
                                        Shown.line(finding.subjectId(), 200)));
                boolean whole = state == State.FAIL || state == State.ERROR;
                out.print("            " + Shown.line(reason(finding), 300) + "\n");
                if (whole) {
                    String observed = said(finding, Fact::observed);
                    if (!observed.isEmpty()) {
                        out.print("            observed: " + Shown.line(observed, 300) + "\n");
                    }
                    out.print(
                            "            fix: "
                                    + Shown.line(finding.template().remediation().summary(), 300)
                                    + "\n");
                }
            }
            nothing.forEach((what, count) ->
                    out.print(
                            "  "
                                    + Shown.count(count, "template")
                                    + " without a subject: "
                                    + Shown.line(what, 300)
                                    + "\n"));
            out.print("\n");
        }
        out.print(
                "score %s  coverage %s  (%s: %s)\n"
                        .formatted(
                                percent(report.score()),
                                percent(report.coverage()),
                                Shown.count(report.findings().size(), "finding"),
                                report.counts().entrySet().stream()
                                        .filter(entry -> entry.getValue() > 0)
                                        .map(entry ->
                                                entry.getValue() + " " + words(entry.getKey()))
                                        .collect(Collectors.joining(", "))));
    }

    private static String words(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String percent(double share) {
        return Double.isNaN(share)
                ? "unknown"
                : String.format(Locale.ROOT, "%.1f %%", Math.floor(share * 1000) / 10);
    }
}
