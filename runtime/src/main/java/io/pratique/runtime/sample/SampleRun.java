package io.pratique.runtime.sample;

import io.pratique.document.Nearest;
import io.pratique.runtime.capture.InvalidSample;
import io.pratique.runtime.capture.Simulation;
import io.pratique.runtime.output.AlertFormat;
import io.pratique.runtime.replay.RuleReplay;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.state.StateLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Tries rules on their samples, by the compiled engine and by the interpreter. */
public final class SampleRun {
    private final List<String> names = new ArrayList<>();
    private final RuleReplay compiled;
    private final RuleReplay interpreted;

    /**
     * A run.
     *
     * @param rules those that are switched off are tried as well
     */
    public SampleRun(List<DetectionRule> rules) {
        List<DetectionRule> all = rules.stream().map(DetectionRule::switchedOn).toList();
        compiled = replay(all, RuleReplay.Engine.COMPILED);
        interpreted = replay(all, RuleReplay.Engine.INTERPRETED);
        for (DetectionRule rule : compiled.rules()) {
            names.add(name(rule));
        }
    }

    private static RuleReplay replay(List<DetectionRule> rules, RuleReplay.Engine engine) {
        return new RuleReplay(rules, StateLimits.standard(), AlertFormat.Options::standard, engine);
    }

    /** The word by which samples name a rule: its id, or its name when it has none. */
    public static String name(DetectionRule rule) {
        return rule.id().isEmpty() ? rule.name() : rule.id();
    }

    /** What became of one sample. */
    public enum State {
        PASSED,
        /** The rule fires on a near miss, or does not fire on what it is for. */
        FAILED,
        /** The sample cannot be read, or names no rule that was loaded. */
        INVALID
    }

    /**
     * What became of one sample.
     *
     * @param fired the rules that fired, this one and others
     * @param message what is wrong, a sentence without its full stop; empty when it passed
     */
    public record Outcome(Sample sample, State state, SortedSet<String> fired, String message) {
        public boolean isPassed() {
            return state == State.PASSED;
        }
    }

    /** Tries one sample. */
    public Outcome run(Sample sample) {
        TreeSet<String> none = new TreeSet<>();
        if (!names.contains(sample.rule())) {
            return new Outcome(
                    sample,
                    State.INVALID,
                    none,
                    "there is no rule '"
                            + sample.rule()
                            + "' in these files. "
                            + Nearest.hint(sample.rule(), names));
        }
        try {
            SortedSet<String> fired = fired(compiled, sample);
            SortedSet<String> expected = fired(interpreted, sample);
            if (!fired.equals(expected)) {
                return new Outcome(
                        sample,
                        State.FAILED,
                        fired,
                        "the compiled rules fire "
                                + fired
                                + ", the interpreter "
                                + expected
                                + ": a defect of this program");
            }
            if (fired.contains(sample.rule()) == sample.fires()) {
                return new Outcome(sample, State.PASSED, fired, "");
            }
            return new Outcome(
                    sample,
                    State.FAILED,
                    fired,
                    sample.fires()
                            ? "the rule does not fire; " + others(fired)
                            : "the rule fires on its near miss");
        } catch (InvalidSample e) {
            return new Outcome(sample, State.INVALID, none, text(e));
        } catch (IOException e) {
            return new Outcome(sample, State.INVALID, none, text(e));
        }
    }

    private static String text(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElse("it cannot be read");
    }

    private static String others(SortedSet<String> fired) {
        return fired.isEmpty() ? "none does" : "these do: " + String.join(", ", fired);
    }

    private static SortedSet<String> fired(RuleReplay replay, Sample sample) throws IOException {
        TreeSet<String> fired = new TreeSet<>();
        replay.run(
                Simulation.parse(sample.text()),
                (rule, event, alert) -> {
                    if (fired.add(name(rule)) && alert.json(event.time()).isEmpty()) {
                        throw new IllegalStateException("an alert is empty");
                    }
                });
        return fired;
    }
}
