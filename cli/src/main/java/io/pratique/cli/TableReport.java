package io.pratique.cli;

import io.pratique.model.Identity;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Verdict;
import io.pratique.policy.Violation;
import java.io.PrintStream;
import java.util.Map;

/**
 * For people: each workload that is not simply allowed, with what is wrong, where, and what to
 * write.
 */
final class TableReport implements Report {
    private final PrintStream out;

    TableReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void add(Outcome outcome) {
        switch (outcome) {
            case Outcome.Judged judged -> judged(judged);
            case Outcome.Failed failed -> {
                out.println(
                        "ERROR    "
                                + failed.path()
                                + (failed.line() > 0
                                        ? ":" + failed.line() + ":" + failed.column()
                                        : "")
                                + "  "
                                + failed.message());
                if (!failed.hint().isEmpty()) {
                    out.println("         " + failed.hint());
                }
            }
            case Outcome.Skipped _ -> {}
        }
    }

    private void judged(Outcome.Judged judged) {
        if (judged.decision().verdict() == Verdict.ALLOW) {
            return;
        }
        Identity identity = judged.workload().identity();
        out.println(
                "%-8s %s %s  %s:%d"
                        .formatted(
                                judged.decision().verdict().name(),
                                identity.kind(),
                                identity.namespace().isEmpty()
                                        ? identity.name()
                                        : identity.namespace() + "/" + identity.name(),
                                judged.path(),
                                judged.line()));
        for (Violation violation : judged.decision().violations()) {
            out.println(
                    "  %-5s  %-26s %s"
                            .formatted(
                                    violation.action().id(),
                                    violation.rule(),
                                    violation.message()));
            out.println(
                    "         line %-5d %s%s is %s; should be %s"
                            .formatted(
                                    violation.location().line(),
                                    violation.container().isEmpty()
                                            ? ""
                                            : "container " + violation.container() + ": ",
                                    violation.location().pointer(),
                                    violation.observed(),
                                    violation.expected()));
        }
        for (Unjudged unjudged : judged.decision().unjudged()) {
            out.println(
                    "  ?      %-26s %s is %s. %s"
                            .formatted(
                                    unjudged.rule(),
                                    unjudged.location().pointer(),
                                    unjudged.reason(),
                                    unjudged.remedy()));
        }
        out.println();
    }

    @Override
    public void end(Summary summary) {
        out.println(
                "%d workloads: %d blocked, %d logged, %d unknown, %d allowed; %d could not be read"
                        .formatted(
                                summary.workloads(),
                                summary.count(Verdict.BLOCK),
                                summary.count(Verdict.LOG),
                                summary.count(Verdict.UNKNOWN),
                                summary.count(Verdict.ALLOW),
                                summary.errors()));
        if (!summary.skipped().isEmpty()) {
            StringBuilder kinds = new StringBuilder("Not judged, as they start no containers:");
            for (Map.Entry<String, Integer> kind : summary.skipped().entrySet()) {
                kinds.append(' ')
                        .append(kind.getKey())
                        .append(" (")
                        .append(kind.getValue())
                        .append(")");
            }
            out.println(kinds);
        }
        if (summary.workloads() == 0) {
            out.println("Nothing was found to judge.");
        }
    }
}
