package io.pratique.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Source;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.evidence.ContentId;
import io.pratique.posture.evidence.Evidence;
import io.pratique.posture.evidence.EvidenceReader;
import io.pratique.posture.evidence.InvalidEvidence;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceReaderTest {
    private static final String GOOD =
            """
            {"schema":"posture.evidence/1","collector":{"name":"t"},"origin":"live",
             "coverage":[{"source":"s","status":"OK"}],
             "subjects":[{"kind":"image","id":"a","doc":{"config":{"User":"1"}}}]}\
            """;

    private static Evidence read(String json) {
        return EvidenceReader.read(Source.of("e.json", json));
    }

    @Test
    void theIdDependsOnTheContentOnly() {
        String id = read(GOOD).head().id();
        String spaced = GOOD.replace(":", " : ").replace("\"origin\" : \"live\",", "");
        String moved = spaced.replace("{\"schema\"", "{\"origin\":\"live\",\"schema\"");
        assertThat(ContentId.of(Documents.first(Source.of("x", moved)))).isEqualTo(id);
        assertThat(read(GOOD.replace("\"1\"", "\"2\"")).head().id()).isNotEqualTo(id);
    }

    @Test
    void refusesADocumentThatWasChanged() {
        String id = read(GOOD).head().id();
        String signed = GOOD.replace("{\"schema\"", "{\"id\":\"" + id + "\",\"schema\"");
        assertThat(read(signed).head().id()).isEqualTo(id);
        assertThatThrownBy(() -> read(signed.replace("\"1\"", "\"0\"")))
                .isInstanceOfSatisfying(
                        InvalidEvidence.class, e -> assertThat(e.code()).isEqualTo("evidence-id"));
    }

    @ParameterizedTest
    @CsvSource({
        "posture.evidence/1, posture.evidence/2, /schema",
        "live, dead, /origin",
        "\"OK\", \"FINE\", /coverage/0/status",
        "\"image\", \"picture\", /subjects/0/kind",
        "\"id\":\"a\", \"id\":7, /subjects/0/id"
    })
    void saysWhereTheSchemaIsBroken(String old, String fresh, String pointer) {
        assertThatThrownBy(() -> read(GOOD.replace(old, fresh)))
                .isInstanceOfSatisfying(
                        InvalidEvidence.class,
                        e -> {
                            assertThat(e.pointer()).isEqualTo(pointer);
                            assertThat(e.line()).isPositive();
                            assertThat(e.hint()).isNotBlank();
                        });
    }

    @Test
    void aSubjectWithoutDocSaysWhy() {
        Evidence evidence =
                read(
                        GOOD.replace("\"doc\":{\"config\":{\"User\":\"1\"}}", "\"x\":1")
                                .replace(
                                        "\"status\":\"OK\"",
                                        "\"status\":\"DENIED\",\"subject\":\"a\""));
        assertThat(evidence.subjects().getFirst().missing().orElseThrow().reason().name())
                .isEqualTo("ACCESS_DENIED");
    }

    @Test
    void aValueUnderAnUnresolvedPointerIsNotKnown() {
        Evidence evidence = read(GOOD.replace("\"doc\"", "\"unresolved\":[\"/config\"],\"doc\""));
        Subject subject = evidence.subjects().getFirst();
        Value user = Value.of(subject, false).at("config/User");
        assertThat(user.isUnknown()).isTrue();
        assertThat(user.isAbsent()).isFalse();
        assertThat(user.text()).isEmpty();
    }

    @Test
    void readsKeysOfTerraformAndTextsAsWhatTheySay() {
        Evidence evidence =
                read(GOOD.replace("\"User\":\"1\"", "\"Privileged\":\"True\",\"Cpu\":\"256\""));
        Value config = Value.of(evidence.subjects().getFirst(), false).get("config");
        assertThat(config.get("privileged").isTrue()).isTrue();
        assertThat(config.get("cpu").number(0)).isEqualTo(256);
    }

    /** Whatever is cut off or changed: a message, or findings without an ERROR, never a crash. */
    @Test
    void brokenSamplesNeverCrashTheJudge() throws IOException {
        long seed = Long.getLong("fuzz.seed", 20261124L);
        Random random = new Random(seed);
        Judge judge = new Judge(Catalogue.load(), Profile.STRICT, Map.of(), Optional.empty());
        int judged = 0;
        for (String name : List.of("tasks", "hosts", "images", "nodes")) {
            Source source = SamplesTest.sample(name);
            byte[] whole = source.text(0, source.length()).getBytes(StandardCharsets.UTF_8);
            for (int round = 0; round < 60; round++) {
                byte[] bytes = mutate(whole, random);
                try {
                    Report report =
                            judge.judge(
                                    List.of(EvidenceReader.read(Source.of("fuzz.json", bytes))),
                                    List.of(),
                                    SamplesTest.NOW);
                    judged++;
                    assertThat(report.findings())
                            .as("seed %d, %s, round %d", seed, name, round)
                            .noneMatch(f -> f.state() == State.ERROR);
                } catch (InvalidDocument | InvalidEvidence e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
        assertThat(judged).as("seed %d", seed).isPositive();
    }

    private static byte[] mutate(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        String replacements = "0{}[]\"null:,";
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 ->
                        bytes[at] =
                                (byte) replacements.charAt(random.nextInt(replacements.length()));
                case 1 -> swapWord(bytes, at);
                default -> bytes[at] = (byte) (' ' + random.nextInt(90));
            }
        }
        return bytes;
    }

    /** Makes a value of another kind of what stands behind the next colon. */
    private static void swapWord(byte[] bytes, int from) {
        for (int i = from; i < bytes.length - 6; i++) {
            if (bytes[i] == ':' && bytes[i + 1] == '[' && bytes[i + 2] == ']') {
                bytes[i + 1] = '{';
                bytes[i + 2] = '}';
                return;
            }
            if (bytes[i] == ':' && bytes[i + 1] == 't' && bytes[i + 2] == 'r') {
                bytes[i + 1] = 'n';
                bytes[i + 2] = 'u';
                bytes[i + 3] = 'l';
                bytes[i + 4] = 'l';
                return;
            }
        }
    }
}
