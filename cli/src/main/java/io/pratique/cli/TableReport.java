package io.pratique.cli;

import io.pratique.policy.Action;
import io.pratique.policy.Definition;
import io.pratique.policy.Excepted;
import io.pratique.policy.Expired;
import io.pratique.policy.PolicyException;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Verdict;
import io.pratique.policy.Violation;
import io.pratique.policy.fix.Operation;
import io.pratique.policy.fix.Patch;
import io.pratique.policy.rule.Fix;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * For people: each workload that is not simply allowed, with what is wrong, where, what is there,
 * what to write and where to read more; then what it comes to, and what to do next.
 */
final class TableReport implements Report {
    private static final int INDENT = 9;
    private static final int LABEL = 8;
    private static final int LAID_OUT = 512;

    private record ExceptionKey(String policy, String exception) {}

    private final PrintStream out;
    private final Look look;
    private final Map<ExceptionKey, PolicyException> known = new HashMap<>();
    private final Map<String, Integer> excepted = new TreeMap<>();
    private final Map<String, Integer> expired = new TreeMap<>();
    private final boolean severalPolicies;

    /** What is written next: one piece for each outcome, as a stream takes its time for each. */
    private final StringBuilder text = new StringBuilder();

    /** Ten thousand workloads break the same few rules: their words are laid out once. */
    private final Map<String, List<String>> laidOut = new HashMap<>();

    private final Map<String, String> labels = new HashMap<>();
    private int fixable;
    private int unjudged;

    /**
     * @param policies those that are judged by, to say when their exceptions end
     */
    TableReport(PrintStream out, Look look, List<SecurityPolicy> policies) {
        this.out = out;
        this.look = look;
        this.severalPolicies =
                policies.stream().map(SecurityPolicy::platform).distinct().count()
                        < policies.size();
        for (SecurityPolicy policy : policies) {
            for (PolicyException exception : policy.exceptions()) {
                known.put(new ExceptionKey(policy.name(), exception.name()), exception);
            }
            for (Definition definition : policy.namespaced()) {
                for (PolicyException exception : definition.exceptions()) {
                    known.put(
                            new ExceptionKey(
                                    policy.name(), definition.name() + "/" + exception.name()),
                            exception);
                }
            }
        }
    }

    private boolean quiet() {
        return look.detail() == Look.Detail.QUIET;
    }

    private boolean verbose() {
        return look.detail() == Look.Detail.VERBOSE;
    }

    private String ink(Ink ink, String text) {
        return ink.on(text, look.colours());
    }

    private void println(String line) {
        text.append(line).append('\n');
    }

    private void println() {
        text.append('\n');
    }

    private void send() {
        out.append(text);
        text.setLength(0);
    }

    private List<String> laidOut(String key, Supplier<List<String>> lines) {
        List<String> known = laidOut.get(key);
        if (known == null) {
            known = lines.get();
            if (laidOut.size() == LAID_OUT) {
                laidOut.clear();
            }
            laidOut.put(key, known);
        }
        return known;
    }

    @Override
    public void add(Outcome outcome) {
        switch (outcome) {
            case Outcome.Judged judged -> judged(judged);
            case Outcome.Failed failed -> failed(failed);
            case Outcome.Skipped skip -> {
                if (verbose()) {
                    heading(Ink.DIM, "SKIP", skip.kind(), source(skip.path()));
                }
            }
        }
        send();
    }

    private void failed(Outcome.Failed failed) {
        // Always, also when quiet: what could not be judged must not go unseen.
        heading(
                Ink.RED,
                "ERROR",
                "",
                source(failed.path())
                        + (failed.line() > 0 ? ":" + failed.line() + ":" + failed.column() : ""));
        paragraph(INDENT, failed.message());
        if (!failed.hint().isEmpty()) {
            paragraph(INDENT, failed.hint());
        }
        println();
    }

