package io.pratique.cli;

import io.pratique.document.InvalidDocument;
import io.pratique.document.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One run over paths: finds the files, has them read and judged on all processors, and gives the
 * outcomes in the order of the paths and of the places in each file.
 */
final class Check {
    /** Small files are read and judged some at a time, large ones in pieces. */
    private static final int SMALL_BYTES = 256 << 10;

    private static final int BATCH_BYTES = 128 << 10;
    private static final int BATCH_FILES = 64;

    private final Checker checker;
    private final Pipeline pipeline;
    private final FileSystem files;
    private final InputStream standardInput;

    Check(Checker checker, Pipeline pipeline, FileSystem files, InputStream standardInput) {
        this.checker = checker;
        this.pipeline = pipeline;
        this.files = files;
        this.standardInput = standardInput;
    }

    /** Checks what the words of a command line stand for. */
    void run(List<String> paths) {
        Batches batches = new Batches();
        Inputs inputs = new Inputs(files, batches);
        paths.forEach(inputs::find);
        batches.flush();
        pipeline.finish();
    }

    private final class Batches implements Inputs.Found {
        private List<Pipeline.Job> jobs = new ArrayList<>();
        private long bytes;

        @Override
        public void file(Path file, long size, boolean named) {
            if (size < 0 || size > SMALL_BYTES) {
                flush();
                large(file.toString(), named, () -> SourceFile.read(file));
                return;
            }
            jobs.add(out -> small(file, named, out));
            bytes += size;
            if (bytes >= BATCH_BYTES || jobs.size() >= BATCH_FILES) {
                flush();
            }
        }

        @Override
        public void standardInput() {
            flush();
            large("-", true, () -> SourceFile.read("-", standardInput));
        }

        @Override
        public void problem(Outcome.Failed problem) {
            jobs.add(out -> out.accept(problem));
        }

        void flush() {
            if (jobs.isEmpty()) {
                return;
            }
            List<Pipeline.Job> batch = jobs;
            pipeline.submit(out -> batch.forEach(job -> job.run(out)), bytes);
            jobs = new ArrayList<>(batch.size());
            bytes = 0;
        }
    }

    private void small(Path file, boolean named, Consumer<Outcome> out) {
        Source source;
        try {
            source = SourceFile.read(file);
        } catch (IOException e) {
            out.accept(Inputs.unreadableFile(file.toString(), e));
            return;
        } catch (InvalidDocument e) {
            out.accept(Checker.failed(file.toString(), e));
            return;
        }
        checker.check(source, named, out);
    }

    private interface Reading {
        Source read() throws IOException;
    }

    private void large(String path, boolean named, Reading reading) {
        Source source;
        try {
            source = reading.read();
        } catch (IOException e) {
            pipeline.submit(out -> out.accept(Inputs.unreadableFile(path, e)), 0);
            return;
        } catch (InvalidDocument e) {
            pipeline.submit(out -> out.accept(Checker.failed(path, e)), 0);
            return;
        } catch (OutOfMemoryError e) {
            pipeline.submit(out -> out.accept(Checker.fault(path, e)), 0);
            return;
        }
        if (source.length() <= SMALL_BYTES) {
            pipeline.submit(out -> checker.check(source, named, out), source.length());
        } else {
            checker.split(source, named, pipeline);
        }
    }
}
