package io.pratique.runtime.replay;

import io.pratique.runtime.capture.EventLayouts;
import io.pratique.runtime.capture.EventSource;
import io.pratique.runtime.capture.RawEvent;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.output.AlertFormat;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.IOException;
import java.util.ArrayList;
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

    /** A rule that is ready for a state. */
    private record Ready(DetectionRule rule, Interpreter.Judge judge, AlertFormat.Printer alert) {}

    /**
     * Judges all events of a stream.
     *
     * @return the state at its end
     * @throws io.pratique.runtime.capture.InvalidCapture when the stream is broken; what was in
     *     front of the place has been judged
     */
    public SystemState run(EventSource source, Receiver receiver) throws IOException {
        SystemState state = new SystemState(limits);
        @Nullable String host = null;
        Ready[][] byType = new Ready[0][];
        while (source.next(state)) {
            String name = state.machine().hostname();
            if (!name.equals(host)) {
                host = name;
                byType = prepare(state, name);
            }
            RawEvent event = source.event();
            state.apply(event);
            for (Ready ready : byType[event.type().number()]) {
                if (ready.judge().holds()) {
                    receiver.detection(ready.rule(), event, ready.alert());
                }
            }
        }
        return state;
    }

    private Ready[][] prepare(SystemState state, String host) {
        AlertFormat.Options how = options.apply(host);
        List<Ready> all = new ArrayList<>();
        for (DetectionRule rule : rules) {
            all.add(
                    new Ready(
                            rule,
                            Interpreter.prepare(rule.filter(), state.fields()),
                            rule.alert().prepare(state.fields(), how)));
        }
        Ready[][] byType = new Ready[EventLayouts.standard().size()][];
        for (int i = 0; i < byType.length; i++) {
            int number = i;
            byType[i] =
                    all.stream()
                            .filter(ready -> ready.rule().eventTypes().contains(number))
                            .toArray(Ready[]::new);
        }
        return byType;
    }
}
