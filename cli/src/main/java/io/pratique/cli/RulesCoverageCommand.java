package io.pratique.cli;

import io.pratique.runtime.managed.Coverage;
import io.pratique.runtime.managed.RulePack;
import java.io.PrintStream;
import java.util.List;

/** {@code pratique rules coverage}: which techniques of ATT&amp;CK the managed rules look for. */
final class RulesCoverageCommand implements Command {
    private static final String OUTPUT = "--output";

    private final PrintStream out;

    RulesCoverageCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "rules coverage",
                "Prints the Containers matrix of MITRE ATT&CK with the managed rules of each technique.",
                List.of(),
                List.of(
                        Option.choice(OUTPUT, List.of("table", "json"), "the form; table")
                                .or("-o")),
                List.of("0 printed", "3 wrong usage"),
                List.of("pratique rules coverage"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        Coverage coverage = Coverage.of(RulePack.managed().managedRules());
        if (arguments.text(OUTPUT, "table").equals("json")) {
            out.println(coverage.json());
            return ExitCode.CLEAN;
        }
        for (Coverage.Cell cell : coverage.cells()) {
            out.printf(
                    "%-20s %s %-39s %s%n",
                    cell.tacticName(),
                    cell.technique(),
                    cell.techniqueName(),
                    cell.rules().isEmpty() ? "none" : String.join(" ", cell.rules()));
        }
        long covered = coverage.cells().stream().filter(cell -> !cell.rules().isEmpty()).count();
        out.println(
                covered
                        + " of "
                        + coverage.cells().size()
                        + " cells have a rule; what system calls cannot show is in --output json");
        return ExitCode.CLEAN;
    }
}
