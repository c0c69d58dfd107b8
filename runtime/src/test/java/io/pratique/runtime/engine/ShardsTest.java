package io.pratique.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShardsTest {
    /** Keeps the numbers that records begin with. */
    private static final class Recorder implements Shards.Worker {
        private final List<Long> own = new ArrayList<>();
        private final List<Long> all = new ArrayList<>();
        private boolean finished;

        @Override
        public void event(byte[] record, int offset, int length, boolean isOwn) {
            long number = ByteBuffer.wrap(record).getLong(offset);
            for (int i = 8; i < length; i++) {
                assertThat(record[offset + i]).isEqualTo((byte) (number + i));
            }
            all.add(number);
            if (isOwn) {
                own.add(number);
            }
        }

        @Override
        public void finish() {
            finished = true;
        }
    }

    private static byte[] record(long number, int length) {
        byte[] record = new byte[length];
        for (int i = 8; i < length; i++) {
            record[i] = (byte) (number + i);
        }
        ByteBuffer.wrap(record).putLong(0, number);
        return record;
    }

    @Test
    void keepsTheOrderOfEachProcessAndLosesNothing() {
        List<Recorder> recorders = new ArrayList<>();
        List<List<Long>> expected =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Random random = new Random(8);
        Shards shards =
                new Shards(
                        3,
                        4_096,
                        Shards.Overload.WAIT,
                        Thread.ofPlatform().daemon().factory(),
                        _ -> {
                            recorders.add(new Recorder());
                            return recorders.getLast();
                        });
        int shared = 0;
        try (shards) {
            for (long n = 0; n < 60_000; n++) {
                long process = random.nextInt(500);
                byte[] record = record(n, 8 + random.nextInt(300));
                if (random.nextInt(50) == 0) {
                    shards.giveAll(process, record, 0, record.length);
                    shared++;
                } else {
                    assertThat(shards.give(process, record, 0, record.length)).isTrue();
                }
                expected.get(shards.shardOf(process)).add(n);
            }
        }
        assertThat(shards.failure()).isNull();
        long events = 0;
        for (int i = 0; i < 3; i++) {
            assertThat(recorders.get(i).own).isEqualTo(expected.get(i)).hasSizeGreaterThan(10_000);
            assertThat(recorders.get(i).all).isSorted();
            assertThat(recorders.get(i).finished).isTrue();
            events += recorders.get(i).all.size();
        }
        assertThat(events).isEqualTo(60_000 + 2L * shared);
    }

    @Test
    void dropsAndCountsWhatDoesNotFitWhenItMayNotWait() {
        CountDownLatch hold = new CountDownLatch(1);
        Recorder recorder = new Recorder();
        Shards shards =
                new Shards(
                        1,
                        1_024,
                        Shards.Overload.DROP,
                        Thread.ofPlatform().daemon().factory(),
                        _ ->
                                new Shards.Worker() {
                                    @Override
                                    public void event(
                                            byte[] record, int offset, int length, boolean isOwn) {
                                        try {
                                            hold.await();
                                        } catch (InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                        recorder.event(record, offset, length, isOwn);
                                    }

                                    @Override
                                    public void finish() {}
                                });
        long given = 0;
        try (shards) {
            for (long n = 0; n < 100; n++) {
                byte[] record = record(n, 100);
                given += shards.give(n, record, 0, record.length) ? 1 : 0;
            }
            assertThat(shards.give(1, record(1, 2_000), 0, 2_000)).isFalse();
            hold.countDown();
        }
        assertThat(given).isBetween(5L, 20L);
        assertThat(recorder.own).hasSize((int) given);
        assertThat(shards.counts().getFirst()).isEqualTo(new Shards.Count(given, 101 - given, 0));
    }

    @Test
    void goesOnAfterAWorkerFailed() {
        List<Long> seen = new ArrayList<>();
        Shards shards =
                new Shards(
                        1,
                        1_024,
                        Shards.Overload.WAIT,
                        Thread.ofPlatform().daemon().factory(),
                        _ ->
                                new Shards.Worker() {
                                    @Override
                                    public void event(
                                            byte[] record, int offset, int length, boolean isOwn) {
                                        long number = ByteBuffer.wrap(record).getLong(offset);
                                        if (number % 2 == 0) {
                                            throw new IllegalStateException("even " + number);
                                        }
                                        seen.add(number);
                                    }

                                    @Override
                                    public void finish() {}
                                });
        try (shards) {
            for (long n = 0; n < 10; n++) {
                shards.give(1, record(n, 16), 0, 16);
            }
        }
        assertThat(seen).containsExactly(1L, 3L, 5L, 7L, 9L);
        assertThat(shards.counts().getFirst()).isEqualTo(new Shards.Count(10, 0, 5));
        assertThat(shards.failure()).hasMessage("even 0");
    }
}
