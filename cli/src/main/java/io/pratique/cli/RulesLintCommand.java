package io.pratique.cli;

import io.pratique.runtime.lint.LintFinding;
import io.pratique.runtime.lint.Linter;
import io.pratique.runtime.output.JsonText;
import io.pratique.runtime.rule.LoadReport;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/** {@code pratique rules lint}: what the author of rules should look at. */
final class RulesLintCommand implements Command {
    private static final String OUTPUT = "--output";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    RulesLintCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "rules lint",
                "Finds rules that never fire, are too broad or costly, or depend on the order of files.",
                List.of(
                        Operand.many(
                                "FILE",
                                Values.files(),
                                "rule files or folders in load order, -, or managed")),
                List.of(Option.choice(OUTPUT, List.of("text", "json"), "the form; text").or("-o")),
                List.of(
                        "0 nothing was found",
                        "1 there are findings",
                        "2 a file has an error; what could be loaded was looked at",
                        "3 wrong usage"),
                List.of("pratique rules lint falco_rules.yaml custom_rules.yaml"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        RulesFiles reader = new RulesFiles(in);
        List<RuleLoader.Input> inputs = reader.inputs(arguments.operands());
        RuleFiles files = reader.load(arguments.operands(), inputs);
        List<LintFinding> findings = Linter.lint(inputs, files);
        if (arguments.text(OUTPUT, "text").equals("json")) {
            json(findings);
        } else {
            findings.forEach(out::println);
        }
        if (!files.isSuccessful()) {
            out.flush();
            err.print(LoadReport.text(files.results()));
            return ExitCode.NOT_JUDGED;
        }
        return findings.isEmpty() ? ExitCode.CLEAN : ExitCode.VIOLATIONS;
    }

    private void json(List<LintFinding> findings) {
        JsonText json = new JsonText();
        json.beginObject().key("findings").beginArray();
        for (LintFinding finding : findings) {
            json.beginObject();
            json.key("code").text(finding.code().id());
            json.key("rule").text(finding.rule());
            json.key("file").text(finding.file());
            json.key("line").number(finding.position().line());
            json.key("column").number(finding.position().column());
            json.key("message").text(finding.message());
            json.key("hint").text(finding.hint());
            json.endObject();
        }
        out.println(json.endArray().endObject());
    }
}
