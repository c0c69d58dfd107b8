package io.pratique.cli;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.output.JsonText;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadReport;
import io.pratique.runtime.rule.RuleFiles;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.SortedSet;

/** {@code pratique rules list}: lists the rules that files load. */
final class RulesListCommand implements Command {
    private static final String OUTPUT = "--output";
    private static final int MANY_TYPES = 6;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    RulesListCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "rules list",
                "Lists the detection rules that files load, with the events each looks at.",
                List.of(
                        Operand.any(
                                "FILE",
                                Values.files(),
                                "rule files or folders in load order, or -; the managed rules when none is named")),
                List.of(Option.choice(OUTPUT, List.of("text", "json"), "the form; text").or("-o")),
                List.of(
                        "0 listed",
                        "2 a file has an error; what could be loaded is listed",
                        "3 wrong usage"),
                List.of("pratique rules list falco_rules.yaml"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        RuleFiles files =
                new RulesFiles(in)
                        .load(
                                arguments.operands().isEmpty()
                                        ? List.of(RulesFiles.MANAGED)
                                        : arguments.operands());
        if (arguments.text(OUTPUT, "text").equals("json")) {
            json(files);
        } else {
            text(files);
        }
        if (files.isSuccessful()) {
            return ExitCode.CLEAN;
        }
        out.flush();
        err.print(LoadReport.text(files.results()));
        return ExitCode.NOT_JUDGED;
    }

    private void text(RuleFiles files) {
        for (DetectionRule rule : files.rules()) {
            out.printf(
                    "%-13s %-8s %s%s  [%s]  %s:%d%n",
                    rule.priority().word(),
                    rule.enabled() ? "" : "disabled",
                    rule.id().isEmpty() ? "" : rule.id() + " ",
                    rule.name(),
                    types(rule),
                    rule.file(),
                    rule.position().line());
        }
        out.println(files.rules().size() + (files.rules().size() == 1 ? " rule" : " rules"));
    }

    private static String types(DetectionRule rule) {
        SortedSet<String> names = EventTable.standard().names(rule.eventTypes());
        return names.size() > MANY_TYPES
                ? names.size() + " event types"
                : names.isEmpty() ? "no event type" : String.join(" ", names);
    }

    private void json(RuleFiles files) {
        JsonText json = new JsonText();
        json.beginArray();
        for (DetectionRule rule : files.rules()) {
            RulesShowCommand.json(json, rule);
        }
        out.println(json.endArray());
    }
}
