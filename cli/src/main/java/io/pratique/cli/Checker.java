package io.pratique.cli;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Source;
import io.pratique.model.ReadResult;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.rule.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds the workloads of a source and judges them. Safe for several threads. */
final class Checker {
    /** About as many bytes are judged in one job. */
    private static final int JOB_BYTES = 128 << 10;

    /**
     * Keys that an object has which is meant to be judged; without all of them, a document that
     * merely lies in a folder (a package.json, the values of a chart) is none of our concern.
     */
    private static final List<String> MEANT_TO_BE_JUDGED =
            List.of(
                    "kind",
                    "apiVersion",
                    "spec",
                    "containers",
                    "containerDefinitions",
                    "taskDefinition",
                    "family",
                    "Resources",
                    "AWSTemplateFormatVersion",
                    "planned_values",
                    "terraform_version",
                    "items");

    private final CompiledPolicy policy;
    private final WorkloadReader reader;
    private final Facts facts;

    Checker(CompiledPolicy policy, WorkloadReader reader, Facts facts) {
        this.facts = facts;
        this.policy = policy;
        this.reader = reader;
    }

    /**
     * Gives one outcome for each object of a source, in their order.
     *
     * @param named whether the source was given by its own name: then whatever it holds was meant
     *     to be judged
     */
    void check(Source source, boolean named, Consumer<Outcome> out) {
        Documents.Reader slices = new Documents.Reader();
        parts(
                source,
                new Parts() {
                    @Override
                    public void slice(Documents.Slice slice) {
                        judge(slices, slice, named, out);
                    }

                    @Override
                    public void document(Document document) {
                        judge(document, named, out);
                    }

                    @Override
                    public void failed(Outcome.Failed failed) {
                        out.accept(failed);
                    }
                });
    }

    /** As for a source that was given by its own name. */
    void check(Source source, Consumer<Outcome> out) {
        check(source, true, out);
    }

    /** As {@link #check}, for a source that is large: in jobs that several threads can do. */
    void split(Source source, boolean named, Pipeline pipeline) {
        pipeline.announce(source.length());
        Splitter splitter = new Splitter(named, pipeline);
        parts(source, splitter);
        splitter.flush();
    }

    private interface Parts {
        void slice(Documents.Slice slice);

        void document(Document document);

        void failed(Outcome.Failed failed);
    }

    private final class Splitter implements Parts {
        private final boolean named;
        private final Pipeline pipeline;
        private List<Documents.Slice> slices = new ArrayList<>();
        private long bytes;

        Splitter(boolean named, Pipeline pipeline) {
            this.named = named;
            this.pipeline = pipeline;
        }

        @Override
        public void slice(Documents.Slice slice) {
            slices.add(slice);
            bytes += slice.end() - slice.start();
            if (bytes >= JOB_BYTES) {
                flush();
            }
        }

        @Override
        public void document(Document document) {
            flush();
            pipeline.submit(out -> judge(document, named, out), 0);
        }

        @Override
        public void failed(Outcome.Failed failed) {
            flush();
            pipeline.submit(out -> out.accept(failed), 0);
        }

        void flush() {
            if (slices.isEmpty()) {
                return;
            }
            List<Documents.Slice> job = slices;
            pipeline.submit(
                    out -> {
                        Documents.Reader documents = new Documents.Reader();
                        for (Documents.Slice slice : job) {
                            judge(documents, slice, named, out);
                        }
                    },
                    bytes);
            slices = new ArrayList<>(job.size());
            bytes = 0;
        }
    }

    private static void parts(Source source, Parts parts) {
        try {
            switch (Documents.formatOf(source)) {
                case JSON ->
                        Documents.json(
                                source,
                                new Documents.JsonParts() {
                                    @Override
                                    public void item(Documents.Slice slice) {
                                        parts.slice(slice);
                                    }

                                    @Override
                                    public void document(Document document, boolean itemsGiven) {
                                        // Also when its items were given: a pod may have a member
                                        // of that name, and is no list then.
                                        parts.document(document);
                                    }
                                });
                case YAML -> Documents.yaml(source, parts::slice);
            }
        } catch (InvalidDocument e) {
            parts.failed(failed(source, e));
        } catch (OutOfMemoryError | StackOverflowError e) {
            parts.failed(fault(source, e));
        }
    }

