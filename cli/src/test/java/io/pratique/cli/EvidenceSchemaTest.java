package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.pratique.posture.evidence.SubjectKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the samples of posture, and the kinds the program knows, against the checked-in schema. */
class EvidenceSchemaTest {
    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                        Files.readString(Path.of("../schema/evidence.schema.json")),
                        InputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks", "hosts", "no-instances", "images", "nodes"})
    void takesTheSamples(String name) throws IOException {
        String sample =
                Files.readString(
                        Path.of("../posture/src/test/resources/samples/" + name + ".json"));
        assertThat(schema().validate(sample, InputFormat.JSON)).isEmpty();
        assertThat(
                        schema().validate(
                                        sample.replace("posture.evidence/1", "posture.evidence/9"),
                                        InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void knowsEveryKindOfSubject() throws IOException {
        String text = Files.readString(Path.of("../schema/evidence.schema.json"));
        for (SubjectKind kind : SubjectKind.values()) {
            assertThat(text).contains("\"" + kind.id() + "\"");
        }
    }
}
