package io.pratique.cli;

import io.pratique.model.KubernetesReader;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Verdict;
import io.pratique.policy.rule.Facts;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code pratique check}: says what a policy would do with the workloads of files. */
final class CheckCommand implements Command {
    private static final String POLICY = "--policy";
    private static final String OUTPUT = "--output";
    private static final String FAIL_ON = "--fail-on";
    private static final String KIND = "--kind";
    private static final String NAMESPACE = "--namespace";
    private static final String QUIET = "--quiet";
    private static final String VERBOSE = "--verbose";
    private static final String COLOR = "--color";
    private static final String FIX = "--fix";
    private static final String FIX_TO = "--fix-to";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private final Clock clock;

    CheckCommand(InputStream in, PrintStream out, PrintStream err, Terminal terminal, Clock clock) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "check",
                "Says what a policy would do with the workloads in files: which it would block, why, and how to fix each.",
                List.of(
                        Operand.many(
                                "PATH",
                                Values.files(),
                                "a file of any name; a folder, of which all .yaml, .yml and .json files are read, "
                                        + "below it too (not in .git, .hg, .svn, node_modules, .terraform); "
                                        + "a pattern in quotes, 'k8s/**/*.yaml'; or - for standard input. "
                                        + "A file may have 64 MiB")),
                List.of(
                        new Option(
                                        POLICY,
                                        Optional.empty(),
                                        "FILE|PRESET",
                                        Values.policies(),
                                        true,
                                        "what to judge by; without it starter:kubernetes and starter:ecs")
                                .or("-p"),
                        Option.choice(
                                        OUTPUT,
                                        OutputFormat.ids(),
                                        "the form of the answer; table without it")
                                .or("-o"),
                        Option.choice(
                                FAIL_ON,
                                List.of("log", "block"),
                                "which violations make the exit code 1; block without it"),
                        Option.flag(
                                FIX,
                                "print nothing but a diff that mends what has one right answer, for 'git apply' or 'patch -p1'; the rest is said beside it"),
                        Option.value(
                                FIX_TO,
                                "DIR",
                                Values.files(),
                                "write mended copies of the files below DIR, beside the report"),
                        Option.value(
                                        KIND,
                                        "KIND=POINTER",
                                        Values.any(),
                                        "where another kind keeps its pod spec: example.com/Thing=/spec/template/spec")
                                .several(),
                        Option.value(
                                        NAMESPACE,
                                        "NAME",
                                        Values.any(),
                                        "the namespace of objects that do not say theirs; without it, rules for a namespace do not hold for them")
                                .or("-n"),
                        Option.flag(QUIET, "only the summary").or("-q"),
                        Option.flag(VERBOSE, "also what is allowed, skipped or excepted").or("-v"),
                        Option.choice(
                                COLOR,
                                List.of("auto", "always", "never"),
                                "colours; auto without it: on a terminal, unless NO_COLOR is set")),
                List.of(
                        "0  every workload was judged, and no violation is as bad as --fail-on",
                        "1  there are violations that are",
                        "2  something could not be judged (an error, a verdict that is unknown), or nothing was found; "
                                + "the rest was judged, and may hold violations too",
                        "3  wrong usage",
                        "4  no Java that fits, or the build failed",
                        "70 the program failed: a fault in it, no memory, output that cannot be written"),
                List.of(
                        "pratique check k8s/",
                        "pratique check 'clusters/**/apps/*.yaml' --fail-on log",
                        "pratique check --policy pod-security:restricted:latest deployment.yaml",
                        "pratique check k8s/ --fix | git apply",
                        "kubectl get deploy -A -o json | pratique check - --output jsonl",
                        "helm template chart/ | pratique check -"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        Map<String, String> kinds = new HashMap<>(KubernetesReader.KNOWN_CUSTOM_KINDS);
        arguments.texts(KIND).forEach(text -> kind(text, kinds));
        Verdict failOn =
                arguments.text(FAIL_ON, "block").equals("log") ? Verdict.LOG : Verdict.BLOCK;
        boolean diff = arguments.has(FIX);
        Optional<Path> copies = arguments.text(FIX_TO).map(Path::of);
        if (diff && (arguments.has(OUTPUT) || copies.isPresent())) {
            throw new UsageException(
                    FIX + " prints a diff, so it does not go with " + OUTPUT + " or " + FIX_TO,
                    "To have a report and mended files, write " + FIX_TO + " DIR alone.",
                    "check");
        }
        List<String> references = arguments.texts(POLICY);
        if (references.contains("-") && arguments.operands().contains("-")) {
            throw new UsageException(
                    "standard input cannot be both a policy and what is judged", "", "check");
        }
        PolicyFiles.Loaded loaded =
                new PolicyFiles(in, LocalDate.now(clock))
                        .policies(
                                references.isEmpty()
                                        ? List.of("starter:kubernetes", "starter:ecs")
                                        : references);
        loaded.faults().forEach(fault -> err.println(fault.shown()));
        Look.Detail detail =
                arguments.has(QUIET) || diff
                        ? Look.Detail.QUIET
                        : arguments.has(VERBOSE) ? Look.Detail.VERBOSE : Look.Detail.NORMAL;
        Terminal on = terminal.withColours(arguments.text(COLOR, "auto"));
        Report report =
                OutputFormat.of(arguments.text(OUTPUT, "table"))
                        .orElseThrow()
                        .report(
                                diff ? err : out,
                                new OutputFormat.Setting(
                                        new Look(on.columns(), on.coloursOut() && !diff, detail),
                                        new RelativePaths(Path.of("")),
                                        loaded.policies(),
                                        failOn,
                                        new TextFixes()));
        Checker checker =
                new Checker(
                        CompiledPolicy.of(loaded.policies()),
                        new WorkloadReader(kinds, arguments.text(NAMESPACE, "")),
                        Facts.at(clock.instant()));
        if (!diff && copies.isEmpty()) {
            return judge(arguments.operands(), checker, report, on).exitCode(failOn);
        }
        FixRun fixes = new FixRun(FixRun.fixer(checker), Path.of(""), copies, out, err);
        Summary summary = judge(arguments.operands(), checker, new FixingReport(report, fixes), on);
        boolean written = fixes.end();
        out.flush();
        return written ? summary.exitCode(failOn) : ExitCode.NOT_JUDGED;
    }

