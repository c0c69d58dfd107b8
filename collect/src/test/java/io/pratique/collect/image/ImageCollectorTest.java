package io.pratique.collect.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.images.ArchiveLimits;
import io.pratique.images.ArchiveProblem;
import io.pratique.images.Image;
import io.pratique.images.ImageArchive;
import io.pratique.images.ImageArchiveReader;
import io.pratique.images.ImageFile;
import io.pratique.images.ImageFiles;
import io.pratique.images.ImageUser;
import io.pratique.images.InvalidArchive;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageCollectorTest {
    private static final String CONFIG = "{\"config\":{\"User\":\"web\",\"Env\":[\"A=CANARY\"]}}";

    private final ImageCollector collector =
            new ImageCollector(
                    new ImageArchiveReader(ArchiveLimits.standard(), new Random(1)),
                    new Redaction(new byte[] {1}));

    private static Image image(String configuration, boolean complete) {
        Source source = Source.of("config", configuration);
        Node root =
                new Documents.Slice(source, 0, source.length(), Documents.Format.JSON)
                        .read()
                        .root();
        ImageFile su = new ImageFile("/bin/su", 04755, 0, 0, "sha256:l", false, List.of());
        ImageFile key = new ImageFile("/k", 0644, 0, 0, "sha256:l", false, List.of("private key"));
        return new Image(
                List.of("app:1"),
                "sha256:m",
                "sha256:c",
                "application/vnd.oci.image.config.v1+json",
                "linux",
                "amd64",
                root,
                new ImageFiles(
                        complete,
                        List.of(su),
                        List.of(key),
                        complete
                                ? Optional.of(List.of(new ImageUser("root", 0, 0, true)))
                                : Optional.empty(),
                        Optional.empty(),
                        List.of()),
                complete
                        ? List.of()
                        : List.of(
                                new ArchiveProblem(
                                        InvalidArchive.Code.TOO_LARGE, "sha256:l", "too large")));
    }

    private Collected collect(Image image) {
        return collector.evidence(
                new ImageArchive("oci-layout", List.of(image), List.of()), "app.tar");
    }

    private static Evidence.Doc doc(Collected collected) {
        return (Evidence.Doc) collected.subjects().getFirst().content();
    }

    @Test
    void saysWhatStandsInTheImageWithoutTheValuesOfItsVariables() {
        Collected collected = collect(image(CONFIG, true));

        Evidence.Subject subject = collected.subjects().getFirst();
        assertThat(subject.id()).isEqualTo("app.tar@sha256:m");
        assertThat(subject.relations()).containsEntry("references", List.of("app:1"));
        Value.Fields fields = doc(collected).fields();
        assertThat(fields.fields("config").text("User")).contains("web");
        assertThat(fields.toString()).doesNotContain("CANARY").contains("A=");
        assertThat(doc(collected).redactions()).contains("/config/Env/0");
        assertThat(fields.fields("files").isTrue("complete")).isTrue();
        assertThat(fields.fields("files").items("setuid").toString()).contains("4755");
        assertThat(fields.fields("files").items("found").toString()).contains("private key");
        assertThat(fields.get("history")).isEmpty();
        assertThat(fields.fields("users").get("root")).contains(Value.of(0));
        assertThat(fields.items("openAccounts")).containsExactly(Value.of("root"));
        assertThat(collected.coverage())
                .extracting(Coverage.Entry::status)
                .containsExactly(Coverage.Status.OK);
    }

    @Test
    void leavesHolesWhereALayerWasNotRead() {
        Collected collected = collect(image("{}", false));

        assertThat(doc(collected).fields().fields("files").isTrue("complete")).isFalse();
        assertThat(doc(collected).fields().get("users")).isEmpty();
        assertThat(collected.coverage())
                .extracting(Coverage.Entry::reason)
                .containsExactly(Optional.of(Coverage.Reason.TOO_LARGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/sh -c #(nop)  ENV X=CANARY",
                "ENV X=some CANARY Y=CANARY",
                "ARG X=CANARY",
                "|2 X=CANARY Y=a CANARY /bin/sh -c make",
                "RUN |1 X=CANARY /bin/sh -c make",
                "/bin/sh -c tool --password CANARY",
            })
    void takesValuesOutOfHistories(String line) {
        String json = "{\"history\":[{\"created_by\":\"" + line + "\"}]}";
        Collected collected = collect(image(json, true));

        String text = doc(collected).fields().get("history").orElseThrow().toString();
        assertThat(text).doesNotContain("CANARY");
        assertThat(text.contains("make")).isEqualTo(line.contains("make"));
    }
}
