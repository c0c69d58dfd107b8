package io.pratique.collect.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.Redaction;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DockerfileCollectorTest {
    private final DockerfileCollector collector =
            new DockerfileCollector(new Redaction(new byte[] {1}));

    @Test
    void makesASubjectWithPlacesOfWhatIsNotKnownAndOfSecrets() {
        Collected collected =
                collector.collect(
                        "app/Dockerfile",
                        "ARG TAG\nFROM a:$TAG\nENV DB_PASSWORD=\"CANARY and more\" A=b\nUSER $UID\nRUN x --token CANARY\n");

        Evidence.Subject subject = collected.subjects().getFirst();
        assertThat(subject.kind()).isEqualTo("dockerfile");
        Evidence.Doc doc = (Evidence.Doc) subject.content();
        assertThat(doc.unresolved())
                .containsExactlyInAnyOrder(
                        "/stages/0/from", "/stages/0/instructions/1/arguments/0");
        assertThat(doc.redactions())
                .containsExactlyInAnyOrder(
                        "/stages/0/instructions/0/arguments/0",
                        "/stages/0/instructions/2/arguments/0");
        assertThat(doc.fields().toString()).doesNotContain("CANARY").doesNotContain("and more");
        assertThat(doc.fields().toString()).contains("A=b").contains("DB_PASSWORD=");
    }

    @Test
    void aFileThatTheBuilderRefusesIsNoEvidence() {
        Collected collected = collector.collect("Dockerfile", "FROM a\nRUNN x\n");

        assertThat(collected.subjects().getFirst().content()).isInstanceOf(Evidence.Missing.class);
        assertThat(collected.coverage())
                .extracting(Coverage.Entry::reason)
                .containsExactly(Optional.of(Coverage.Reason.PARSE_ERROR));
        assertThat(collected.coverage().getFirst().detail()).contains("Dockerfile:2:");
    }

    @ParameterizedTest
    @CsvSource({
        "Dockerfile,true",
        "dockerfile.prod,true",
        "web.Dockerfile,true",
        "Containerfile,true",
        "Dockerfile.dockerignore,false",
        "README.md,false",
        "dockerfiles,false"
    })
    void knowsDockerfilesByName(String name, boolean expected) {
        assertThat(DockerfileCollector.recognises(name)).isEqualTo(expected);
    }
}
