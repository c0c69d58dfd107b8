package io.pratique.cli;

import io.pratique.policy.Action;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Verdict;
import io.pratique.policy.Violation;
import java.io.PrintStream;
import java.util.List;

/**
 * JUnit's XML as GitLab and Jenkins read it: a suite for each file, a case for each workload. A
 * case has one failure with all its violations in it, as both show only the first; what is not
 * known or could not be read is an error; an object without containers is skipped. One file is kept
 * in memory at a time, as a suite says its counts first.
 */
final class JunitReport implements Report {
    private final PrintStream out;
    private final RelativePaths paths;
    private final Verdict failOn;
    private final StringBuilder cases = new StringBuilder();
    private String path = "";
    private int tests;
    private int failures;
    private int errors;
    private int skipped;

    /**
     * @param failOn the mildest verdict that is a failure: LOG or BLOCK
     */
    JunitReport(PrintStream out, RelativePaths paths, Verdict failOn) {
        this.out = out;
        this.paths = paths;
        this.failOn = failOn;
        out.print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pratique\">\n");
    }

    @Override
    public void add(Outcome outcome) {
        switch (outcome) {
            case Outcome.Judged judged -> {
                suite(judged.path());
                judged(judged);
            }
            case Outcome.Failed failed -> {
                suite(failed.path());
                String line = failed.line() > 0 ? "line " + failed.line() : "the file";
                open(line, failed.line());
                errors++;
                body(
                        "error",
                        failed.code(),
                        failed.message(),
                        failed.message()
                                + (failed.line() > 0
                                        ? "\n"
                                                + paths.of(failed.path())
                                                + ":"
                                                + failed.line()
                                                + ":"
                                                + failed.column()
                                        : "")
                                + (failed.hint().isEmpty() ? "" : "\n" + failed.hint()));
                close();
            }
            case Outcome.Skipped skip -> {
                suite(skip.path());
                open(skip.kind(), 0);
                skipped++;
                cases.append("      <skipped message=\"It starts no containers.\"/>\n");
                close();
            }
        }
    }

    private void judged(Outcome.Judged judged) {
        open(Names.of(judged.workload()), judged.line());
        StringBuilder failing = new StringBuilder();
        StringBuilder passing = new StringBuilder();
        int count = 0;
        String first = "";
        for (Violation violation : judged.decision().violations()) {
            boolean fails = violation.action() == Action.BLOCK || failOn == Verdict.LOG;
            if (fails) {
                count++;
                first = first.isEmpty() ? violation.rule() + ": " + violation.message() : first;
            }
            (fails ? failing : passing).append(text(judged, violation)).append("\n\n");
        }
        if (count > 0) {
            failures++;
            body(
                    "failure",
                    judged.decision().verdict().id(),
                    count == 1 ? first : Shown.count(count, "violation") + ", first " + first,
                    failing.toString().strip());
        }
        List<Unjudged> unknown = judged.decision().unjudged();
        if (!unknown.isEmpty() && count == 0) {
            errors++;
            StringBuilder text = new StringBuilder();
            for (Unjudged unjudged : unknown) {
                text.append(unjudged.rule())
                        .append(" (")
                        .append(paths.of(judged.path()))
                        .append(":")
                        .append(unjudged.location().line())
                        .append(")\n")
                        .append(ViolationText.plain(unjudged))
                        .append("\n\n");
            }
            body(
                    "error",
                    "unknown",
                    Shown.count(unknown.size(), "rule") + " could not be judged",
                    text.toString().strip());
        }
        if (!passing.isEmpty()) {
            cases.append("      <system-out>")
                    .append(xml("Logged, not failed:\n\n" + passing.toString().strip()))
                    .append("</system-out>\n");
        }
        close();
    }

    private String text(Outcome.Judged judged, Violation violation) {
        return violation.action().id()
                + " "
                + violation.rule()
                + " ("
                + violation.severity().id()
                + ", "
                + paths.of(judged.path())
                + ":"
                + violation.location().line()
                + (violation.container().isEmpty() ? "" : ", container " + violation.container())
                + ")\n"
                + ViolationText.plain(judged.workload(), violation);
    }

    private void open(String name, int line) {
        tests++;
        cases.append("    <testcase name=\"")
                .append(attribute(name))
                .append("\" classname=\"")
                .append(attribute(paths.of(path)))
                .append("\" file=\"")
                .append(attribute(paths.of(path)))
                .append(line > 0 ? "\" line=\"" + line : "")
                .append("\" time=\"0\">\n");
    }

    private void close() {
        cases.append("    </testcase>\n");
    }

    private void body(String element, String type, String message, String text) {
        cases.append("      <")
                .append(element)
                .append(" type=\"")
                .append(attribute(type))
                .append("\" message=\"")
                .append(attribute(message))
                .append("\">")
                .append(xml(text))
                .append("</")
                .append(element)
                .append(">\n");
    }

    private void suite(String next) {
        if (!next.equals(path)) {
            flush();
            path = next;
        }
    }

    private void flush() {
        if (tests > 0) {
            out.print(
                    "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"0\">\n"
                            .formatted(
                                    attribute(paths.of(path)), tests, failures, errors, skipped));
            out.print(cases);
            out.print("  </testsuite>\n");
        }
        cases.setLength(0);
        tests = 0;
        failures = 0;
        errors = 0;
        skipped = 0;
    }

    @Override
    public void end(Summary summary) {
        if (summary.workloads() == 0 && summary.errors() == 0) {
            suite("nothing");
            open("nothing", 0);
            errors++;
            body("error", "nothing-to-judge", "Nothing was found to judge.", "");
            close();
        }
        flush();
        out.print("</testsuites>\n");
    }

    /** What XML 1.0 cannot hold, even escaped, is written out. */
    private static String xml(String text) {
        StringBuilder lines = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            lines.append(lines.isEmpty() ? "" : "\n").append(Shown.line(line));
        }
        return lines.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String attribute(String text) {
        return xml(Shown.line(text, Shown.LONG)).replace("\"", "&quot;");
    }
}
