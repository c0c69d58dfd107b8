package io.pratique.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceWriterTest {
    private static final Redaction REDACTION = new Redaction(new byte[] {7});

    private static Evidence evidence(String fact) {
        return new Evidence(
                "host-agent",
                "1.2.3",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Evidence.Origin.LIVE,
                Map.of("region", "eu-west-1", "account", "1"),
                new Coverage(
                        List.of(
                                Coverage.Entry.ok("host-files", ""),
                                Coverage.Entry.denied("docker-daemon", "GET /info: 403")
                                        .in("a", "/info"))),
                List.of(
                        subject("image", "b", fact),
                        subject("docker.host", "z", fact),
                        subject("docker.host", "a", fact)));
    }

    private static Evidence.Subject subject(String kind, String id, String fact) {
        return Evidence.Subject.live(
                kind,
                id,
                Map.of("images", List.of("x@sha256:1")),
                new Facts()
                        .put("text", fact)
                        .put("big", new Value.Numeral("12345678901234567890"))
                        .done(),
                REDACTION);
    }

    private static String write(Evidence evidence) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new EvidenceWriter().write(evidence, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesWhatTheFormWants() throws IOException {
        Node root = Documents.first(Source.of("written", write(evidence("ü\u2028")))).root();

        assertThat(root.textOf("schema")).hasValue("posture.evidence/1");
        assertThat(root.textOf("collectedAt")).hasValue("2026-01-02T03:04:05Z");
        assertThat(root.textOf("origin")).hasValue("live");
        assertThat(root.get("scope").orElseThrow().textOf("region")).hasValue("eu-west-1");
        List<Node> coverage = root.get("coverage").orElseThrow().elements();
        assertThat(coverage.get(0).textOf("status")).hasValue("OK");
        assertThat(coverage.get(0).get("reason")).isEmpty();
        assertThat(coverage.get(1).textOf("reason")).hasValue("ACCESS_DENIED");
        List<Node> subjects = root.get("subjects").orElseThrow().elements();
        assertThat(subjects)
                .extracting(node -> node.textOf("id").orElseThrow())
                .containsExactly("a", "z", "b");
        Node doc = subjects.getFirst().get("doc").orElseThrow();
        assertThat(doc.textOf("text")).hasValue("ü\u2028");
        assertThat(doc.get("big").orElseThrow().text()).isEqualTo("12345678901234567890");
    }

    /** The form of ContentId of the module posture, written again from docs/evidence.md. */
    @Test
    void theIdIsTheHashOfTheSortedDocument() throws Exception {
        String written = write(evidence("one"));
        String id = Documents.first(Source.of("w", written)).root().textOf("id").orElseThrow();
        String canonical =
                "{\"collectedAt\":\"2026-01-02T03:04:05Z\",\"collector\":{\"name\":\"host-agent\",\"version\":\"1.2.3\"},"
                        + "\"coverage\":[{\"source\":\"host-files\",\"status\":\"OK\"},{\"detail\":\"GET /info: 403\",\"path\":\"/info\","
                        + "\"reason\":\"ACCESS_DENIED\",\"source\":\"docker-daemon\",\"status\":\"DENIED\",\"subject\":\"a\"}],"
                        + "\"origin\":\"live\",\"schema\":\"posture.evidence/1\","
                        + "\"scope\":{\"account\":\"1\",\"region\":\"eu-west-1\"},\"subjects\":["
                        + canonical("docker.host", "a")
                        + ","
                        + canonical("docker.host", "z")
                        + ","
                        + canonical("image", "b")
                        + "]}";
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(canonical.getBytes(StandardCharsets.UTF_8));

        assertThat(id).isEqualTo("sha256:" + HexFormat.of().formatHex(hash));
        assertThat(write(evidence("one"))).isEqualTo(written);
        assertThat(write(evidence("two"))).doesNotContain(id);
    }

    private static String canonical(String kind, String id) {
        return "{\"doc\":{\"big\":12345678901234567890,\"text\":\"one\"},\"id\":\""
                + id
                + "\",\"kind\":\""
                + kind
                + "\",\"relations\":{\"images\":[\"x@sha256:1\"]}}";
    }

    @Test
    void halfACharacterDoesNotStopTheWriter() throws IOException {
        assertThat(write(evidence("a\ud800b"))).contains("a\ufffdb");
        assertThat(write(evidence("\ud83d\ude00"))).contains("\ud83d\ude00");
    }

    @Test
    void saysWhyASubjectHasNoDocument() throws IOException {
        Evidence evidence =
                new Evidence(
                        "host-agent",
                        "1",
                        Instant.EPOCH,
                        Evidence.Origin.LIVE,
                        Map.of(),
                        new Coverage(List.of()),
                        List.of(
                                Evidence.Subject.missing(
                                        "docker.container",
                                        "c",
                                        Map.of(),
                                        Coverage.Reason.ACCESS_DENIED,
                                        "GET /containers/c/json")));

        assertThat(write(evidence))
                .contains(
                        "\"missing\":{\"reason\":\"ACCESS_DENIED\",\"supply\":\"GET /containers/c/json\"}")
                .doesNotContain("\"doc\"");
    }
}
