package io.pratique.runtime.engine;

import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.rule.DetectionRule;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Judges a stream of events and tells a sink what matches. Rules may be replaced while events come:
 * an event is judged by all the old rules or by all the new ones, and none is passed over.
 */
public final class Detector {
    private final FieldSource source;
    private final Sink sink;
    private final AtomicReference<@Nullable CompiledRules> next = new AtomicReference<>();
    private CompiledRules rules;
    private Evaluator evaluator;
    private int[] matches;
    private long events;
    private long detections;

    /** Receives matches while the event is still the current one of the source. */
    @FunctionalInterface
    public interface Sink {
        void detected(DetectionRule rule);
    }

    public Detector(CompiledRules rules, FieldSource source, Sink sink) {
        this.source = source;
        this.sink = sink;
        this.rules = rules;
        this.evaluator = rules.evaluator(source);
        this.matches = new int[rules.rules().size()];
    }

    /**
     * Judges the current event of the source. Only for the thread of the source.
     *
     * @return the number of rules that matched
     */
    public int judge(int eventType) {
        if (next.getAcquire() != null) {
            take();
        }
        events++;
        int count = evaluator.matches(eventType, matches);
        for (int i = 0; i < count; i++) {
            sink.detected(rules.rules().get(matches[i]));
        }
        detections += count;
        return count;
    }

    private void take() {
        CompiledRules taken = next.getAndSet(null);
        if (taken != null) {
            evaluator = taken.evaluator(source);
            matches = new int[taken.rules().size()];
            rules = taken;
        }
    }

    /**
     * Replaces the rules from the next event on. For any thread; compile before, so that no event
     * has to wait for it.
     */
    public void replace(CompiledRules replacement) {
        next.set(replacement);
    }

    /** The rules that judge now; only for the thread of the source. */
    public CompiledRules rules() {
        return rules;
    }

    /** Events judged; only for the thread of the source. */
    public long events() {
        return events;
    }

    /** Matches told; only for the thread of the source. */
    public long detections() {
        return detections;
    }
}
