package io.pratique.runtime.correlation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Correlates detections by the time of their events; clocks play no part, so a replay says what the
 * live run said.
 *
 * <p>Time never goes back: an event that comes late counts as if it happened at the latest time
 * seen, unless its window is over; then it is left out and counted. A threshold that stays true
 * when more events come is judged at every event, over the window that ends with it; when it holds,
 * what was counted is used up. Others (a most, an exact number) are judged when the time from the
 * first event on is over.
 *
 * <p>Memory is bounded by {@link Limits}; what had to be given up is in {@link #statistics}. For
 * one thread.
 */
public final class Correlator {
    private final Limits limits;
    private final Consumer<? super Correlation> sink;
    private final List<State> states = new ArrayList<>();
    private long now = Long.MIN_VALUE;
    private long late;
    private long ungrouped;
    private long evicted;
    private long withheld;

    /**
     * What may be kept.
     *
     * @param groups of each rule; beyond, the one that was quiet for longest is given up
     * @param examples events that a correlation carries
     */
    public record Limits(int groups, int examples) {
        public Limits {
            if (groups < 1 || examples < 1) {
                throw new IllegalArgumentException("a limit is less than one");
            }
        }

        /** 10,000 groups of each rule, ten examples. */
        public static Limits standard() {
            return new Limits(10_000, 10);
        }
    }

    /**
     * What happened beside correlations.
     *
     * @param late events whose window was over
     * @param ungrouped events without a value for a field that they are grouped by or counted by
     * @param evicted groups that were given up before their time was over
     * @param withheld detections that {@link #isWithheld} kept from being told
     */
    public record Statistics(long late, long ungrouped, long evicted, long withheld) {}

    /**
     * @param rules those that others refer to first, as {@link CorrelationFiles} gives them
     * @param sink receives what holds, in the order in which it does
     */
    public Correlator(
            List<CorrelationRule> rules, Limits limits, Consumer<? super Correlation> sink) {
        this.limits = limits;
        this.sink = sink;
        for (CorrelationRule rule : rules) {
            states.add(new State(rule));
        }
    }

    /** Counts a detection. */
    public void observe(Occurrence occurrence) {
        advance(occurrence.time());
        ArrayDeque<Occurrence> queue = new ArrayDeque<>();
        queue.add(occurrence);
        while (!queue.isEmpty()) {
            Occurrence next = queue.remove();
            for (State state : states) {
                Correlation found = state.add(next);
                if (found != null) {
                    sink.accept(found);
                    queue.add(found.occurrence());
                }
            }
        }
    }

    /**
     * Whether a detection is counted by a correlation that says {@code generate: false}, so that it
     * is not to be told by itself. Such detections are counted.
     */
    public boolean isWithheld(Occurrence occurrence) {
        for (State state : states) {
            if (!state.rule.generate() && state.rule.rules().stream().anyMatch(occurrence::isOf)) {
                withheld++;
                return true;
            }
        }
        return false;
    }

    /** Judges what is over by a time. Call it when no events come, with the time of the stream. */
    public void advance(long time) {
        if (time <= now) {
            return;
        }
        now = time;
        for (int i = 0; i < states.size(); i++) {
            close(states.get(i), false);
        }
    }

    /** Judges all windows as if they were over: the stream has ended. */
    public void finish() {
        for (int i = 0; i < states.size(); i++) {
            close(states.get(i), true);
        }
    }

    private void close(State state, boolean all) {
        for (Correlation found : state.close(all)) {
            sink.accept(found);
            for (State other : states) {
                Correlation next = other.add(found.occurrence());
                if (next != null) {
                    sink.accept(next);
                    relay(next);
                }
            }
        }
    }

    private void relay(Correlation found) {
        for (State state : states) {
            Correlation next = state.add(found.occurrence());
            if (next != null) {
                sink.accept(next);
                relay(next);
            }
        }
    }

    public Statistics statistics() {
        return new Statistics(late, ungrouped, evicted, withheld);
    }

    /** Groups that are open, of all rules. */
    public int openGroups() {
        return states.stream().mapToInt(state -> state.groups.size()).sum();
    }

    /** One rule and its groups, the one whose time is over first in front. */
    private final class State {
        private final CorrelationRule rule;
        private final LinkedHashMap<List<String>, Group> groups = new LinkedHashMap<>();

        State(CorrelationRule rule) {
            this.rule = rule;
        }

        @Nullable Correlation add(Occurrence occurrence) {
            int step = step(occurrence, 0);
            if (step < 0) {
                return null;
            }
            if (now - occurrence.time() > rule.timespan()) {
                late++;
                return null;
            }
            List<String> key = new ArrayList<>();
            for (String part : rule.groupBy()) {
                String value = value(part, step, occurrence);
                if (value == null) {
                    ungrouped++;
                    return null;
                }
                key.add(value);
            }
            String counted = "";
            if (rule.type() == CorrelationRule.Type.VALUE_COUNT) {
                String value = value(rule.field(), step, occurrence);
                if (value == null) {
                    ungrouped++;
                    return null;
                }
                counted = value;
            }
            return add(key, occurrence, step, counted);
        }

        private @Nullable Correlation add(
                List<String> key, Occurrence occurrence, int step, String counted) {
            Group group = groups.get(key);
            if (group == null) {
                group = Group.of(rule, now, limits.examples());
                groups.put(key, group);
                if (groups.size() > limits.groups()) {
                    Iterator<Group> eldest = groups.values().iterator();
                    eldest.next();
                    eldest.remove();
                    evicted++;
                }
            } else if (group.isSliding()) {
                groups.remove(key);
                groups.put(key, group);
            }
            group.keep(occurrence, now);
            boolean holds = false;
            for (int s = rule.rules().size() - 1; s >= 0; s--) {
                // A rule that stands in the order twice takes the later place first.
                if (s == step || occurrence.isOf(rule.rules().get(s))) {
                    holds |= group.add(s, counted, now);
                    if (rule.type() == CorrelationRule.Type.EVENT_COUNT) {
                        break;
                    }
                }
            }
            if (!holds) {
                return null;
            }
            groups.remove(key);
            return group.correlation(named(key));
        }

        private int step(Occurrence occurrence, int from) {
            for (int i = from; i < rule.rules().size(); i++) {
                if (occurrence.isOf(rule.rules().get(i))) {
                    return i;
                }
            }
            return -1;
        }

        private @Nullable String value(String nameOrAlias, int step, Occurrence occurrence) {
            return occurrence.fields().get(rule.fieldOf(nameOrAlias, rule.rules().get(step)));
        }

        private Map<String, String> named(List<String> key) {
            Map<String, String> named = new LinkedHashMap<>();
            for (int i = 0; i < key.size(); i++) {
                named.put(rule.groupBy().get(i), key.get(i));
            }
            return named;
        }

        /** Removes what is over, and gives what held. */
        List<Correlation> close(boolean all) {
            List<Correlation> found = new ArrayList<>();
            Iterator<Map.Entry<List<String>, Group>> entries = groups.entrySet().iterator();
            while (entries.hasNext()) {
                Map.Entry<List<String>, Group> entry = entries.next();
                Group group = entry.getValue();
                if (!all && now - group.opened() <= rule.timespan()) {
                    break;
                }
                if (group.holdsAtEnd()) {
                    found.add(group.correlation(named(entry.getKey())));
                }
                entries.remove();
            }
            return found;
        }
    }
}
