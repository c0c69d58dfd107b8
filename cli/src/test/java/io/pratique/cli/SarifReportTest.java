package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Source;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Presets;
import io.pratique.policy.rule.Facts;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SarifReportTest {
    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              hostPID: true
              containers:
                - name: a
                  image: x
                  securityContext: {capabilities: {add: [BPF, SYS_ADMIN, BPF]}}
            """;

    private static JsonNode sarif(String path, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SarifReport report =
                new SarifReport(bytes, new RelativePaths(Path.of("/w")), new TextFixes());
        Summary summary = new Summary();
        new Checker(
                        CompiledPolicy.of(List.of(Presets.of("starter:kubernetes").orElseThrow())),
                        new WorkloadReader(Map.of()),
                        Facts.at(Instant.EPOCH))
                .check(
                        Source.of(path, text),
                        outcome -> {
                            summary.add(outcome);
                            report.add(outcome);
                        });
        report.end(summary);
        return new JsonMapper().readTree(bytes.toString(StandardCharsets.UTF_8));
    }

    private static List<String> fingerprints(JsonNode sarif) {
        List<String> all = new ArrayList<>();
        for (JsonNode result : sarif.at("/runs/0/results")) {
            all.add(result.at("/partialFingerprints/pratique~1v1").asString());
        }
        return all;
    }

    @Test
    void keepsFingerprintsWhenLinesMoveAndGivesEachResultItsOwn() {
        List<String> before = fingerprints(sarif("a.yaml", POD));
        List<String> after =
                fingerprints(
                        sarif(
                                "a.yaml",
                                "# a comment\n\n"
                                        + POD.replace("image: x", "image: x\n\n      tty: true")));

        assertThat(after).isEqualTo(before).hasSizeGreaterThan(4);
        assertThat(new HashSet<>(before)).hasSameSizeAs(before);
        assertThat(fingerprints(sarif("b.yaml", POD))).doesNotContainAnyElementsOf(before);
    }

    @Test
    void describesEveryRuleThatAResultNames() {
        JsonNode run = sarif("a.yaml", POD).at("/runs/0");
        for (JsonNode result : run.get("results")) {
            JsonNode rule = run.at("/tool/driver/rules/" + result.get("ruleIndex").asInt());
            assertThat(rule.get("id")).isEqualTo(result.get("ruleId"));
            assertThat(rule.at("/help/text").asString()).contains("docs/rules/");
        }
    }

    @Test
    void givesPathsAsUriReferencesBelowTheFolder() {
        assertThat(uri("/w/a b/ü#?%.yaml")).isEqualTo("a%20b/%C3%BC%23%3F%25.yaml");
        assertThat(uri("./k8s/../x.yaml")).isEqualTo("x.yaml");
        assertThat(uri("a:b.yaml")).isEqualTo("./a:b.yaml");
        assertThat(uri("../other/x.yaml")).isEqualTo("file:///other/x.yaml");
        assertThat(uri("-")).isEqualTo("stdin");
    }

    private static String uri(String path) {
        return new RelativePaths(Path.of("/w")).uri(path);
    }

    @Test
    void saysThatItWasNotSuccessfulWhenSomethingCouldNotBeRead() {
        JsonNode invocation = sarif("a.yaml", POD + "---\na: [\n").at("/runs/0/invocations/0");
        assertThat(invocation.get("executionSuccessful").asBoolean()).isFalse();
        assertThat(invocation.at("/toolExecutionNotifications/0/descriptor/id").asString())
                .isEqualTo("yaml-syntax");
        assertThat(
                        invocation
                                .at(
                                        "/toolExecutionNotifications/0/locations/0/physicalLocation/region/startLine")
                                .asInt())
                .isPositive();
    }

    @Test
    void givesTheFixAsAChangeOfTheText() {
        JsonNode results = sarif("a.yaml", "# é\n" + POD).at("/runs/0/results");
        JsonNode hostPid = null;
        for (JsonNode result : results) {
            if (result.get("ruleId").asString().equals("hostPID")) {
                hostPid = result;
            }
        }
        assertThat(hostPid.at("/fixes/0/artifactChanges/0/replacements").toString())
                .isEqualTo(
                        "[{\"deletedRegion\":{\"startLine\":6,\"startColumn\":1,\"endLine\":7,\"endColumn\":1}}]");
    }

    @Test
    void isNotSuccessfulWhenNothingWasJudged() {
        assertThat(
                        sarif("a.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n")
                                .at("/runs/0/invocations/0/executionSuccessful")
                                .asBoolean())
                .isFalse();
    }
}
