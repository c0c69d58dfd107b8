package io.pratique.runtime.correlation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Decides which detections are told one by one. The first suppression that fits a detection counts
 * it; a window opens with a detection and closes when its timespan is over by the time of events.
 * Each window that held something back is told when it closes, also when it has to close early for
 * want of memory: nothing is ever lost without a count. For one thread.
 */
public final class Suppressor {
    private static final String NO_VALUE = "\0";

    private final List<Suppression> suppressions;
    private final int mostWindows;
    private final Consumer<? super Suppressed> sink;
    private final List<LinkedHashMap<List<String>, Window>> windows = new ArrayList<>();
    private long now = Long.MIN_VALUE;
    private long evicted;

    private static final class Window {
        private final Map<String, String> group;
        private final long first;
        private long last;
        private long passed;
        private long suppressed;

        Window(Map<String, String> group, long first) {
            this.group = group;
            this.first = first;
        }
    }

    /**
     * @param mostWindows that may be open for each suppression; beyond, the oldest closes early
     * @param sink receives the windows that held something back
     */
    public Suppressor(
            List<Suppression> suppressions, int mostWindows, Consumer<? super Suppressed> sink) {
        if (mostWindows < 1) {
            throw new IllegalArgumentException("there must be room for a window");
        }
        this.suppressions = List.copyOf(suppressions);
        this.mostWindows = mostWindows;
        this.sink = sink;
        for (int i = 0; i < suppressions.size(); i++) {
            windows.add(new LinkedHashMap<>());
        }
    }

    /** Whether a detection is to be told. */
    public boolean passes(Occurrence occurrence) {
        advance(occurrence.time());
        for (int i = 0; i < suppressions.size(); i++) {
            Suppression suppression = suppressions.get(i);
            if (suppression.isFor(occurrence)) {
                Window window = window(i, occurrence);
                window.last = now;
                if (window.passed < suppression.pass()) {
                    window.passed++;
                    return true;
                }
                window.suppressed++;
                return false;
            }
        }
        return true;
    }

    private Window window(int index, Occurrence occurrence) {
        Suppression suppression = suppressions.get(index);
        List<String> key = new ArrayList<>();
        key.add(occurrence.rule());
        Map<String, String> group = new LinkedHashMap<>();
        for (String field : suppression.groupBy()) {
            String value = occurrence.fields().get(field);
            key.add(value == null ? NO_VALUE : value);
            if (value != null) {
                group.put(field, value);
            }
        }
        LinkedHashMap<List<String>, Window> open = windows.get(index);
        Window known = open.get(key);
        if (known != null) {
            return known;
        }
        if (open.size() >= mostWindows) {
            Iterator<Map.Entry<List<String>, Window>> oldest = open.entrySet().iterator();
            report(suppression, oldest.next());
            oldest.remove();
            evicted++;
        }
        Window window = new Window(group, now);
        open.put(key, window);
        return window;
    }

    /** Closes the windows that are over by a time. */
    public void advance(long time) {
        if (time <= now) {
            return;
        }
        now = time;
        close(false);
    }

    /** Closes all windows: the stream has ended. */
    public void finish() {
        close(true);
    }

    private void close(boolean all) {
        for (int i = 0; i < windows.size(); i++) {
            Suppression suppression = suppressions.get(i);
            Iterator<Map.Entry<List<String>, Window>> oldest = windows.get(i).entrySet().iterator();
            while (oldest.hasNext()) {
                Map.Entry<List<String>, Window> entry = oldest.next();
                if (!all && now - entry.getValue().first < suppression.timespan()) {
                    break;
                }
                report(suppression, entry);
                oldest.remove();
            }
        }
    }

    private void report(Suppression suppression, Map.Entry<List<String>, Window> entry) {
        Window window = entry.getValue();
        if (window.suppressed > 0) {
            sink.accept(
                    new Suppressed(
                            suppression,
                            entry.getKey().getFirst(),
                            window.group,
                            window.passed,
                            window.suppressed,
                            window.first,
                            window.last));
        }
    }

    /** Windows that had to close early. */
    public long evicted() {
        return evicted;
    }
}
