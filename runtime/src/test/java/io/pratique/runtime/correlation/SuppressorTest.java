package io.pratique.runtime.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SuppressorTest {
    private static Suppression suppression(long pass, long timespan, OptionalLong until) {
        return new Suppression(
                "quiet",
                List.of("a"),
                Map.of("user", "root"),
                List.of("k"),
                pass,
                timespan,
                until,
                "me",
                "noise",
                "test",
                new Position(1, 1));
    }

    private static Occurrence event(String rule, long time, String group) {
        return new Occurrence(rule, "", time, Map.of("user", "root", "k", group));
    }

    @Test
    void passesTheFirstOfEachWindowAndTellsHowManyItHeldBack() {
        List<Suppressed> told = new ArrayList<>();
        Suppressor suppressor =
                new Suppressor(List.of(suppression(1, 100, OptionalLong.empty())), 10, told::add);
        assertThat(suppressor.passes(event("a", 0, "x"))).isTrue();
        assertThat(suppressor.passes(event("a", 1, "x"))).isFalse();
        assertThat(suppressor.passes(event("a", 2, "y"))).isTrue();
        assertThat(suppressor.passes(event("b", 3, "x"))).isTrue();
        assertThat(suppressor.passes(new Occurrence("a", "", 4, Map.of("k", "x")))).isTrue();
        assertThat(suppressor.passes(event("a", 99, "x"))).isFalse();
        assertThat(told).isEmpty();
        assertThat(suppressor.passes(event("a", 100, "x"))).isTrue();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().suppressed()).isEqualTo(2);
        assertThat(told.getFirst().passed()).isEqualTo(1);
        assertThat(told.getFirst().group()).isEqualTo(Map.of("k", "x"));
        assertThat(told.getFirst().last()).isEqualTo(99);
    }

    @Test
    void tellsEverythingAgainFromItsEndOn() {
        List<Suppressed> told = new ArrayList<>();
        Suppressor suppressor =
                new Suppressor(List.of(suppression(0, 100, OptionalLong.of(50))), 10, told::add);
        assertThat(suppressor.passes(event("a", 49, "x"))).isFalse();
        assertThat(suppressor.passes(event("a", 50, "x"))).isTrue();
        suppressor.finish();
        assertThat(told).hasSize(1);
    }

    @Test
    void losesNoCountWhateverComes() {
        Random random = new Random(11);
        long[] counts = new long[2];
        Suppressor suppressor =
                new Suppressor(
                        List.of(suppression(2, 50, OptionalLong.of(5_000))),
                        7,
                        suppressed -> counts[1] += suppressed.suppressed());
        long time = 0;
        for (int i = 0; i < 20_000; i++) {
            time += random.nextInt(3);
            String rule = random.nextInt(3) == 0 ? "b" : "a";
            if (!suppressor.passes(event(rule, time, "g" + random.nextInt(20)))) {
                counts[0]++;
            }
        }
        suppressor.finish();
        assertThat(counts[0]).isPositive();
        assertThat(counts[1]).isEqualTo(counts[0]);
        assertThat(suppressor.evicted()).isPositive();
    }
}
