package io.pratique.runtime.correlation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a correlation has counted for one combination of values. Times never go back. */
abstract class Group {
    final CorrelationRule rule;
    private final int most;
    private final ArrayDeque<Kept> examples = new ArrayDeque<>();
    long opened;

    private record Kept(Occurrence occurrence, long time) {}

    private Group(CorrelationRule rule, long now, int most) {
        this.rule = rule;
        this.opened = now;
        this.most = most;
    }

    static Group of(CorrelationRule rule, long now, int examples) {
        if (!rule.threshold().isGrowing()) {
            return new Closing(rule, now, examples);
        }
        return switch (rule.type()) {
            case EVENT_COUNT -> new Events(rule, now, examples);
            case VALUE_COUNT -> new Values(rule, now, examples);
            case TEMPORAL -> new Together(rule, now, examples);
            case TEMPORAL_ORDERED -> new InOrder(rule, now, examples);
        };
    }

    /**
     * The time from which the group's timespan runs: the first event, or the last when it slides.
     */
    long opened() {
        return opened;
    }

    boolean isSliding() {
        return true;
    }

    /** Keeps an event as an example. */
    void keep(Occurrence occurrence, long now) {
        if (isSliding()) {
            opened = now;
        }
        examples.add(new Kept(occurrence, now));
        if (examples.size() > most) {
            examples.remove();
        }
    }

    /** Counts an event; true when the threshold is reached. */
    abstract boolean add(int step, String value, long now);

    /** What is counted now. */
    abstract long count();

    /** The time of the first event that is counted. */
    abstract long first();

    boolean holdsAtEnd() {
        return false;
    }

    Correlation correlation(Map<String, String> group) {
        long first = first();
        List<Occurrence> shown = new ArrayList<>();
        long last = first;
        for (Kept kept : examples) {
            if (kept.time() >= first) {
                shown.add(kept.occurrence());
                last = kept.time();
            }
        }
        return new Correlation(rule, group, count(), first, last, shown);
    }

    /** The latest events, as many as the threshold asks for. */
    private static final class Events extends Group {
        private final ArrayDeque<Long> times = new ArrayDeque<>();

        Events(CorrelationRule rule, long now, int most) {
            super(rule, now, most);
        }

        @Override
        boolean add(int step, String value, long now) {
            times.add(now);
            while (now - times.getFirst() > rule.timespan()) {
                times.remove();
            }
            return rule.threshold().holds(times.size());
        }

        @Override
        long count() {
            return times.size();
        }

        @Override
        long first() {
            return times.getFirst();
        }
    }

    /** Values by the time at which each was seen last, the oldest first. */
    private static final class Values extends Group {
        private final LinkedHashMap<String, Long> values = new LinkedHashMap<>();

        Values(CorrelationRule rule, long now, int most) {
            super(rule, now, most);
        }

        @Override
        boolean add(int step, String value, long now) {
            values.remove(value);
            values.put(value, now);
            Iterator<Long> times = values.values().iterator();
            while (times.hasNext() && now - times.next() > rule.timespan()) {
                times.remove();
            }
            return rule.threshold().holds(values.size());
        }

        @Override
        long count() {
            return values.size();
        }

        @Override
        long first() {
            return values.values().iterator().next();
        }
    }

    /** For each rule the time at which it fired last. */
    private static final class Together extends Group {
        private final long[] last;
        private final boolean[] seen;
        private long now;

        Together(CorrelationRule rule, long now, int most) {
            super(rule, now, most);
            last = new long[rule.rules().size()];
            seen = new boolean[last.length];
        }

        @Override
        boolean add(int step, String value, long time) {
            last[step] = time;
            seen[step] = true;
            now = time;
            return rule.threshold().holds(count());
        }

        @Override
        long count() {
            long count = 0;
            for (int i = 0; i < last.length; i++) {
                count += seen[i] && now - last[i] <= rule.timespan() ? 1 : 0;
            }
            return count;
        }

        @Override
        long first() {
            long first = now;
            for (int i = 0; i < last.length; i++) {
                if (seen[i] && now - last[i] <= rule.timespan()) {
                    first = Math.min(first, last[i]);
                }
            }
            return first;
        }
    }

    /** For each length the latest start of a sequence that came so far. */
    private static final class InOrder extends Group {
        private static final long NONE = Long.MIN_VALUE;
        private final long[] start;

        InOrder(CorrelationRule rule, long now, int most) {
            super(rule, now, most);
            start = new long[rule.rules().size()];
            Arrays.fill(start, NONE);
        }

        @Override
        boolean add(int step, String value, long now) {
            if (step == 0) {
                start[0] = now;
            } else if (start[step - 1] != NONE && now - start[step - 1] <= rule.timespan()) {
                start[step] = Math.max(start[step], start[step - 1]);
            }
            return step == start.length - 1 && start[step] != NONE;
        }

        @Override
        long count() {
            return start.length;
        }

        @Override
        long first() {
            return start[start.length - 1];
        }
    }

    /** One window from the first event on; judged when it is over. */
    private static final class Closing extends Group {
        private final Set<String> values = new HashSet<>();
        private final long enough;
        private long events;

        Closing(CorrelationRule rule, long now, int most) {
            super(rule, now, most);
            // More different values need not be kept: the threshold is passed.
            enough = rule.threshold().most().orElse(Long.MAX_VALUE - 1) + 1;
        }

        @Override
        boolean isSliding() {
            return false;
        }

        @Override
        boolean add(int step, String value, long now) {
            events++;
            switch (rule.type()) {
                case EVENT_COUNT -> {}
                case VALUE_COUNT -> {
                    if (values.size() < enough) {
                        values.add(value);
                    }
                }
                case TEMPORAL, TEMPORAL_ORDERED -> values.add(Integer.toString(step));
            }
            return false;
        }

        @Override
        boolean holdsAtEnd() {
            return rule.threshold().holds(count());
        }

        @Override
        long count() {
            return rule.type() == CorrelationRule.Type.EVENT_COUNT ? events : values.size();
        }

        @Override
        long first() {
            return opened();
        }
    }
}