    private void judged(Outcome.Judged judged) {
        for (Excepted one : judged.decision().excepted()) {
            excepted.merge(exception(one), 1, Integer::sum);
        }
        for (Expired one : judged.decision().expired()) {
            expired.merge(
                    Shown.line(one.exception()) + ", which ended on " + one.ended(),
                    1,
                    Integer::sum);
        }
        unjudged += judged.decision().unjudged().size();
        List<Patch> patches = new ArrayList<>();
        for (Violation violation : judged.decision().violations()) {
            Patch patch = Patch.of(judged.workload(), violation);
            patches.add(patch);
            fixable += patch.isEmpty() ? 0 : 1;
        }
        Verdict verdict = judged.decision().verdict();
        if (quiet() || verdict == Verdict.ALLOW && !verbose()) {
            return;
        }
        heading(
                switch (verdict) {
                    case ALLOW -> Ink.GREEN;
                    case UNKNOWN -> Ink.CYAN;
                    case LOG -> Ink.YELLOW;
                    case BLOCK -> Ink.RED;
                },
                verdict.name(),
                Names.of(judged.workload()),
                source(judged.path()) + ":" + judged.line());
        for (int i = 0; i < patches.size(); i++) {
            violation(judged, judged.decision().violations().get(i), patches.get(i));
        }
        for (Unjudged one : judged.decision().unjudged()) {
            unjudged(judged, one);
        }
        if (verbose()) {
            for (Excepted one : judged.decision().excepted()) {
                mark(Ink.DIM, "except", one.violation().rule(), "by " + one.exception());
                where(
                        judged.path(),
                        one.violation().location().line(),
                        one.violation().container());
                println();
            }
        }
        if (verdict != Verdict.ALLOW) {
            println();
        }
    }

    /** One line: the verdict, whose it is, and where it stands; two when they do not fit. */
    private void heading(Ink ink, String verdict, String subject, String place) {
        String first = padded(verdict, 8) + " ";
        String name = Shown.line(subject, ViolationText.VALUE);
        String at = Shown.line(place);
        int used = first.length() + name.length() + at.length() + (name.isEmpty() ? 0 : 2);
        if (name.isEmpty()) {
            println(ink(ink, first) + at);
        } else if (used <= look.width()) {
            println(ink(ink, first) + ink(Ink.BOLD, name) + "  " + at);
        } else {
            println(ink(ink, first) + ink(Ink.BOLD, name));
            println(" ".repeat(INDENT) + at);
        }
    }

    private void mark(Ink ink, String action, String rule, String note) {
        println();
        println(
                "  "
                        + ink(ink, padded(action, 6) + " ")
                        + ink(Ink.BOLD, Shown.line(rule))
                        + "  "
                        + ink(Ink.DIM, Shown.line(note)));
    }

    private void violation(Outcome.Judged judged, Violation violation, Patch patch) {
        mark(
                violation.action() == Action.BLOCK ? Ink.RED : Ink.YELLOW,
                violation.action().id(),
                violation.rule(),
                violation.severity().id() + (severalPolicies ? ", by " + violation.policy() : ""));
        message(violation.message());
        where(judged.path(), violation.location().line(), violation.container());
        field("what", ViolationText.place(violation.location().pointer()));
        field("is", Shown.line(violation.observed(), ViolationText.VALUE));
        field("must be", Shown.line(violation.expected(), ViolationText.VALUE));
        fix(violation, patch);
        field("more", violation.documentation());
    }

    private void fix(Violation violation, Patch patch) {
        if (patch.isEmpty()) {
            field(
                    "fix",
                    violation.fix() instanceof Fix.Manual
                            ? "by hand: what is right here depends on the workload"
                            : "by hand, in what this file was made from");
            return;
        }
        String label = "fix";
        for (Operation operation : patch.operations()) {
            switch (operation) {
                case Operation.Add(String path, String json) -> write(label, path, json);
                case Operation.Replace(String path, String json) -> write(label, path, json);
                case Operation.Remove(String path) ->
                        field(label, "remove " + ViolationText.place(path));
            }
            label = "and";
        }
    }

    private void write(String label, String path, String json) {
        String start = label;
        for (String line : laidOut(path + "\n" + json, () -> Snippet.of(path, json))) {
            println(label(start) + ink(Ink.GREEN, line));
            start = "";
        }
    }

    private void unjudged(Outcome.Judged judged, Unjudged one) {
        mark(Ink.CYAN, "?", one.rule(), "not known");
        where(judged.path(), one.location().line(), one.container());
        field("what", ViolationText.place(one.location().pointer()));
        field("is", Shown.line(one.reason(), ViolationText.VALUE));
        field("fix", Shown.line(one.remedy(), ViolationText.VALUE));
        field("more", Violation.documentation(one.type()));
    }

