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
                                Coverage.Entry.ok("host-files"),
                                Coverage.Entry.denied("docker-daemon/info", "GET /info: 403"))),
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
                new Facts().put("os", "LINUX").done(),
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

    @Test
    void theIdIsTheHashOfAllThatStandsAroundIt() throws Exception {
        String written = write(evidence("one"));
        String id = Documents.first(Source.of("w", written)).root().textOf("id").orElseThrow();
        String without = written.strip().replace("\"id\":\"" + id + "\",", "");
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(without.getBytes(StandardCharsets.UTF_8));

        assertThat(id).isEqualTo("sha256:" + HexFormat.of().formatHex(hash));
        assertThat(write(evidence("one"))).isEqualTo(written);
        assertThat(write(evidence("two"))).doesNotContain(id);
    }
}
