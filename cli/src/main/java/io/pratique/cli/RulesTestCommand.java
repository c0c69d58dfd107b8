package io.pratique.cli;

import io.pratique.runtime.form.FormProblem;
import io.pratique.runtime.managed.RulePack;
import io.pratique.runtime.rule.LoadReport;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import io.pratique.runtime.sample.Sample;
import io.pratique.runtime.sample.SampleFiles;
import io.pratique.runtime.sample.SampleRun;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code pratique rules test}: tries rules on the samples that stand beside them. */
final class RulesTestCommand implements Command {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    RulesTestCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "rules test",
                "Tries rules on the samples beside them: NAME.samples stands beside NAME.yaml.",
                List.of(
                        Operand.many(
                                "PATH",
                                Values.files(),
                                "rule files or folders in load order, or managed")),
                List.of(),
                List.of(
                        "0 rules fire on all samples they should fire on, and on no near miss",
                        "1 a sample failed",
                        "2 a file or a sample cannot be read, or there is no sample",
                        "3 wrong usage"),
                List.of("pratique rules test rules.d/", "pratique rules test managed"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        RulesFiles reader = new RulesFiles(in);
        List<RuleLoader.Input> inputs = reader.inputs(arguments.operands());
        RuleFiles files = reader.load(arguments.operands(), inputs);
        boolean isWhole = files.isSuccessful();
        if (!isWhole) {
            err.print(LoadReport.text(files.results()));
        }
        List<Sample> samples = new ArrayList<>();
        if (arguments.operands().contains(RulesFiles.MANAGED)) {
            samples.addAll(RulePack.managed().samples());
        }
        for (RuleLoader.Input input : inputs) {
            Path beside = beside(input.name());
            if (!input.name().equals("-") && Files.isRegularFile(beside)) {
                SampleFiles.Result result = SampleFiles.read(RulesFiles.file(beside));
                for (FormProblem problem : result.problems()) {
                    err.println(problem);
                    isWhole = false;
                }
                samples.addAll(result.samples());
            }
        }
        if (samples.isEmpty()) {
            err.println("pratique: there is no sample beside these rules. Write NAME.samples.");
            return ExitCode.NOT_JUDGED;
        }
        return judge(new SampleRun(files.rules()), samples, isWhole);
    }

    private ExitCode judge(SampleRun run, List<Sample> samples, boolean isWhole) {
        int passed = 0;
        boolean hasFailed = false;
        boolean canJudge = isWhole;
        for (Sample sample : samples) {
            SampleRun.Outcome outcome = run.run(sample);
            if (outcome.isPassed()) {
                passed++;
                continue;
            }
            hasFailed |= outcome.state() == SampleRun.State.FAILED;
            canJudge &= outcome.state() != SampleRun.State.INVALID;
            out.printf(
                    "%s:%s: %s: %s%n",
                    sample.file(), sample.position(), sample.rule(), outcome.message());
        }
        out.println(passed + " of " + samples.size() + " samples passed");
        if (!canJudge) {
            return ExitCode.NOT_JUDGED;
        }
        return hasFailed ? ExitCode.VIOLATIONS : ExitCode.CLEAN;
    }

    private static Path beside(String file) {
        int dot = file.lastIndexOf('.');
        return Path.of((dot < 0 ? file : file.substring(0, dot)) + SampleFiles.ENDING);
    }
}