    private void judge(
            Documents.Reader documents,
            Documents.Slice slice,
            boolean named,
            Consumer<Outcome> out) {
        Document document;
        try {
            document = documents.keep(slice);
        } catch (InvalidDocument e) {
            out.accept(failed(slice.source(), e));
            return;
        } catch (OutOfMemoryError | StackOverflowError | RuntimeException e) {
            out.accept(fault(slice.source(), e));
            return;
        }
        judge(document, named, out);
    }

    private void judge(Document document, boolean named, Consumer<Outcome> out) {
        // What a sink throws is not what judging throws.
        List<Outcome> outcomes = new ArrayList<>(1);
        try {
            reader.read(document, 0, result -> outcomes.add(outcome(document, result, named)));
        } catch (OutOfMemoryError | StackOverflowError | RuntimeException e) {
            outcomes.add(fault(document.source(), e));
        }
        outcomes.forEach(out);
    }

    private Outcome outcome(Document document, ReadResult result, boolean named) {
        String path = document.source().name();
        return switch (result) {
            case ReadResult.Judgeable(var workload) ->
                    new Outcome.Judged(
                            path,
                            document.position(workload.origin().node()).line(),
                            workload,
                            policy.decide(workload, facts));
            case ReadResult.Other(String apiVersion, String kind, String _, String reason) ->
                    new Outcome.Skipped(
                            path,
                            (apiVersion.isEmpty() ? kind : apiVersion + " " + kind)
                                    + (reason.isEmpty() ? "" : ": " + reason));
            case ReadResult.Refused(String code, var _, String _, String _)
                    when !named && isSomethingElse(document, code) ->
                    new Outcome.Skipped(path, "documents without apiVersion and kind");
            case ReadResult.Refused(String code, var location, String message, String hint) ->
                    new Outcome.Failed(
                            path, location.line(), location.column(), code, message, hint);
        };
    }

    private static boolean isSomethingElse(Document document, String code) {
        if (code.equals("not-an-object")) {
            return true;
        }
        if (!code.equals("unknown-document") || !document.isObject(0)) {
            return false;
        }
        for (String key : MEANT_TO_BE_JUDGED) {
            if (document.member(0, key) >= 0) {
                return isChart(document);
            }
        }
        return true;
    }

    /** The Chart.yaml of a Helm chart. */
    private static boolean isChart(Document document) {
        return document.member(0, "kind") < 0
                && document.member(0, "spec") < 0
                && document.member(0, "apiVersion") >= 0
                && document.member(0, "name") >= 0
                && document.member(0, "version") >= 0;
    }

    static Outcome.Failed failed(Source source, InvalidDocument e) {
        return failed(source.name(), e);
    }

    static Outcome.Failed failed(String path, InvalidDocument e) {
        return new Outcome.Failed(
                path,
                e.position().line(),
                e.position().column(),
                e.code().id(),
                e.getMessage(),
                e.hint());
    }

    /** A document that we cannot judge for a reason of ours: the others are still judged. */
    private static Outcome.Failed fault(Source source, Throwable e) {
        return fault(source.name(), e);
    }

    static Outcome.Failed fault(String path, Throwable e) {
        return switch (e) {
            case OutOfMemoryError _ ->
                    new Outcome.Failed(
                            path,
                            0,
                            0,
                            "out-of-memory",
                            "there is not enough memory to read it",
                            "Split it, or give more: PRATIQUE_JAVA_OPTS=-Xmx4g.");
            case StackOverflowError _ ->
                    new Outcome.Failed(
                            path,
                            0,
                            0,
                            InvalidDocument.Code.TOO_DEEP.id(),
                            "it is nested too deeply to be read",
                            "Flatten it.");
            default ->
                    new Outcome.Failed(
                            path,
                            0,
                            0,
                            "internal-error",
                            "a fault in Pratique kept it from being judged: "
                                    + e
                                    + (e.getStackTrace().length == 0
                                            ? ""
                                            : " at " + e.getStackTrace()[0]),
                            "Please report it with the file.");
        };
    }
}
