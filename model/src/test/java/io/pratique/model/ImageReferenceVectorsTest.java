package io.pratique.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.ImageReference.Fault;
import io.pratique.model.ImageReference.ParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of distribution/reference and our own; see the README beside them. */
class ImageReferenceVectorsTest {
    private static final String VECTORS = "image-reference-vectors.jsonl";

    @ParameterizedTest
    @MethodSource("vectors")
    void readsAsItsVectorSays(Vector vector) {
        switch (ImageReference.parse(vector.input())) {
            case ParseResult.Valid(ImageReference reference) -> {
                assertThat(vector.isValid()).as("%s is accepted", vector).isTrue();
                assertThat(reference.written()).isEqualTo(vector.input());
                assertThat(reference.registry()).isEqualTo(vector.text("registry"));
                assertThat(reference.repository()).isEqualTo(vector.text("repository"));
                assertThat(reference.tag()).isEqualTo(vector.optional("tag"));
                assertThat(reference.digest()).isEqualTo(vector.optional("digest"));
                assertThat(reference.familiarName()).isEqualTo(vector.text("familiarName"));
                assertThat(reference.canonical()).isEqualTo(vector.text("canonical"));
            }
            case ParseResult.Invalid invalid -> {
                assertThat(vector.isValid()).as("%s is refused: %s", vector, invalid).isFalse();
                assertThat(invalid.code()).isEqualTo(Fault.valueOf(vector.text("code")));
                assertThat(invalid.offset()).isEqualTo(Integer.parseInt(vector.text("offset")));
            }
        }
    }

    @Test
    void theVectorsCoverValidAndInvalidTexts() throws IOException {
        assertThat(vectors()).filteredOn(Vector::isValid).hasSizeGreaterThan(400);
        assertThat(vectors()).filteredOn(vector -> !vector.isValid()).hasSizeGreaterThan(200);
    }

    static List<Vector> vectors() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        ImageReferenceVectorsTest.class.getResourceAsStream(VECTORS))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> new Vector(new FlatJson(line).read()))
                    .toList();
        }
    }

    /** One line of the file. */
    record Vector(Map<String, String> fields) {
        String input() {
            return text("input");
        }

        boolean isValid() {
            return text("valid").equals("true");
        }

        String text(String field) {
            return Objects.requireNonNull(fields.get(field), field);
        }

        Optional<String> optional(String field) {
            return Optional.ofNullable(fields.get(field));
        }

        @Override
        public String toString() {
            return '"' + input() + "\" of " + text("source");
        }
    }

    /**
     * Reads a JSON object of texts, numbers and booleans. The model has no JSON library, and these
     * vectors must not depend on the reader that other tests of this module are about.
     */
    private static final class FlatJson {
        private final String line;
        private int at = 1;

        FlatJson(String line) {
            this.line = line;
        }

        Map<String, String> read() {
            Map<String, String> fields = new HashMap<>();
            while (line.charAt(at) != '}') {
                String key = string();
                at = line.indexOf(':', at) + 2;
                fields.put(key, line.charAt(at) == '"' ? string() : word());
                if (line.charAt(at) == ',') {
                    at += 2;
                }
            }
            return fields;
        }

        private String word() {
            int start = at;
            while (line.charAt(at) != ',' && line.charAt(at) != '}') {
                at++;
            }
            return line.substring(start, at);
        }

        private String string() {
            StringBuilder text = new StringBuilder();
            at++;
            while (line.charAt(at) != '"') {
                char c = line.charAt(at++);
                if (c == '\\') {
                    c = escaped();
                }
                text.append(c);
            }
            at++;
            return text.toString();
        }

        private char escaped() {
            char c = line.charAt(at++);
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> {
                    at += 4;
                    yield (char) Integer.parseInt(line, at - 4, at, 16);
                }
                default -> c;
            };
        }
    }
}
