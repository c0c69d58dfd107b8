package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditCommandTest {
    private static final String HEALTH = "ecs-image-healthcheck-defined";
    private static final String EVIDENCE =
            """
            {"schema":"posture.evidence/1","collector":{"name":"t","version":"1"},
             "collectedAt":"2026-01-01T00:00:00Z","origin":"live","scope":{},"coverage":[],
             "subjects":[{"kind":"ecs.task-definition","id":"arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1",
              "doc":{"family":"web","requiresCompatibilities":["EC2"],"networkMode":"bridge",
               "containerDefinitions":[{"name":"=web","image":"web:1","privileged":PRIVILEGED}]}}]}
            """;

    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Main.run(
                List.of(arguments),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private List<JsonNode> lines() {
        return out().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    }

    private JsonNode finding(String template) {
        return lines().stream()
                .filter(line -> line.has("template"))
                .filter(line -> line.get("template").asString().equals(template))
                .filter(line -> !line.get("subject").asString().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void failsADockerfileWithoutHealthCheckAndPassesOneWithIt() throws IOException {
        String path = file("Dockerfile", "FROM alpine:3.20\nUSER 1000\nCMD [\"true\"]\n");
        assertThat(run("audit", path, "-o", "jsonl")).isEqualTo(1);
        JsonNode finding = finding(HEALTH);
        assertThat(finding.get("state").asString()).isEqualTo("FAIL");
        assertThat(finding.get("subject").asString()).isEqualTo(path.replace('\\', '/'));
        assertThat(finding.get("resourceType").asString()).isEqualTo("dockerfile");
        assertThat(finding.propertyNames())
                .containsExactly(
                        "template",
                        "name",
                        "resourceType",
                        "subject",
                        "state",
                        "severity",
                        "reason",
                        "observed",
                        "expected",
                        "evidence",
                        "frameworks",
                        "remediation");
        JsonNode summary = lines().getLast().get("summary");
        assertThat(summary.get("templates").asInt()).isEqualTo(116);
        assertThat(summary.get("findings").asInt()).isEqualTo(lines().size() - 1);

        file("Dockerfile", "FROM alpine:3.20\nUSER 1000\nHEALTHCHECK CMD true\n");
        run("audit", path, "-o", "jsonl");
        assertThat(finding(HEALTH).get("state").asString()).isEqualTo("PASS");
    }

    @Test
    void judgesAnEvidenceDocumentByWhatItSays() throws IOException {
        String bad = file("bad.json", EVIDENCE.replace("PRIVILEGED", "true"));
        assertThat(run("audit", bad, "-o", "jsonl")).isEqualTo(1);
        JsonNode privileged =
                lines().stream()
                        .filter(line -> line.has("evidence"))
                        .filter(line -> line.get("state").asString().equals("FAIL"))
                        .filter(line -> line.get("evidence").toString().contains("/privileged"))
                        .findFirst()
                        .orElseThrow();
        assertThat(privileged.get("observed").asString()).contains("true");
        String slug = privileged.get("template").asString();

        String good = file("good.json", EVIDENCE.replace("PRIVILEGED", "false"));
        run("audit", good, "-o", "jsonl");
        assertThat(finding(slug).get("state").asString()).isEqualTo("PASS");
    }

    @Test
    void judgesTheFilesOfAFolderTogether() throws IOException {
        file("app/Dockerfile", "FROM alpine:3.20\n");
        file("app/compose.yaml", "services:\n  web:\n    image: web:1\n    privileged: true\n");
        file("app/readme.yaml", "just: notes\n");
        assertThat(run("audit", folder.resolve("app").toString(), "-o", "jsonl")).isEqualTo(1);
        assertThat(out()).contains("compose.yaml#", "app/Dockerfile").doesNotContain("readme");
    }

    @Test
    void readsAFolderOfAwsAnswers() throws IOException {
        file(
                "aws/td.json",
                """
                {"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1",
                 "family":"web","requiresCompatibilities":["EC2"],
                 "containerDefinitions":[{"name":"web","image":"web:1","privileged":true}]}}
                """);
        file(
                "aws/clusters.err",
                "An error occurred (AccessDeniedException) when calling the DescribeClusters operation: no\n");
        assertThat(run("audit", folder.resolve("aws").toString(), "-o", "jsonl")).isEqualTo(1);
        assertThat(out()).contains("task-definition/web:1");
        assertThat(err()).contains("clusters.err: DescribeClusters: AccessDeniedException");
    }

    @Test
    void judgesAKubeletByItsAnswerAndByItsFiles() throws IOException {
        String answer =
                file(
                        "configz.json",
                        "{\"kubeletconfig\":{\"authentication\":{\"anonymous\":{\"enabled\":true}}}}");
        assertThat(run("audit", "kubelet", answer, "-o", "jsonl")).isEqualTo(1);
        assertThat(out()).contains("\"resourceType\":\"k8s.node\"");
        String line = file("cmdline.txt", "kubelet --config=/gone.yaml --anonymous-auth=true\n");
        String config =
                file(
                        "kubelet.yaml",
                        "kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n");
        assertThat(run("audit", "kubelet", line, config, "-o", "jsonl")).isEqualTo(1);
        assertThat(err()).isEmpty();
        assertThat(
                        lines().stream()
                                .filter(one -> one.has("state"))
                                .filter(one ->
                                        one.get("resourceType").asString().equals("k8s.node"))
                                .filter(one -> one.get("state").asString().equals("FAIL")))
                .isNotEmpty();
    }

    @Test
    void endsWithTheCodeThatSaysWhatHappened() throws IOException {
        String bad = file("bad.json", EVIDENCE.replace("PRIVILEGED", "true"));
        assertThat(run("audit", bad)).isEqualTo(1);
        assertThat(out()).contains("fail (", "score ", "coverage ");
        assertThat(run("audit", bad, "--strict")).isEqualTo(2);
        assertThat(run("audit", folder.resolve("gone").toString())).isEqualTo(2);
        assertThat(run("audit", file("notes.yaml", "a: 1\n"))).isEqualTo(2);
        assertThat(run("audit", bad, file("other.yaml", "a: 1\n"))).isEqualTo(2);
        assertThat(run("audit", file("cut.json", EVIDENCE.substring(0, 200)))).isEqualTo(2);
        assertThat(run("audit", file("torn.json", EVIDENCE.replace("live", "dead")))).isEqualTo(2);
        assertThat(run("audit")).isEqualTo(3);
        assertThat(run("audit", "kubelet")).isEqualTo(3);
        assertThat(run("audit", "host", bad)).isEqualTo(3);
        assertThat(run("audit", bad, "--framework", "pci")).isEqualTo(3);
        String file = file("Dockerfile", "FROM alpine:3.20\n");
        assertThat(run("audit", file, "--fail-on", "critical")).isZero();
    }

    @Test
    void neverPassesWhatWasOnlyReadInPart() throws IOException {
        String good = file("Dockerfile", "FROM alpine:3.20\nUSER 1000\nHEALTHCHECK CMD true\n");
        assertThat(run("audit", good, "--fail-on", "critical")).isZero();
        assertThat(run("audit", good, file("empty.json", "\n"), "--fail-on", "critical"))
                .isEqualTo(2);
        assertThat(err()).contains("empty.json: it is no evidence");
        String compose = "services:\n  web:\n    image: web:1\n";
        assertThat(run("audit", file("c.yaml", compose), "--fail-on", "critical")).isZero();
        String torn = file("torn.yaml", compose + "---\nservices: [1\n");
        assertThat(run("audit", torn, "--fail-on", "critical")).isEqualTo(2);
        assertThat(err()).contains("torn.yaml:");
    }

    @Test
    void tellsOnlyWhatSpeaksToTheFramework() throws IOException {
        String bad = file("bad.json", EVIDENCE.replace("PRIVILEGED", "true"));
        run("audit", bad, "-o", "jsonl", "--framework", "hipaa");
        assertThat(lines()).hasSizeGreaterThan(1);
        assertThat(lines().subList(0, lines().size() - 1))
                .allSatisfy(line -> assertThat(line.get("frameworks").has("hipaa")).isTrue());
    }

    @Test
    void writesTheSameFindingsAsOneDocument() throws IOException {
        String bad = file("bad.json", EVIDENCE.replace("PRIVILEGED", "true"));
        run("audit", bad, "-o", "jsonl");
        int findings = lines().size() - 1;
        run("audit", bad, "-o", "json");
        JsonNode whole = JsonMapper.shared().readTree(out());
        assertThat(whole.get("findings")).hasSize(findings);
        assertThat(whole.get("summary").get("states").get("FAIL").asInt()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1"})
    void writesNoFormulaIntoCsv(String text) {
        assertThat(AuditReport.cell(text)).isEqualTo("\"'" + text + "\"");
    }

    @Test
    void writesCsvThatHoldsNoFormulaOfADocument() throws IOException {
        String bad = file("bad.json", EVIDENCE.replace("PRIVILEGED", "true"));
        assertThat(run("audit", bad, "-o", "csv")).isEqualTo(1);
        assertThat(out()).startsWith("\"template\",\"name\"").contains("\"'=web: ");
        assertThat(out()).doesNotContain("\"=");
        assertThat(AuditReport.cell("a \"b\", c")).isEqualTo("\"a \"\"b\"\", c\"");
    }
}
