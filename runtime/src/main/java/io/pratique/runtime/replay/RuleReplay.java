package io.pratique.runtime.replay;

import io.pratique.runtime.capture.EventSource;
import io.pratique.runtime.capture.RawEvent;
import io.pratique.runtime.engine.CompiledRules;
import io.pratique.runtime.engine.Evaluator;
import io.pratique.runtime.output.AlertFormat;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges a stream by rules. Every enabled rule of the source {@code syscall} that holds fires, in
 * the order of the rules.
 */
public final class RuleReplay {
    private static final String SOURCE = "syscall";

    private final List<DetectionRule> rules;
    private final CompiledRules compiled;
    private final StateLimits limits;
    private final Function<String, AlertFormat.Options> options;

    /**
     * A replay.
     *
     * @param options how alerts are written, by the name of the machine that was recorded, which
     *     may be empty
     */
    public RuleReplay(
            List<DetectionRule> rules,
            StateLimits limits,
            Function<String, AlertFormat.Options> options) {
        this.rules =
                rules.stream()
                        .filter(rule -> rule.enabled() && rule.source().equals(SOURCE))
                        .toList();
        this.compiled = CompiledRules.compile(this.rules);
        this.limits = limits;
        this.options = options;
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
        Evaluator evaluator = compiled.evaluator(state.fields());
        int[] matching = new int[rules.size()];
        @Nullable String host = null;
        AlertFormat.Printer[] alerts = new AlertFormat.Printer[0];
        while (source.next(state)) {
            String name = state.machine().hostname();
            if (!name.equals(host)) {
                host = name;
                AlertFormat.Options how = options.apply(name);
                alerts =
                        rules.stream()
                                .map(rule -> rule.alert().prepare(state.fields(), how))
                                .toArray(AlertFormat.Printer[]::new);
            }
            RawEvent event = source.event();
            state.apply(event);
            int count = evaluator.matches(event.type().number(), matching);
            for (int i = 0; i < count; i++) {
                int rule = matching[i];
                receiver.detection(rules.get(rule), event, alerts[rule]);
            }
        }
        return state;
    }
}