    /** Mends each file when its outcomes were reported. */
    private record FixingReport(Report report, FixRun fixes) implements Report {
        @Override
        public void add(Outcome outcome) {
            report.add(outcome);
            fixes.add(outcome);
        }

        @Override
        public void end(Summary summary) {
            report.end(summary);
        }
    }

    private Summary judge(List<String> paths, Checker checker, Report report, Terminal on) {
        Summary summary = new Summary();
        Progress progress = new Progress(err, on.err(), System::nanoTime);
        if (on.err()) {
            // Ctrl-C leaves a clean line behind.
            Runtime.getRuntime().addShutdownHook(new Thread(progress::clear));
        }
        Runnable afterEach =
                () -> {
                    if (on.out()) {
                        // Whoever looks on sees results as they come, and no other line in them.
                        progress.clear();
                        out.flush();
                    }
                    progress.tick(summary);
                };
        try (Pipeline pipeline =
                new Pipeline(
                        Runtime.getRuntime().availableProcessors(),
                        outcome -> {
                            summary.add(outcome);
                            report.add(outcome);
                        },
                        afterEach)) {
            new Check(checker, pipeline, FileSystems.getDefault(), in).run(paths);
        } finally {
            progress.clear();
        }
        report.end(summary);
        out.flush();
        return summary;
    }

    private static void kind(String text, Map<String, String> kinds) {
        int equals = text.indexOf('=');
        if (equals < 1 || !text.startsWith("/", equals + 1)) {
            throw new UsageException(
                    KIND + " is GROUP/KIND=/path/to/podSpec, and not '" + text + "'", "", "check");
        }
        kinds.put(text.substring(0, equals), text.substring(equals + 1));
    }
}
