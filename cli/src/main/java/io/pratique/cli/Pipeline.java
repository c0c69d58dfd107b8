package io.pratique.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs on all processors and gives what comes of them in the order the jobs were given in, so
 * that results do not depend on how many processors there are.
 *
 * <p>A window of jobs is open at any time, bounded in number and in bytes: memory does not grow
 * with the number of jobs. The thread that gives the jobs takes part in the work whenever the
 * window is full. The first jobs run on that thread alone: most runs are over before another thread
 * would be of use.
 *
 * <p>Used from one thread.
 */
final class Pipeline implements AutoCloseable {
    /** A piece of work, of which outcomes come. */
    interface Job {
        void run(Consumer<Outcome> out);
    }

    private static final int WINDOW_PER_THREAD = 8;
    private static final long WINDOW_BYTES = 64L << 20;
    private static final long BYTES_BEFORE_THREADS = 128 << 10;

    private static final class Task extends FutureTask<List<Outcome>> {
        private final long bytes;

        Task(Job job, long bytes) {
            super(() -> {
                List<Outcome> outcomes = new ArrayList<>();
                job.run(outcomes::add);
                return outcomes;
            });
            this.bytes = bytes;
        }
    }

    private final int threads;
    private final Consumer<Outcome> sink;
    private final Runnable afterEach;
    private final Deque<Task> window = new ArrayDeque<>();
    private @Nullable ExecutorService workers;
    private long given;
    private long open;

    /**
     * @param threads how many threads work, this one included: from 1
     * @param sink takes the outcomes, on this thread
     * @param afterEach runs on this thread when the outcomes of a job were given away
     */
    Pipeline(int threads, Consumer<Outcome> sink, Runnable afterEach) {
        this.threads = threads;
        this.sink = sink;
        this.afterEach = afterEach;
    }

    /** Says that as many bytes are to come, so that other threads begin with the first of them. */
    void announce(long bytes) {
        given += bytes;
    }

    /**
     * Gives a job.
     *
     * @param bytes about as many as it holds in memory
     */
    void submit(Job job, long bytes) {
        given += bytes;
        if (threads == 1 || (workers == null && given <= BYTES_BEFORE_THREADS)) {
            job.run(sink);
            afterEach.run();
            return;
        }
        while (!window.isEmpty()
                && (window.size() >= threads * WINDOW_PER_THREAD || open + bytes > WINDOW_BYTES)) {
            finishOldest();
        }
        Task task = new Task(job, bytes);
        open += bytes;
        window.add(task);
        if (workers == null) {
            workers =
                    Executors.newFixedThreadPool(
                            threads - 1, Thread.ofPlatform().daemon().factory());
        }
        workers.execute(task);
        while (!window.isEmpty() && window.element().isDone()) {
            finishOldest();
        }
    }

    /** Waits for everything that was given. */
    void finish() {
        while (!window.isEmpty()) {
            finishOldest();
        }
    }

    private void finishOldest() {
        Task oldest = window.element();
        for (Task task : window) {
            if (oldest.isDone()) {
                break;
            }
            // Does nothing when another thread has begun it.
            task.run();
        }
        List<Outcome> outcomes;
        try {
            outcomes = oldest.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a result", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            throw new IllegalStateException(e.getCause());
        }
        window.remove();
        open -= oldest.bytes;
        outcomes.forEach(sink);
        afterEach.run();
    }

    @Override
    public void close() {
        if (workers != null) {
            workers.shutdownNow();
        }
    }
}
