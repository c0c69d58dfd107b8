package io.pratique.cli;

import io.pratique.runtime.capture.CaptureCounts;
import io.pratique.runtime.capture.ScapReader;
import io.pratique.runtime.output.AlertFormat;
import io.pratique.runtime.replay.RuleReplay;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadReport;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.ruleset.RulesetFiles;
import io.pratique.runtime.ruleset.Rulesets;
import io.pratique.runtime.state.StateCounts;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** {@code pratique replay}: judges captures by detection rules. */
final class ReplayCommand implements Command {
    private static final String RULES = "--rules";
    private static final String RULESET = "--ruleset";
    private static final String OUTPUT = "--output";
    private static final String STATS = "--stats";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    ReplayCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "replay",
                "Judges the events of captures by detection rules, and prints what fires.",
                List.of(
                        Operand.many(
                                "FILE.scap",
                                Values.files(),
                                "captures of Falco or sysdig, plain or gzip")),
                List.of(
                        Option.value(
                                        RULES,
                                        "FILE",
                                        Values.files(),
                                        "rule files or folders, in load order; managed for our own")
                                .or("-r")
                                .several(),
                        Option.value(
                                        RULESET,
                                        "FILE",
                                        Values.files(),
                                        "judge only by the rules that these rulesets enable")
                                .several(),
                        Option.choice(
                                        OUTPUT,
                                        List.of("text", "json"),
                                        "Falco's line or Falco's object, one a line; text")
                                .or("-o"),
                        Option.flag(STATS, "print to standard error what was read and forgotten")),
                List.of(
                        "0 all events were judged",
                        "2 a capture or a rule file could not be read whole; the rest was judged",
                        "3 wrong usage"),
                List.of(
                        "pratique replay trace.scap --rules falco_rules.yaml",
                        "pratique replay trace.scap --rules managed --ruleset production.yaml",
                        "pratique replay a.scap b.scap -r rules.d -o json"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        List<String> names = arguments.texts(RULES);
        if (names.isEmpty()) {
            throw new UsageException(
                    "replay needs rules",
                    "Name a file or a folder: --rules falco_rules.yaml.",
                    "replay");
        }
        RuleFiles files = new RulesFiles(in).load(names);
        boolean isWhole = files.isSuccessful();
        if (!isWhole) {
            err.print(LoadReport.text(files.results()));
        }
        List<DetectionRule> rules = files.rules();
        List<String> rulesetNames = arguments.texts(RULESET);
        if (!rulesetNames.isEmpty()) {
            RulesetFiles.Result rulesets =
                    RulesetFiles.read(new RulesFiles(in).inputs(rulesetNames), rules);
            rulesets.problems().forEach(err::println);
            isWhole &= rulesets.isSuccessful();
            rules = new Rulesets(rulesets.rulesets()).enabled(rules);
        }
        RuleReplay replay =
                new RuleReplay(rules, StateLimits.standard(), AlertFormat.Options::standard);
        boolean asJson = arguments.text(OUTPUT, "text").equals("json");
        for (String name : arguments.operands()) {
            isWhole &= replay(name, replay, asJson, arguments.has(STATS));
        }
        return isWhole ? ExitCode.CLEAN : ExitCode.NOT_JUDGED;
    }

    private boolean replay(String name, RuleReplay replay, boolean asJson, boolean wantsStats) {
        long[] detections = {0};
        try (ScapReader reader = open(Path.of(name))) {
            SystemState state =
                    replay.run(
                            reader,
                            (_, event, alert) -> {
                                detections[0]++;
                                long time = event.time();
                                out.println(asJson ? alert.json(time) : alert.text(time));
                            });
            if (wantsStats) {
                stats(name, reader.counts(), state.counts(), detections[0]);
            }
            return true;
        } catch (IOException e) {
            out.flush();
            err.println("pratique: " + name + ": " + reason(e));
            return false;
        }
    }

    /** Opens a capture. */
    static ScapReader open(Path file) throws IOException {
        InputStream stream = Files.newInputStream(file);
        try {
            return ScapReader.of(stream);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no such file"
                : String.valueOf(e.getMessage());
    }

    private void stats(String name, CaptureCounts read, StateCounts state, long detections) {
        out.flush();
        err.printf(
                "%s: %d events, %d judged, %d detections; %d of unknown types passed over%n",
                name, read.events(), read.delivered(), detections, read.unknownEvents());
        err.printf(
                "%s: %d threads and %d containers known; forgotten for lack of room: %d threads, "
                        + "%d containers, %d descriptors, %d users%n",
                name,
                state.threads(),
                state.containers(),
                state.evictedThreads(),
                state.evictedContainers(),
                state.refusedDescriptors(),
                state.refusedUsers());
    }
}
