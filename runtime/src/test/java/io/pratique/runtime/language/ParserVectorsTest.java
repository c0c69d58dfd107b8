package io.pratique.runtime.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.Kind;
import io.pratique.document.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The accept and reject vectors of falcosecurity/libs. */
class ParserVectorsTest {
    private record Vector(String filter, boolean accept) {}

    @Test
    void acceptsAndRefusesWhatLibsDoes() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Vector> vectors = vectors();
        for (Vector vector : vectors) {
            boolean accepted = true;
            String message = "";
            try {
                Parser.parse(vector.filter());
            } catch (InvalidCondition e) {
                accepted = false;
                message = e.getMessage();
                assertThat(e.place().index()).isBetween(0, vector.filter().length());
                assertThat(message).isNotBlank();
            }
            if (accepted != vector.accept()) {
                wrong.add(vector + " " + message);
            }
        }
        assertThat(vectors).hasSize(518);
        assertThat(wrong).isEmpty();
    }

    @Test
    void writesWhatItReadAndReadsItAgain() throws IOException {
        for (Vector vector : vectors()) {
            if (vector.accept()) {
                String text = ConditionText.of(Parser.parse(vector.filter()));
                assertThat(ConditionText.of(Parser.parse(text))).isEqualTo(text);
            }
        }
    }

    private static List<Vector> vectors() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        try (InputStream in =
                ParserVectorsTest.class.getResourceAsStream("filter-parser-vectors.jsonl")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                Document document = Documents.first(Source.of("vector", line));
                vectors.add(
                        new Vector(
                                document.root().textOf("filter").orElseThrow(),
                                document.root().get("accept").orElseThrow().kind() == Kind.TRUE));
            }
        }
        return vectors;
    }
}
