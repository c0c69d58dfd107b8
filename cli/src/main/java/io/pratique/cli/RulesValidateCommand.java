package io.pratique.cli;

import io.pratique.runtime.rule.LoadReport;
import io.pratique.runtime.rule.RuleFiles;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/** {@code pratique rules validate}: says all that is wrong with files of detection rules. */
final class RulesValidateCommand implements Command {
    private static final String OUTPUT = "--output";
    private static final String STRICT = "--strict";

    private final InputStream in;
    private final PrintStream out;

    RulesValidateCommand(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "rules validate",
                "Says all that is wrong with files of detection rules, each problem with its place.",
                List.of(
                        Operand.many(
                                "FILE",
                                Values.files(),
                                "rule files in load order; a folder stands for its YAML files by name, - for standard input")),
                List.of(
                        Option.choice(
                                        OUTPUT,
                                        List.of("text", "json"),
                                        "the form of the answer; text. json is that of falco --validate")
                                .or("-o"),
                        Option.flag(STRICT, "ends with 1 when there are warnings")),
                List.of(
                        "0 valid",
                        "1 valid, with warnings, and --strict",
                        "2 invalid, or not readable",
                        "3 wrong usage"),
                List.of(
                        "pratique rules validate falco_rules.yaml custom_rules.yaml",
                        "pratique rules validate --strict --output json rules.d/"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        RuleFiles files = new RulesFiles(in).load(arguments.operands());
        if (arguments.text(OUTPUT, "text").equals("json")) {
            out.println(LoadReport.json(files.results()));
        } else {
            out.print(LoadReport.text(files.results()));
        }
        if (!files.isSuccessful()) {
            return ExitCode.NOT_JUDGED;
        }
        return arguments.has(STRICT) && files.hasWarnings() ? ExitCode.VIOLATIONS : ExitCode.CLEAN;
    }
}
