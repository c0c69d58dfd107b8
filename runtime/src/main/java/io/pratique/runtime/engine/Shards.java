package io.pratique.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Spreads a stream of events over threads. All events of a process go to the same shard, in their
 * order; what other processes' state depends on (fork, exec, exit, containers) goes to every shard,
 * in the order of the stream, and is judged in one. Each shard has its own state and detector, so
 * shards share nothing.
 *
 * <p>Belongs to one thread that gives events; {@link #close} hands over what is left and ends.
 */
public final class Shards implements AutoCloseable {
    private static final int SPINS = 200;
    private static final long PAUSE = 20_000;

    private final List<Shard> shards = new ArrayList<>();
    private final Overload overload;
    private volatile boolean closing;

    /** The state and the detector of one shard; used by its thread only. */
    public interface Worker {
        /**
         * Takes an event.
         *
         * @param record good until it returns
         * @param isOwn whether it is to be judged here; otherwise it changes the state only
         */
        void event(byte[] record, int offset, int length, boolean isOwn);

        /** No event comes any more. */
        void finish();
    }

    /** What happens to an event whose shard is full. */
    public enum Overload {
        /** The giving thread waits: for replays. */
        WAIT,
        /** It is dropped and counted: for live streams. What changes state waits all the same. */
        DROP
    }

    /**
     * What one shard did.
     *
     * @param events that it was given, those of others included
     * @param dropped for want of room
     * @param failures events on which its worker failed; it went on with the next
     */
    public record Count(long events, long dropped, long failures) {}

    /**
     * @param bytes room of each shard, a power of two
     * @param workers makes the worker of a shard, from 0 on, in the thread of the caller
     */
    public Shards(
            int count,
            int bytes,
            Overload overload,
            ThreadFactory threads,
            IntFunction<? extends Worker> workers) {
        if (count < 1) {
            throw new IllegalArgumentException("there must be a shard");
        }
        this.overload = overload;
        for (int i = 0; i < count; i++) {
            shards.add(new Shard(new ByteRing(bytes), workers.apply(i)));
        }
        for (Shard shard : shards) {
            Thread thread = threads.newThread(shard::run);
            shard.thread = thread;
            thread.start();
        }
    }

    /** The shard of a process. */
    public int shardOf(long process) {
        long hash = process * 0x9E3779B97F4A7C15L;
        return (int) Long.remainderUnsigned(hash >>> 32, shards.size());
    }

    /**
     * Gives an event that concerns its process only.
     *
     * @return false when it was dropped
     */
    public boolean give(long process, byte[] record, int offset, int length) {
        Shard shard = shards.get(shardOf(process));
        return shard.give(record, offset, length, true, overload == Overload.WAIT);
    }

    /** Gives an event that changes what other processes see; it is judged in its process' shard. */
    public void giveAll(long process, byte[] record, int offset, int length) {
        int own = shardOf(process);
        for (int i = 0; i < shards.size(); i++) {
            shards.get(i).give(record, offset, length, i == own, true);
        }
    }

    public List<Count> counts() {
        return shards.stream()
                .map(shard ->
                        new Count(shard.events.get(), shard.dropped.get(), shard.failures.get()))
                .toList();
    }

    /** The first failure of a worker; null when there was none. */
    public @Nullable Throwable failure() {
        for (Shard shard : shards) {
            Throwable failure = shard.failure.get();
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    /** Waits until every shard has taken what it was given. */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        for (Shard shard : shards) {
            Thread thread = shard.thread;
            while (thread != null && thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    // What is under way is not to be lost; the mark is set again below.
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Shard {
        private final ByteRing ring;
        private final Worker worker;
        private final AtomicLong events = new AtomicLong();
        private final AtomicLong dropped = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private @Nullable Thread thread;

        Shard(ByteRing ring, Worker worker) {
            this.ring = ring;
            this.worker = worker;
        }

        boolean give(byte[] record, int offset, int length, boolean isOwn, boolean wait) {
            if (length > ring.longest()) {
                dropped.setRelease(dropped.getPlain() + 1);
                return false;
            }
            int tries = 0;
            while (!ring.offer(record, offset, length, isOwn)) {
                if (!wait) {
                    dropped.setRelease(dropped.getPlain() + 1);
                    return false;
                }
                pause(tries++);
            }
            return true;
        }

        void run() {
            int idle = 0;
            while (true) {
                // Read before the ring: what was given before closing is in it then.
                boolean last = closing;
                if (ring.drain(this::event)) {
                    idle = 0;
                } else if (last) {
                    break;
                } else {
                    pause(idle++);
                }
            }
            try {
                worker.finish();
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void event(byte[] record, int offset, int length, boolean isOwn) {
            events.setRelease(events.getPlain() + 1);
            try {
                worker.event(record, offset, length, isOwn);
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void fail(RuntimeException e) {
            failures.incrementAndGet();
            failure.compareAndSet(null, e);
        }
    }

    private static void pause(int times) {
        if (times < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(PAUSE);
        }
    }
}
