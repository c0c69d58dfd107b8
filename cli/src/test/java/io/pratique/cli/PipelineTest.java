package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineTest {
    private static final long MEGABYTE = 1 << 20;

    private final List<Integer> order = new ArrayList<>();

    private static Outcome outcome(int number) {
        return new Outcome.Skipped("path", String.valueOf(number));
    }

    private void take(Outcome outcome) {
        if (outcome instanceof Outcome.Skipped skipped) {
            order.add(Integer.valueOf(skipped.kind()));
        }
    }

    @Test
    void givesOutcomesInTheOrderOfTheJobsHoweverManyThreadsThereAre() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            order.clear();
            Random random = new Random(threads);
            try (Pipeline pipeline = new Pipeline(threads, this::take, () -> {})) {
                for (int i = 0; i < 1000; i++) {
                    int number = i;
                    int turns = random.nextInt(2000);
                    pipeline.submit(
                            out -> {
                                for (int turn = 0; turn < turns; turn++) {
                                    Thread.onSpinWait();
                                }
                                out.accept(outcome(number * 2));
                                out.accept(outcome(number * 2 + 1));
                            },
                            random.nextInt(1000) * 100L);
                }
                pipeline.finish();
            }
            assertThat(order)
                    .as("%d threads", threads)
                    .isEqualTo(IntStream.range(0, 2000).boxed().toList());
        }
    }

    @Test
    void keepsNoMoreOpenThanItsWindow() {
        AtomicInteger begun = new AtomicInteger();
        int[] most = new int[1];
        try (Pipeline pipeline = new Pipeline(2, this::take, () -> {})) {
            for (int i = 0; i < 500; i++) {
                int number = i;
                pipeline.submit(
                        out -> {
                            begun.incrementAndGet();
                            out.accept(outcome(number));
                        },
                        MEGABYTE);
                most[0] = Math.max(most[0], i + 1 - order.size());
            }
            pipeline.finish();
        }
        assertThat(order).hasSize(500);
        assertThat(begun).hasValue(500);
        assertThat(most[0]).isLessThanOrEqualTo(17);
    }

    @Test
    void keepsNoMoreBytesOpenThanItsWindowUnlessOneJobHasMore() {
        int[] most = new int[1];
        try (Pipeline pipeline = new Pipeline(2, this::take, () -> {})) {
            for (int i = 0; i < 40; i++) {
                int number = i;
                pipeline.submit(out -> out.accept(outcome(number)), 60 * MEGABYTE);
                most[0] = Math.max(most[0], i + 1 - order.size());
            }
            pipeline.finish();
        }
        assertThat(order).hasSize(40);
        assertThat(most[0]).isLessThanOrEqualTo(2);
    }

    @Test
    void runsTheFirstJobsOnTheThreadThatGivesThem() {
        Thread here = Thread.currentThread();
        List<Thread> threads = new ArrayList<>();
        try (Pipeline pipeline = new Pipeline(4, this::take, () -> {})) {
            for (int i = 0; i < 20; i++) {
                pipeline.submit(_ -> threads.add(Thread.currentThread()), 1000);
            }
            pipeline.finish();
        }
        assertThat(threads).hasSize(20).containsOnly(here);
    }

    @Test
    void startsThreadsAtOnceWhenMuchIsAnnounced() throws InterruptedException {
        CountDownLatch met = new CountDownLatch(2);
        try (Pipeline pipeline = new Pipeline(2, this::take, () -> {})) {
            pipeline.announce(MEGABYTE);
            for (int i = 0; i < 2; i++) {
                pipeline.submit(
                        _ -> {
                            met.countDown();
                            try {
                                // Ends only when both run at one time.
                                met.await(20, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        1000);
            }
            pipeline.finish();
        }
        assertThat(met.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void throwsWhatAJobThrows() {
        try (Pipeline pipeline = new Pipeline(2, this::take, () -> {})) {
            pipeline.submit(out -> out.accept(outcome(0)), MEGABYTE);
            assertThatThrownBy(
                            () -> {
                                pipeline.submit(
                                        _ -> {
                                            throw new IllegalStateException("broken");
                                        },
                                        MEGABYTE);
                                pipeline.finish();
                            })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("broken");
        }
        assertThat(order).containsExactly(0);
    }
}