    private void where(String path, int line, String container) {
        field(
                "where",
                Shown.line(source(path))
                        + (line > 0 ? ":" + line : "")
                        + (container.isEmpty() ? "" : ", container " + Shown.line(container)));
    }

    private static String source(String path) {
        return path.equals("-") ? "stdin" : path;
    }

    private String label(String name) {
        return labels.computeIfAbsent(
                name, _ -> " ".repeat(INDENT) + ink(Ink.DIM, padded(name, LABEL)));
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(Math.max(0, width - word.length()));
    }

    private void field(String name, String value) {
        if (value.length() <= look.width() - INDENT - LABEL) {
            text.append(label(name)).append(value).append('\n');
            return;
        }
        String start = name;
        for (String line : Wrap.lines(value, look.width() - INDENT - LABEL)) {
            println(label(start) + line);
            start = "";
        }
    }

    private void paragraph(int indent, String words) {
        for (String line : words.lines().toList()) {
            for (String part : Wrap.lines(Shown.line(line), look.width() - indent)) {
                println(" ".repeat(indent) + part);
            }
        }
    }

    /** A paragraph that comes again and again. */
    private void message(String words) {
        int before = text.length();
        // No pointer starts with a line feed, so no snippet has this key.
        String key = "\n" + words;
        List<String> known = laidOut.get(key);
        if (known == null) {
            paragraph(INDENT, words);
            String written = text.substring(before);
            laidOut(key, () -> List.of(written));
        } else {
            known.forEach(text::append);
        }
    }

    private String exception(Excepted one) {
        PolicyException exception =
                known.get(new ExceptionKey(one.violation().policy(), one.exception()));
        Optional<LocalDate> expires = exception == null ? Optional.empty() : exception.expires();
        return Shown.line(one.exception())
                + expires.map(date -> " (expires " + date + ")").orElse("");
    }

    @Override
    public void end(Summary summary) {
        StringBuilder counts = new StringBuilder();
        counts.append(Shown.count(summary.workloads(), "workload"))
                .append(": ")
                .append(ink(Ink.RED, summary.count(Verdict.BLOCK) + " blocked"))
                .append(", ")
                .append(ink(Ink.YELLOW, summary.count(Verdict.LOG) + " logged"))
                .append(", ")
                .append(ink(Ink.CYAN, summary.count(Verdict.UNKNOWN) + " unknown"))
                .append(", ")
                .append(ink(Ink.GREEN, summary.count(Verdict.ALLOW) + " allowed"));
        println(counts.toString());
        if (summary.errors() > 0) {
            println(ink(Ink.RED, Shown.count(summary.errors(), "input") + " could not be judged"));
        }
        excepted.forEach((exception, count) ->
                paragraph(0, Shown.count(count, "violation") + " excepted by " + exception));
        expired.forEach((exception, count) ->
                paragraph(
                        0,
                        "Warning: "
                                + Shown.count(count, "violation")
                                + " would be excepted by "
                                + exception
                                + ". Renew it or mend them."));
        if (!summary.skipped().isEmpty()) {
            List<String> kinds = new ArrayList<>();
            summary.skipped().forEach((kind, count) -> kinds.add(kind + " (" + count + ")"));
            paragraph(0, "Not judged, as they start no containers: " + String.join(", ", kinds));
        }
        if (unjudged > 0) {
            paragraph(
                    0,
                    "Unknown: a value is computed only when it is deployed. It is never taken for good; judge what is deployed, or give the value.");
        }
        if (fixable > 0) {
            paragraph(
                    0,
                    "Next: --fix shows how to change the files so that "
                            + (fixable == summary.violations()
                                    ? fixable == 1
                                            ? "the violation"
                                            : "all " + fixable + " violations"
                                    : fixable + " of the " + summary.violations() + " violations")
                            + (fixable == 1 ? " is" : " are")
                            + " gone; --fix-to DIR writes changed copies.");
        } else if (summary.violations() > 0) {
            paragraph(
                    0, "Next: change the values above by hand; none of them has one right answer.");
        }
        if (summary.workloads() == 0 && summary.errors() == 0) {
            println("Nothing was found to judge.");
        }
        send();
    }
}
