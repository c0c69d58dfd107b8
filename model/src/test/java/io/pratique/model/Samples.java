package io.pratique.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads samples for tests: from resources or from texts. */
final class Samples {
    private Samples() {}

    static String resource(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            assertThat(in).as("resource %s", name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WorkloadReader reader() {
        return new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS);
    }

    /** Everything that the documents of a text hold. */
    static List<ReadResult> results(String text) {
        List<ReadResult> results = new ArrayList<>();
        Source source = Source.of("sample", text);
        switch (Documents.formatOf(source)) {
            case JSON ->
                    Documents.json(
                            source,
                            new Documents.JsonParts() {
                                @Override
                                public void item(Documents.Slice slice) {
                                    reader().read(slice.read(), 0, results::add);
                                }

                                @Override
                                public void document(Document document, boolean itemsGiven) {
                                    reader().read(document, 0, results::add);
                                }
                            });
            case YAML ->
                    Documents.yaml(source, slice -> reader().read(slice.read(), 0, results::add));
        }
        return results;
    }

    static List<Workload> workloads(String text) {
        List<Workload> workloads = new ArrayList<>();
        for (ReadResult result : results(text)) {
            if (result instanceof ReadResult.Judgeable(Workload workload)) {
                workloads.add(workload);
            }
        }
        return workloads;
    }

    /** The only workload of a text that holds nothing else. */
    static Workload workload(String text) {
        List<ReadResult> results = results(text);
        assertThat(results).as(text).singleElement().isInstanceOf(ReadResult.Judgeable.class);
        return ((ReadResult.Judgeable) results.getFirst()).workload();
    }

    static Container container(String text) {
        return workload(text).containers().getFirst();
    }

    static ReadResult.Refused refused(String text) {
        List<ReadResult> results = results(text);
        assertThat(results).as(text).singleElement().isInstanceOf(ReadResult.Refused.class);
        return (ReadResult.Refused) results.getFirst();
    }

    static ReadResult.Other other(String text) {
        List<ReadResult> results = results(text);
        assertThat(results).as(text).singleElement().isInstanceOf(ReadResult.Other.class);
        return (ReadResult.Other) results.getFirst();
    }

    /** What stands in the text at a location: the rest of its line. */
    static String at(String text, Location location) {
        String line = text.split("\n", -1)[location.line() - 1];
        return line.substring(line.offsetByCodePoints(0, location.column() - 1));
    }
}
