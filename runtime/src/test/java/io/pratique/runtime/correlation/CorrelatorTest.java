package io.pratique.runtime.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Position;
import io.pratique.runtime.rule.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorrelatorTest {
    private static final OptionalLong OPEN = OptionalLong.empty();

    private static CorrelationRule rule(
            CorrelationRule.Type type, List<String> rules, Threshold threshold, long timespan) {
        return rule("correlation", type, rules, List.of("k"), threshold, timespan, true);
    }

    private static CorrelationRule rule(
            String name,
            CorrelationRule.Type type,
            List<String> rules,
            List<String> groupBy,
            Threshold threshold,
            long timespan,
            boolean generate) {
        return new CorrelationRule(
                name,
                name,
                "",
                "",
                Priority.WARNING,
                Set.of(),
                type,
                rules,
                groupBy,
                Map.of(),
                timespan,
                threshold,
                type == CorrelationRule.Type.VALUE_COUNT ? "v" : "",
                generate,
                "test",
                new Position(1, 1));
    }

    private static Occurrence event(String rule, long time, String group, String value) {
        return new Occurrence(rule, "", time, Map.of("k", group, "v", value));
    }

    @Test
    void countsEventsOfOneGroupWithinTheTimespan() {
        List<Correlation> found = new ArrayList<>();
        Correlator correlator =
                new Correlator(
                        List.of(
                                rule(
                                        CorrelationRule.Type.EVENT_COUNT,
                                        List.of("a"),
                                        new Threshold(3, OPEN),
                                        10)),
                        Correlator.Limits.standard(),
                        found::add);
        correlator.observe(event("a", 0, "x", ""));
        correlator.observe(event("a", 5, "x", ""));
        correlator.observe(event("a", 5, "y", ""));
        correlator.observe(event("b", 6, "x", ""));
        correlator.observe(event("a", 11, "x", ""));
        assertThat(found).isEmpty();
        correlator.observe(event("a", 15, "x", ""));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().group()).isEqualTo(Map.of("k", "x"));
        assertThat(found.getFirst().count()).isEqualTo(3);
        assertThat(found.getFirst().first()).isEqualTo(5);
        assertThat(found.getFirst().last()).isEqualTo(15);
        assertThat(found.getFirst().examples()).hasSize(3);
        correlator.observe(event("a", 16, "x", ""));
        assertThat(found).as("what was told is used up").hasSize(1);
    }

    @Test
    void judgesAMostWhenTheTimeIsOver() {
        List<Correlation> found = new ArrayList<>();
        Correlator correlator =
                new Correlator(
                        List.of(
                                rule(
                                        CorrelationRule.Type.EVENT_COUNT,
                                        List.of("a"),
                                        new Threshold(0, OptionalLong.of(2)),
                                        10)),
                        Correlator.Limits.standard(),
                        found::add);
        correlator.observe(event("a", 0, "x", ""));
        correlator.observe(event("a", 1, "x", ""));
        for (int i = 0; i < 4; i++) {
            correlator.observe(event("a", 2, "y", ""));
        }
        correlator.advance(10);
        assertThat(found).isEmpty();
        correlator.advance(20);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().count()).isEqualTo(2);
        correlator.observe(event("a", 30, "x", ""));
        correlator.finish();
        assertThat(found).hasSize(2);
    }

    @Test
    void feedsCorrelationsToCorrelations() {
        List<String> found = new ArrayList<>();
        Correlator correlator =
                new Correlator(
                        List.of(
                                rule(
                                        "many",
                                        CorrelationRule.Type.EVENT_COUNT,
                                        List.of("a"),
                                        List.of("k"),
                                        new Threshold(2, OPEN),
                                        10,
                                        true),
                                rule(
                                        "then",
                                        CorrelationRule.Type.TEMPORAL_ORDERED,
                                        List.of("many", "b"),
                                        List.of("k"),
                                        new Threshold(2, OPEN),
                                        100,
                                        false)),
                        Correlator.Limits.standard(),
                        correlation -> found.add(correlation.rule().name()));
        correlator.observe(event("b", 0, "x", ""));
        correlator.observe(event("a", 1, "x", ""));
        correlator.observe(event("a", 2, "x", ""));
        assertThat(found).containsExactly("many");
        correlator.observe(event("b", 50, "x", ""));
        assertThat(found).containsExactly("many", "then");
        assertThat(correlator.isWithheld(event("b", 60, "x", ""))).isTrue();
        assertThat(correlator.isWithheld(event("a", 60, "x", ""))).isFalse();
        assertThat(correlator.statistics().withheld()).isEqualTo(1);
    }

    @Test
    void givesUpTheQuietestGroupAndCountsIt() {
        Correlator correlator =
                new Correlator(
                        List.of(
                                rule(
                                        CorrelationRule.Type.EVENT_COUNT,
                                        List.of("a"),
                                        new Threshold(3, OPEN),
                                        1_000_000)),
                        new Correlator.Limits(100, 2),
                        _ -> {});
        for (int i = 0; i < 1_000; i++) {
            correlator.observe(event("a", i, "group " + i, ""));
        }
        assertThat(correlator.openGroups()).isEqualTo(100);
        assertThat(correlator.statistics().evicted()).isEqualTo(900);
        correlator.observe(new Occurrence("a", "", 2_000, Map.of()));
        assertThat(correlator.statistics().ungrouped()).isEqualTo(1);
        correlator.advance(5_000_000);
        assertThat(correlator.openGroups()).isZero();
        correlator.observe(event("a", 3, "x", ""));
        assertThat(correlator.statistics().late()).isEqualTo(1);
    }

    @Test
    void agreesWithACountOverTheWholeHistory() {
        int told = 0;
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            CorrelationRule.Type type = CorrelationRule.Type.values()[random.nextInt(4)];
            boolean isOrdered = type == CorrelationRule.Type.TEMPORAL_ORDERED;
            List<String> rules =
                    isOrdered && random.nextBoolean()
                            ? List.of("a", "b", "a")
                            : List.of("a", "b", "c");
            Threshold threshold =
                    isOrdered || random.nextInt(3) > 0
                            ? new Threshold(isOrdered ? 3 : 1 + random.nextInt(4), OPEN)
                            : new Threshold(
                                    random.nextInt(3), OptionalLong.of(2 + random.nextInt(3)));
            CorrelationRule rule = rule(type, rules, threshold, 5 + random.nextInt(20));
            List<Occurrence> events = new ArrayList<>();
            long time = 0;
            for (int i = 0; i < 200; i++) {
                time += random.nextInt(6);
                events.add(
                        event(
                                List.of("a", "b", "c", "d").get(random.nextInt(4)),
                                time,
                                "g" + random.nextInt(3),
                                "v" + random.nextInt(4)));
            }
            List<String> actual = new ArrayList<>();
            Correlator correlator =
                    new Correlator(
                            List.of(rule),
                            Correlator.Limits.standard(),
                            c -> actual.add(c.group() + " " + c.count() + " " + c.first()));
            events.forEach(correlator::observe);
            correlator.finish();
            List<String> expected = new Naive(rule).judge(events);
            assertThat(actual)
                    .as("seed " + seed + " " + type + " " + threshold + " in " + rule.timespan())
                    .containsExactlyInAnyOrderElementsOf(expected);
            told += actual.size();
        }
        assertThat(told).isGreaterThan(1_000);
    }

    /** Keeps everything and counts anew for each event. */
    private static final class Naive {
        private final CorrelationRule rule;
        private final Map<String, List<Occurrence>> history = new HashMap<>();
        private final List<String> told = new ArrayList<>();

        Naive(CorrelationRule rule) {
            this.rule = rule;
        }

        List<String> judge(List<Occurrence> events) {
            for (Occurrence event : events) {
                if (!rule.rules().contains(event.rule())) {
                    closeBefore(event.time());
                    continue;
                }
                closeBefore(event.time());
                String group = event.fields().getOrDefault("k", "");
                List<Occurrence> past = history.computeIfAbsent(group, _ -> new ArrayList<>());
                past.add(event);
                if (rule.threshold().isGrowing()) {
                    String found = sliding(past);
                    if (found != null) {
                        told.add(Map.of("k", group) + " " + found);
                        past.clear();
                    }
                }
            }
            closeBefore(Long.MAX_VALUE);
            return told;
        }

        private void closeBefore(long time) {
            if (rule.threshold().isGrowing()) {
                return;
            }
            history.forEach((group, past) -> {
                if (!past.isEmpty() && time - past.getFirst().time() > rule.timespan()) {
                    long count = count(past);
                    if (rule.threshold().holds(count)) {
                        told.add(Map.of("k", group) + " " + count + " " + past.getFirst().time());
                    }
                    past.clear();
                }
            });
        }

        private @Nullable String sliding(List<Occurrence> past) {
            long now = past.getLast().time();
            List<Occurrence> window =
                    past.stream().filter(e -> now - e.time() <= rule.timespan()).toList();
            if (rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED) {
                long start = latestStart(window, rule.rules().size() - 1, window.size() - 1);
                boolean ends = window.getLast().rule().equals(rule.rules().getLast());
                return ends && start >= 0 ? rule.rules().size() + " " + start : null;
            }
            long count = count(window);
            return rule.threshold().holds(count) ? count + " " + first(window) : null;
        }

        /** The first that counts: of each value or rule the last one does. */
        private long first(List<Occurrence> window) {
            if (rule.type() == CorrelationRule.Type.EVENT_COUNT) {
                return window.getFirst().time();
            }
            Map<String, Long> last = new HashMap<>();
            for (Occurrence event : window) {
                last.put(key(event), event.time());
            }
            return last.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        }

        private String key(Occurrence event) {
            return rule.type() == CorrelationRule.Type.VALUE_COUNT
                    ? event.fields().getOrDefault("v", "")
                    : event.rule();
        }

        private long count(List<Occurrence> window) {
            if (rule.type() == CorrelationRule.Type.EVENT_COUNT) {
                return window.size();
            }
            Set<String> keys = new HashSet<>();
            for (Occurrence event : window) {
                keys.add(key(event));
            }
            return rule.threshold().isGrowing()
                    ? keys.size()
                    : Math.min(keys.size(), rule.threshold().most().orElse(Long.MAX_VALUE - 1) + 1);
        }

        /** The latest time at which a chain that ends with a step at or before an index starts. */
        private long latestStart(List<Occurrence> window, int step, int end) {
            long best = -1;
            for (int i = 0; i <= end; i++) {
                if (window.get(i).rule().equals(rule.rules().get(step))) {
                    long start =
                            step == 0 ? window.get(i).time() : latestStart(window, step - 1, i - 1);
                    best = Math.max(best, start);
                }
            }
            return best;
        }
    }

    @Test
    void namesEveryGroupOnce() {
        Set<Map<String, String>> groups = new LinkedHashSet<>();
        Correlator correlator =
                new Correlator(
                        List.of(
                                rule(
                                        CorrelationRule.Type.VALUE_COUNT,
                                        List.of("a"),
                                        new Threshold(2, OPEN),
                                        10)),
                        Correlator.Limits.standard(),
                        c -> assertThat(groups.add(c.group())).isTrue());
        for (int i = 0; i < 6; i++) {
            correlator.observe(event("a", i, "g" + i % 2, "v" + i));
            if (groups.size() == 2) {
                break;
            }
        }
        assertThat(groups).containsExactly(Map.of("k", "g0"), Map.of("k", "g1"));
    }
}
