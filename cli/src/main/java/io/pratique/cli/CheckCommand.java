package io.pratique.cli;

import io.pratique.document.Source;
import io.pratique.model.KubernetesReader;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Presets;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.Verdict;
import io.pratique.policy.rule.Facts;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code pratique check}: says what a policy would do with the workloads of files. */
final class CheckCommand {
    private static final String HELP =
            """
            Says what a policy would do with the workloads in files.

            pratique check PATH…|- [options]

              PATH                a file, a folder (its .yaml, .yml and .json files), or - for standard input
              --policy PRESET     what to judge by; may be given several times
                                  without it: starter:kubernetes and starter:ecs
              --output FORMAT     table (default), json, jsonl, sarif, junit or github
              --quiet, -q         only what could not be judged, and the summary
              --verbose, -v       also what is allowed, skipped or excepted
              --fail-on ACTION    block (default) or log: which violations make the exit code 1
              --kind KIND=PATH    where another kind keeps its pod spec, such as
                                  example.com/Thing=/spec/template/spec

            Exit codes: 0 clean, 1 violations, 2 something could not be judged, 3 wrong usage.

            Examples:
              pratique check k8s/
              pratique check --policy pod-security:restricted:latest deployment.yaml
              kubectl get deploy -A -o json | pratique check - --output jsonl
            """;

    private final InputStream in;
    private final PrintStream out;

    CheckCommand(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    ExitCode run(List<String> arguments) {
        List<String> paths = new ArrayList<>();
        List<SecurityPolicy> policies = new ArrayList<>();
        Map<String, String> kinds = new HashMap<>(KubernetesReader.KNOWN_CUSTOM_KINDS);
        OutputFormat output = OutputFormat.TABLE;
        Look.Detail detail = Look.Detail.NORMAL;
        Verdict failOn = Verdict.BLOCK;
        List<String> words = split(arguments);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--help", "-h" -> {
                    out.print(HELP);
                    return ExitCode.CLEAN;
                }
                case "--policy" -> policies.add(preset(value(words, ++i, word)));
                case "--output", "-o" -> output = output(value(words, ++i, word));
                case "--quiet", "-q" -> detail = Look.Detail.QUIET;
                case "--verbose", "-v" -> detail = Look.Detail.VERBOSE;
                case "--fail-on" -> failOn = failOn(value(words, ++i, word));
                case "--kind" -> kind(value(words, ++i, word), kinds);
                default -> {
                    if (word.startsWith("-") && !word.equals("-")) {
                        throw new UsageException("'" + word + "' is no option of check");
                    }
                    paths.add(word);
                }
            }
        }
        if (paths.isEmpty()) {
            throw new UsageException("check needs a PATH, or - for standard input");
        }
        if (policies.isEmpty()) {
            policies.add(preset("starter:kubernetes"));
            policies.add(preset("starter:ecs"));
        }
        Report report =
                output.report(
                        out,
                        new OutputFormat.Setting(
                                new Look(Look.DEFAULT_WIDTH, false, detail),
                                new RelativePaths(Path.of("")),
                                policies,
                                failOn,
                                (_, _) -> List.of()));
        Summary summary = new Summary();
        Consumer<Outcome> sink =
                outcome -> {
                    summary.add(outcome);
                    report.add(outcome);
                };
        Checker checker =
                new Checker(
                        CompiledPolicy.of(policies),
                        new WorkloadReader(kinds),
                        Facts.at(Instant.now()));
        Consumer<Source> check = source -> checker.check(source, sink);
        Inputs inputs = new Inputs(in);
        for (String path : paths) {
            if (path.equals("-")) {
                inputs.readStandardInput(check, sink);
            } else {
                for (Path file : inputs.files(path, sink)) {
                    inputs.read(file, check, sink);
                }
            }
        }
        report.end(summary);
        return summary.exitCode(failOn);
    }

    /** {@code --name=value} is {@code --name value}. */
    private static List<String> split(List<String> arguments) {
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                words.add(argument.substring(0, equals));
                words.add(argument.substring(equals + 1));
            } else {
                words.add(argument);
            }
        }
        return words;
    }

    private static String value(List<String> words, int index, String option) {
        if (index >= words.size()) {
            throw new UsageException(option + " needs a value");
        }
        return words.get(index);
    }

    private static SecurityPolicy preset(String name) {
        return Presets.of(name)
                .orElseThrow(() ->
                        new UsageException(
                                "there is no policy '"
                                        + name
                                        + "'; presets are "
                                        + String.join(", ", Presets.names())));
    }

    private static OutputFormat output(String format) {
        return OutputFormat.of(format)
                .orElseThrow(() ->
                        new UsageException(
                                "--output is one of "
                                        + String.join(", ", OutputFormat.ids())
                                        + ", and not '"
                                        + format
                                        + "'"));
    }

    private static Verdict failOn(String action) {
        return switch (action) {
            case "log" -> Verdict.LOG;
            case "block" -> Verdict.BLOCK;
            default -> throw new UsageException("--fail-on is log or block, not '" + action + "'");
        };
    }

    private static void kind(String text, Map<String, String> kinds) {
        int equals = text.indexOf('=');
        if (equals < 1 || !text.startsWith("/", equals + 1)) {
            throw new UsageException(
                    "--kind is GROUP/KIND=/path/to/podSpec, and not '" + text + "'");
        }
        kinds.put(text.substring(0, equals), text.substring(equals + 1));
    }
}
