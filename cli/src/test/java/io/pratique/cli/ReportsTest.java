package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.cli.fix.TestPolicies;
import io.pratique.document.Source;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Decision;
import io.pratique.policy.Excepted;
import io.pratique.policy.Expired;
import io.pratique.policy.Presets;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Verdict;
import io.pratique.policy.Violation;
import io.pratique.policy.rule.Facts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every report of one set of outcomes against a file of what it should be; {@code
 * -Dgolden.update=true} writes the files.
 */
class ReportsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/pratique/cli/reports");
    private static final Path FOLDER = Path.of("/work place");
    private static final String SECRET = "hunter2-AKIAABCDEFGHIJKLMNOP";
    private static final List<SecurityPolicy> POLICIES =
            List.of(
                    TestPolicies.of(
                            "pods",
                            "kubernetes",
                            "block privileged",
                            "block hostPID",
                            "block hostPath",
                            "log readOnlyRootFilesystem",
                            "log hostPorts"),
                    TestPolicies.of(
                            "tasks",
                            "ecs",
                            "block privileged",
                            "block hostNetwork",
                            "log runAsNonRoot",
                            "log readOnlyRootFilesystem"),
                    Presets.of("pod-security:restricted:v1.34").orElseThrow());

    private static Map<String, String> inputs() {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put(
                "k8s/shop.yaml",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  template:
                    spec:
                      securityContext:
                        runAsNonRoot: true
                        seccompProfile: {type: RuntimeDefault}
                      containers:
                        - name: web
                          image: registry.example.com/web@sha256:0000000000000000000000000000000000000000000000000000000000000000
                          securityContext:
                            allowPrivilegeEscalation: false
                            readOnlyRootFilesystem: true
                            capabilities: {drop: [ALL]}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: agent, namespace: ops}
                spec:
                  hostPID: true
                  containers:
                    - name: agent
                      image: agent
                      env: [{name: TOKEN, value: %s}]
                      securityContext:
                        privileged: true
                        seccompProfile: {type: Localhost, localhostProfile: x}
                        capabilities:
                          add: [SYS_ADMIN, NET_RAW]
                          drop:
                            - CHOWN
                      ports:
                        - containerPort: 80
                          hostPort: 80
                  volumes:
                    - name: root
                      hostPath: {path: /}
                ---
                broken: [
                """
                        .formatted(SECRET));
        // A path, names and values as somebody who means no good would write them.
        inputs.put(
                "/work place/odd, 100%:naïve\u202e\u0007.yaml",
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: "esc\\e[2J\\a::error file=x::y ]]> <b>\\u202Eevil\\r\\n& 'q' \\"日本\\" 😀"
                  namespace: "a\\tb"
                spec:
                  containers:
                    - name: "\\0nul"
                      image: x
                      securityContext:
                        procMount: "%s"
                        seLinuxOptions: {type: "line one\\nline two"}
                """
                        .formatted("long".repeat(3000)));
        inputs.put(
                "ecs/worker.json",
                """
                {"family": "worker", "networkMode": "host", "containerDefinitions": [
                  {"name": "w", "image": "worker", "privileged": true, "user": "root",
                   "environment": [{"name": "PASSWORD", "value": "%s"}]}]}
                """
                        .formatted(SECRET));
        inputs.put("-", "just: text\n");
        return inputs;
    }

    /** The outcomes of the inputs, and some that no input of today gives. */
    private static List<Outcome> outcomes() {
        List<Outcome> outcomes = new ArrayList<>();
        Checker checker =
                new Checker(
                        CompiledPolicy.of(POLICIES),
                        new WorkloadReader(Map.of()),
                        Facts.at(Instant.EPOCH));
        inputs().forEach((name, text) -> checker.check(Source.of(name, text), outcomes::add));
        Outcome.Judged agent =
                outcomes.stream()
                        .filter(outcome -> outcome instanceof Outcome.Judged)
                        .map(outcome -> (Outcome.Judged) outcome)
                        .filter(judged -> judged.workload().identity().name().equals("agent"))
                        .findFirst()
                        .orElseThrow();
        outcomes.add(
                new Outcome.Judged(
                        "template.yaml",
                        3,
                        agent.workload(),
                        new Decision(
                                Verdict.UNKNOWN,
                                List.of(),
                                List.of(
                                        new Unjudged(
                                                "pods",
                                                "runAsNonRoot",
                                                "runAsNonRoot",
                                                "agent",
                                                agent.workload().origin().locate("containers/0"),
                                                "unknown (Ref User)",
                                                "Judge what is deployed, or give the value.")),
                                List.of(
                                        new Excepted(
                                                of(
                                                        "team",
                                                        agent.decision().violations().getFirst()),
                                                "legacy-agents")),
                                List.of(
                                        new Expired(
                                                of("team", agent.decision().violations().getLast()),
                                                "old-agents",
                                                LocalDate.of(2026, 1, 31))))));
        outcomes.add(
                new Outcome.Failed(
                        "gone.yaml", 0, 0, "vanished", "the file is gone since it was listed", ""));
        return outcomes;
    }

    private static Violation of(String policy, Violation v) {
        return new Violation(
                policy,
                v.rule(),
                v.type(),
                v.action(),
                v.mitigation(),
                v.severity(),
                v.container(),
                v.location(),
                v.observed(),
                v.expected(),
                v.message(),
                v.fix());
    }

    /** The policies, and one that has an exception. */
    private static List<SecurityPolicy> policies() {
        List<SecurityPolicy> policies = new ArrayList<>(POLICIES);
        policies.add(
                TestPolicies.read(
                        """
                        apiVersion: pratique.io/v1
                        kind: SecurityPolicy
                        metadata: {name: team}
                        spec:
                          platform: kubernetes
                          rules: [{type: hostPID, action: block}]
                          exceptions:
                            - name: legacy-agents
                              workloads: [agent]
                              reason: They go next year.
                              owner: ops
                              expires: 2027-01-31
                        """));
        return policies;
    }

    private static String run(OutputFormat format, Look look) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        Report report =
                format.report(
                        out,
                        new OutputFormat.Setting(
                                look,
                                new RelativePaths(FOLDER),
                                policies(),
                                Verdict.BLOCK,
                                new TextFixes()));
        Summary summary = new Summary();
        for (Outcome outcome : outcomes()) {
            summary.add(outcome);
            report.add(outcome);
        }
        report.end(summary);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void golden(String name, String actual) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void writesWhatItsGoldenFileSays(OutputFormat format) throws IOException {
        golden(format.id() + ".txt", run(format, Look.plain()));
    }

    @Test
    void writesATableInColoursForATerminal() throws IOException {
        golden(
                "table-colours.txt",
                run(OutputFormat.TABLE, new Look(120, true, Look.Detail.NORMAL)));
    }

    @Test
    void writesATableWithEverythingAndOneWithTheSummaryAlone() throws IOException {
        golden(
                "table-verbose.txt",
                run(OutputFormat.TABLE, new Look(60, false, Look.Detail.VERBOSE)));
        golden("table-quiet.txt", run(OutputFormat.TABLE, new Look(80, false, Look.Detail.QUIET)));
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void neverPrintsTheValueOfAVariableNorWhatMovesTheCursor(OutputFormat format) {
        assertThat(run(format, Look.plain()))
                .doesNotContain(SECRET)
                .doesNotContain("\u001b")
                .doesNotContain("\u0007")
                .satisfies(text -> assertThat(text.length()).isLessThan(90_000));
    }

    @ParameterizedTest
    @EnumSource(
            value = OutputFormat.class,
            names = {"TABLE", "GITHUB", "JUNIT"})
    void neverTurnsTheReadingDirectionRound(OutputFormat format) {
        assertThat(run(format, Look.plain())).doesNotContain("\u202e");
    }

    @Test
    void keepsTheTableWithinTheWidth() {
        for (String line : run(OutputFormat.TABLE, Look.plain()).lines().toList()) {
            if (line.contains(" ") && !line.strip().contains("[\"") && line.strip().length() < 80) {
                assertThat(line.codePointCount(0, line.length())).as(line).isLessThanOrEqualTo(80);
            }
        }
    }

    @Test
    void writesOneJsonObjectALineWithTheKeysOthersRelyOn() {
        JsonMapper mapper = new JsonMapper();
        List<JsonNode> lines =
                run(OutputFormat.JSONL, Look.plain()).lines().map(mapper::readTree).toList();
        assertThat(names(lines.getLast())).containsExactly("summary");
        for (JsonNode line : lines.subList(0, lines.size() - 1)) {
            if (line.get("verdict").asString().equals("error")) {
                assertThat(names(line)).containsExactly("path", "line", "verdict", "error");
                assertThat(names(line.get("error"))).startsWith("code", "message", "hint");
                continue;
            }
            assertThat(names(line))
                    .startsWith(
                            "path",
                            "line",
                            "platform",
                            "kind",
                            "namespace",
                            "name",
                            "verdict",
                            "violations");
            for (JsonNode violation : line.get("violations")) {
                assertThat(names(violation))
                        .startsWith(
                                "rule",
                                "type",
                                "action",
                                "severity",
                                "container",
                                "pointer",
                                "line",
                                "column",
                                "observed",
                                "expected",
                                "message",
                                "fix",
                                "documentation");
                assertThat(violation.get("fix").isArray()).isTrue();
            }
        }
    }

    private static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    @Test
    void writesTheLinesAlsoAsOneDocument() {
        JsonMapper mapper = new JsonMapper();
        JsonNode document = mapper.readTree(run(OutputFormat.JSON, Look.plain()));
        List<JsonNode> lines =
                run(OutputFormat.JSONL, Look.plain()).lines().map(mapper::readTree).toList();
        assertThat(names(document)).containsExactly("results", "summary");
        assertThat(List.copyOf(document.get("results").values()))
                .isEqualTo(lines.subList(0, lines.size() - 1));
        assertThat(document.get("summary")).isEqualTo(lines.getLast().get("summary"));
    }

    @Test
    void writesADocumentOfJsonAlsoForNothing() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JsonReport(bytes).end(new Summary());
        assertThat(new JsonMapper().readTree(bytes.toString(StandardCharsets.UTF_8)).get("results"))
                .isEmpty();
    }

    @Test
    void writesXmlThatAParserReadsAndWhoseCountsAreRight() throws Exception {
        org.w3c.dom.Document xml =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(
                                new InputSource(
                                        new StringReader(run(OutputFormat.JUNIT, Look.plain()))));
        org.w3c.dom.NodeList suites = xml.getElementsByTagName("testsuite");
        assertThat(suites.getLength()).isEqualTo(6);
        for (int i = 0; i < suites.getLength(); i++) {
            org.w3c.dom.Element suite = (org.w3c.dom.Element) suites.item(i);
            for (String[] pair :
                    new String[][] {
                        {"tests", "testcase"},
                        {"failures", "failure"},
                        {"errors", "error"},
                        {"skipped", "skipped"}
                    }) {
                assertThat(suite.getAttribute(pair[0]))
                        .as(pair[0] + " of " + suite.getAttribute("name"))
                        .isEqualTo("" + suite.getElementsByTagName(pair[1]).getLength());
            }
        }
    }

    @Test
    void saysWhichExceptionsWereUsedAndWhichHaveEnded() {
        assertThat(run(OutputFormat.TABLE, Look.plain()))
                .contains("1 violation excepted by legacy-agents (expires 2027-01-31)")
                .contains("would be excepted by old-agents, which ended on 2026-01-31");
    }

    @Test
    void writesOneCommandALineForGithub() {
        List<String> lines = run(OutputFormat.GITHUB, Look.plain()).lines().toList();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("::"))
                .allMatch(line ->
                        line.matches(
                                "::(error|warning|notice) file=[^:,]+(,line=\\d+(,col=\\d+)?)?,title=[^:,]+::.+"))
                .anyMatch(line -> line.contains("file=odd%2C 100%25%3Anaïve"));
    }
}
