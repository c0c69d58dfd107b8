package io.pratique.runtime.replay;

import io.pratique.runtime.capture.EventLayouts;
import io.pratique.runtime.capture.EventSource;
import io.pratique.runtime.capture.RawEvent;
import io.pratique.runtime.engine.CompiledRules;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.output.AlertFormat;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges a stream by rules. Every enabled rule of the source {@code syscall} that holds fires, in
 * the order of the rules.
 */
public final class RuleReplay {
    private static final String SOURCE = "syscall";

    private final List<DetectionRule> rules;
    private final StateLimits limits;
    private final Function<String, AlertFormat.Options> options;
    private final Engine engine;
    private final CompiledRules compiled;

    /** What judges; both give the same. */
    public enum Engine {
        /** The rules as bytecode, that share what they have in common. */
        COMPILED,
        /** One rule after the other, as it is written: the reference. */
        INTERPRETED
    }

    /**
     * A replay by the compiled engine.
     *
     * @param options how alerts are written, by the name of the machine that was recorded, which
     *     may be empty
     */
    public RuleReplay(
            List<DetectionRule> rules,
            StateLimits limits,
            Function<String, AlertFormat.Options> options) {
        this(rules, limits, options, Engine.COMPILED);
    }

    /**
     * A replay.
     *
     * @param options how alerts are written, by the name of the machine that was recorded, which
     *     may be empty
     */
    public RuleReplay(
            List<DetectionRule> rules,
            StateLimits limits,
            Function<String, AlertFormat.Options> options,
            Engine engine) {
        this.rules =
                rules.stream()
                        .filter(rule -> rule.enabled() && rule.source().equals(SOURCE))
                        .toList();
        this.limits = limits;
        this.options = options;
        this.engine = engine;
        this.compiled = CompiledRules.compile(this.rules);
    }

    /** The rules that are looked at. */
    public List<DetectionRule> rules() {
        return rules;
    }

    /** Takes detections. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * A rule holds for the current event.
         *
         * @param alert prints it; good until this returns
         */
        void detection(DetectionRule rule, RawEvent event, AlertFormat.Printer alert);
    }

    /**
     * Judges all events of a stream.
     *
     * @return the state at its end
     * @throws io.pratique.runtime.capture.InvalidCapture when the stream is broken; what was in
     *     front of the place has been judged
     */
    public SystemState run(EventSource source, Receiver receiver) throws IOException {
        SystemState state = new SystemState(limits);
        Judge judge =
                switch (engine) {
                    case COMPILED -> compiled(state);
                    case INTERPRETED -> interpreted(state);
                };
        int[] matches = new int[rules.size()];
        @Nullable String host = null;
        AlertFormat.Printer[] alerts = new AlertFormat.Printer[0];
        while (source.next(state)) {
            String name = state.machine().hostname();
            if (!name.equals(host)) {
                host = name;
                alerts = alerts(state, name);
            }
            RawEvent event = source.event();
            state.apply(event);
            int count = judge.matches(event.type().number(), matches);
            for (int i = 0; i < count; i++) {
                receiver.detection(rules.get(matches[i]), event, alerts[matches[i]]);
            }
        }
        return state;
    }

    /** Finds the rules that the current event matches, in their order. */
    @FunctionalInterface
    private interface Judge {
        int matches(int eventType, int[] into);
    }

    private Judge compiled(SystemState state) {
        return compiled.evaluator(state.fields())::matches;
    }

    private Judge interpreted(SystemState state) {
        List<Interpreter.Judge> judges = new ArrayList<>();
        rules.forEach(rule -> judges.add(Interpreter.prepare(rule.filter(), state.fields())));
        int[][] byType = new int[EventLayouts.standard().size()][];
        for (int type = 0; type < byType.length; type++) {
            int number = type;
            byType[type] =
                    IntStream.range(0, rules.size())
                            .filter(i -> rules.get(i).eventTypes().contains(number))
                            .toArray();
        }
        return (type, into) -> {
            int count = 0;
            for (int i : byType[type]) {
                if (judges.get(i).holds()) {
                    into[count++] = i;
                }
            }
            return count;
        };
    }

    private AlertFormat.Printer[] alerts(SystemState state, String host) {
        AlertFormat.Options how = options.apply(host);
        return rules.stream()
                .map(rule -> rule.alert().prepare(state.fields(), how))
                .toArray(AlertFormat.Printer[]::new);
    }
}
