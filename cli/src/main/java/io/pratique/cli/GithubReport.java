package io.pratique.cli;

import io.pratique.policy.Action;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Verdict;
import io.pratique.policy.Violation;
import java.io.PrintStream;

/**
 * Workflow commands of GitHub Actions: each violation becomes a note beside the line it is on.
 *
 * <p>{@code ::error file=…,line=…,col=…,title=…::message}, with the escapes of GitHub's own
 * toolkit: {@code %}, carriage return and line feed everywhere, {@code :} and {@code ,} in
 * properties, too.
 */
final class GithubReport implements Report {
    /** GitHub cuts titles off behind this many characters. */
    private static final int TITLE = 255;

    /**
     * GitHub shows so many errors, warnings and notices of a step, and keeps the rest in the log.
     */
    private static final int SHOWN = 10;

    private final PrintStream out;
    private final RelativePaths paths;
    private int errors;
    private int warnings;
    private int notices;

    GithubReport(PrintStream out, RelativePaths paths) {
        this.out = out;
        this.paths = paths;
    }

    @Override
    public void add(Outcome outcome) {
        switch (outcome) {
            case Outcome.Judged judged -> judged(judged);
            case Outcome.Failed failed ->
                    command(
                            "error",
                            failed.path(),
                            failed.line(),
                            failed.column(),
                            "Could not be judged: " + failed.code(),
                            failed.message()
                                    + (failed.hint().isEmpty() ? "" : "\n" + failed.hint()));
            case Outcome.Skipped _ -> {}
        }
    }

    private void judged(Outcome.Judged judged) {
        for (Violation violation : judged.decision().violations()) {
            command(
                    violation.action() == Action.BLOCK ? "error" : "warning",
                    judged.path(),
                    violation.location().line(),
                    violation.location().column(),
                    violation.rule()
                            + " ("
                            + violation.severity().id()
                            + "): "
                            + Names.of(judged.workload(), violation.container()),
                    ViolationText.plain(judged.workload(), violation));
        }
        for (Unjudged unjudged : judged.decision().unjudged()) {
            command(
                    "notice",
                    judged.path(),
                    unjudged.location().line(),
                    unjudged.location().column(),
                    unjudged.rule()
                            + " (not known): "
                            + Names.of(judged.workload(), unjudged.container()),
                    ViolationText.plain(unjudged));
        }
    }

    private void command(
            String level, String path, int line, int column, String title, String message) {
        switch (level) {
            case "error" -> errors++;
            case "warning" -> warnings++;
            default -> notices++;
        }
        StringBuilder command =
                new StringBuilder("::")
                        .append(level)
                        .append(" file=")
                        .append(property(Shown.line(paths.of(path))));
        if (line > 0) {
            command.append(",line=").append(line);
            if (column > 0) {
                command.append(",col=").append(column);
            }
        }
        command.append(",title=")
                .append(property(Shown.line(title, TITLE - 24)))
                .append("::")
                .append(data(lines(message)));
        out.println(command);
    }

    /** The lines of a message stay lines; what else cannot be seen is written out. */
    private static String lines(String message) {
        return String.join(
                "\n", Shown.cut(message, 4 * Shown.LONG).lines().map(Shown::line).toList());
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    @Override
    public void end(Summary summary) {
        out.println(
                "Pratique: "
                        + Shown.count(summary.workloads(), "workload")
                        + ", "
                        + summary.count(Verdict.BLOCK)
                        + " blocked, "
                        + summary.count(Verdict.LOG)
                        + " logged, "
                        + summary.count(Verdict.UNKNOWN)
                        + " unknown, "
                        + summary.errors()
                        + " could not be judged");
        if (errors > SHOWN || warnings > SHOWN || notices > SHOWN) {
            out.println(
                    "GitHub shows the first "
                            + SHOWN
                            + " errors, warnings and notices of a step beside the code; this log has all of them.");
        }
        if (summary.workloads() == 0 && summary.errors() == 0) {
            out.println("::error title=Nothing to judge::Nothing was found to judge.");
        }
    }
}
