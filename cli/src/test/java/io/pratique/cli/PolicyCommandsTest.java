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

class PolicyCommandsTest {
    private static final String POLICY =
            """
            apiVersion: pratique.io/v1
            kind: SecurityPolicy
            metadata: {name: web}
            spec:
              platform: kubernetes
              rules:
                - {type: hostPID, action: block}
                - {type: imagesWithMalware, action: block}
              exceptions:
                - {name: agent, rules: [hostPID], workloads: [agent]}
            """;

    private static final String POD =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec:\n  hostPID: true\n  containers: [{name: a, image: nginx}]\n";

    private static final String CLUSTER_POLICY =
            """
            apiVersion: container-security.trendmicro.com/v1alpha1
            kind: ClusterPolicy
            metadata: {name: trend}
            spec:
              rules:
                - {type: hostPID, action: block, mitigation: terminate}
                - {type: checklists, action: block}
            """;

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return runWith("", arguments);
    }

    private int runWith(String input, String... arguments) {
        out.reset();
        err.reset();
        PrintStream printed = new PrintStream(out, false, StandardCharsets.UTF_8);
        int code =
                Main.run(
                        List.of(arguments),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        printed,
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        printed.flush();
        return code;
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(out());
    }

    private String file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    // validate

    @Test
    void callsAGoodPolicyValid() throws IOException {
        assertThat(run("policy", "validate", file("web.yaml", POLICY))).isZero();
        assertThat(out())
                .contains("web.yaml:1: SecurityPolicy web (kubernetes, 2 rules, 1 exception)")
                .endsWith("Valid: 0 errors, 0 warnings.\n");
    }

    @Test
    void saysEveryFaultWithItsPlaceAndHint() throws IOException {
        String path =
                file(
                        "web.yaml",
                        POLICY.replace("hostPID, action", "hostPPID, action")
                                .replace("rules:", "rulez:"));

        assertThat(run("policy", "validate", path)).isEqualTo(2);
        assertThat(out())
                .contains(path + ":6:3: error: a policy has no field 'rulez' [unknown-field]")
                .contains("    Did you mean 'rules'?")
                .contains("Invalid: ");
    }

    @Test
    void pointsIntoExpressionsAndShowsNoControlCharacters() throws IOException {
        String path =
                file(
                        "web.yaml",
                        """
                        apiVersion: pratique.io/v1
                        kind: SecurityPolicy
                        metadata: {name: web}
                        spec:
                          platform: kubernetes
                          rules:
                            - type: cel
                              parameters:
                                expression: |
                                  true &&
                                    nothing
                        """);

        assertThat(run("policy", "validate", path)).isEqualTo(2);
        assertThat(out())
                .contains(path + ":11:13: error: 2:3: undeclared reference to 'nothing' [");

        String red = file("red.yaml", POLICY.replace("hostPID, action", "\"\\e[31m\", action"));
        assertThat(run("policy", "validate", red)).isEqualTo(2);
        assertThat(out()).contains("there is no rule type '\\u001b[31m'").doesNotContain("\033");
    }

    @Test
    void saysTheSameAsJson() throws IOException {
        String path = file("web.yaml", POLICY.replace("hostPID, action", "hostPPID, action"));

        assertThat(run("policy", "validate", path, "--output", "json")).isEqualTo(2);
        JsonNode problem = json().get("problems").get(0);
        assertThat(json().get("valid").asBoolean()).isFalse();
        assertThat(problem.get("code").asString()).isEqualTo("unknown-rule-type");
        assertThat(problem.get("line").asInt()).isEqualTo(7);
        assertThat(problem.get("column").asInt()).isEqualTo(14);
        assertThat(problem.get("pointer").asString()).isEqualTo("/spec/rules/0/type");
        assertThat(problem.get("hint").asString()).isEqualTo("Did you mean 'hostPID'?");
    }

    @Test
    void readsSeveralDocumentsListsFoldersAndStandardInput() throws IOException {
        file("a/one.yaml", POLICY + "---\n" + POLICY.replace("name: web", "name: api"));
        file(
                "a/b/list.json",
                "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"apiVersion\":\"pratique.io/v1\",\"kind\":\"SecurityPolicy\",\"metadata\":{\"name\":\"json\"},\"spec\":{\"platform\":\"ecs\",\"rules\":[{\"type\":\"privileged\"}]}}]}");
        file("a/one.test.yaml", "nonsense: [");
        file("a/deployment.yaml", POD);

        assertThat(run("policy", "validate", folder.resolve("a").toString())).isZero();
        assertThat(out()).contains("web", "api", "json", "this is no policy, and was left out");
        assertThat(runWith(POLICY, "policy", "validate", "-")).isZero();
        assertThat(run("policy", "validate", folder.resolve("a").toString(), "--strict"))
                .isEqualTo(2);
    }

    @Test
    void refusesTwoPoliciesOfOneName() throws IOException {
        String one = file("one.yaml", POLICY);
        String two = file("two.yaml", POLICY);

        assertThat(run("policy", "validate", one, two)).isEqualTo(2);
        assertThat(out())
                .contains(
                        two
                                + ":1:1: error: there is another SecurityPolicy 'web', at "
                                + one
                                + ":1");
        assertThat(run("policy", "validate", one, one)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "a: [\n",
                "{\"apiVersion\": ",
                "just text",
                "apiVersion: apps/v1\nkind: Deployment\n",
                "a: 1\na: 2\n",
                "[]"
            })
    void refusesFilesThatAreNoPolicies(String text) throws IOException {
        String path = file("x.yaml", text);

        assertThat(run("policy", "validate", path)).as(text).isEqualTo(2);
        assertThat(out()).contains("x.yaml:").contains("error: ");
        assertThat(run("check", "-", "--policy", path)).isNotZero();
    }

    @Test
    void refusesFilesThatAreNotUtf8AndFoldersThatAreEmpty() throws IOException {
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, new byte[] {'a', ':', ' ', (byte) 0xE9, '\n'});
        assertThat(run("policy", "validate", latin.toString())).isEqualTo(2);
        assertThat(out()).contains("latin.yaml:1:4: error: ", "[not-utf8]");

        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(run("policy", "validate", empty.toString())).isEqualTo(2);
    }

    @Test
    void followsNoLinkThatLoops() throws IOException {
        file("loop/web.yaml", POLICY);
        Files.createSymbolicLink(folder.resolve("loop/again"), folder.resolve("loop"));

        assertThat(run("policy", "validate", folder.resolve("loop").toString())).isEqualTo(2);
        assertThat(out()).contains("[link-loop]");
    }

    @Test
    void takesAMissingFileForWrongUsage() {
        assertThat(run("policy", "validate", "startr:kubernetes")).isEqualTo(3);
        assertThat(err()).contains("Did you mean 'starter:kubernetes'?");
        assertThat(run("policy", "validate")).isEqualTo(3);
    }

    // print

    @Test
    void printsPresetsThatItReadsBack() throws IOException {
        for (String output : List.of("yaml", "json")) {
            assertThat(run("policy", "print", "pod-security:restricted:latest", "-o", output))
                    .isZero();
            String printed = out();
            assertThat(runWith(printed, "policy", "print", "-", "-o", output)).isZero();
            assertThat(out()).isEqualTo(printed);
        }
        assertThat(run("policy", "print", "starter:ecs", "--all")).isZero();
        assertThat(out()).contains("telemetry: true", "whenUnknown: report");
    }

    @Test
    void printsSeveralAsOneStream() {
        assertThat(run("policy", "print", "starter:ecs", "starter:kubernetes")).isZero();
        assertThat(runWith(out(), "policy", "validate", "-")).isZero();
        assertThat(out()).contains("starter.ecs", "starter.kubernetes");
    }

    @Test
    void printsNothingOfAnInvalidPolicy() {
        assertThat(runWith("kind: SecurityPolicy\n", "policy", "print", "-")).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).contains("-:1:1: error: ");
    }

    // import

    @Test
    void importsTrendResourcesAndSaysWhatIsLost() throws IOException {
        String path = file("trend.yaml", CLUSTER_POLICY);

        assertThat(run("policy", "import", path)).isZero();
        assertThat(out()).contains("kind: SecurityPolicy", "mitigation: terminate", "# Line 7: ");
        assertThat(err())
                .contains(
                        path
                                + ":7:14: warning: the rule type 'checklists' has no counterpart here");
        String imported = out();
        assertThat(runWith(imported, "policy", "validate", "-")).isZero();
        assertThat(run("policy", "import", path, "--strict")).isEqualTo(2);
    }

    @Test
    void writesAFileForEachAndOverwritesNone() throws IOException {
        String path = file("trend.yaml", CLUSTER_POLICY);
        String target = folder.resolve("out").toString();

        assertThat(run("policy", "import", path, "--output", target)).isZero();
        assertThat(Path.of(target, "trend.yaml")).content().contains("name: trend");
        assertThat(run("policy", "import", path, "--output", target)).isEqualTo(2);
        assertThat(err()).contains("[file-exists]");
        assertThat(run("policy", "import", path, "--output", target, "--force")).isZero();
    }

    @Test
    void hasNothingToImportInOurOwnDocuments() throws IOException {
        assertThat(run("policy", "import", file("web.yaml", POLICY))).isEqualTo(2);
        assertThat(err()).contains("[not-imported]", "[nothing-to-import]");
    }

    @Test
    void judgesByTrendResourcesDirectly() throws IOException {
        assertThat(
                        runWith(
                                POD,
                                "policy",
                                "diff",
                                "starter:ecs",
                                file("trend.yaml", CLUSTER_POLICY),
                                "-"))
                .isEqualTo(1);
        assertThat(out()).contains("+ block");
        assertThat(err()).contains("checklists");
    }

    // test

    private String cases(String expect) throws IOException {
        file("web.yaml", POLICY);
        return file(
                "web.test.yaml",
                """
                apiVersion: pratique.io/v1
                kind: PolicyTest
                cases:
                  - name: a pod that shares the host's processes
                    object:
                      apiVersion: v1
                      kind: Pod
                      metadata: {name: shop}
                      spec:
                        hostPID: true
                        containers: [{name: a, image: nginx}]
                    facts:
                      scans: [{image: nginx, type: malware, findings: 0}]
                    expect:
                """
                        + expect.indent(6));
    }

    @Test
    void passesCasesThatComeOutAsExpected() throws IOException {
        String path =
                cases(
                        "decision: block\nviolations:\n  - {rule: hostPID, action: block, pointer: /spec/hostPID, observed: \"true\"}\n");

        assertThat(run("policy", "test", path)).isZero();
        assertThat(out()).contains("pass  ", "1 case: 1 passed, 0 failed.");
        assertThat(run("policy", "test", folder.resolve("web.yaml").toString())).isZero();
        assertThat(run("policy", "test", folder.toString(), "-o", "json")).isZero();
        assertThat(json().get("summary").get("passed").asInt()).isEqualTo(1);
    }

    @Test
    void failsCasesThatDoNotAndSaysWhy() throws IOException {
        assertThat(run("policy", "test", cases("decision: allow\nviolations: [privileged]\n")))
                .isEqualTo(1);
        assertThat(out())
                .contains(
                        "FAIL  ",
                        "decision: expected allow, and it is block",
                        "missing: {rule=privileged} (line 16)",
                        "unexpected: block by hostPID, /spec/hostPID is true",
                        "1 case: 0 passed, 1 failed.");
        assertThat(run("policy", "test", cases("decision: block\nviolations: []\n"))).isEqualTo(1);
        assertThat(run("policy", "test", cases("decision: block\nexcepted: [agent]\n")))
                .isEqualTo(1);
    }

    @Test
    void judgesByTheFactsOfTheCase() throws IOException {
        String path = cases("decision: block\nviolations: [hostPID, imagesWithMalware]\n");
        assertThat(run("policy", "test", path)).isEqualTo(1);
        Files.writeString(
                Path.of(path),
                Files.readString(Path.of(path)).replace("findings: 0", "findings: 2"));
        assertThat(run("policy", "test", path)).isZero();
    }

    @Test
    void takesObjectsOutOfFilesByName() throws IOException {
        file("web.yaml", POLICY);
        file("pods.yaml", POD + "---\n" + POD.replace("name: shop", "name: agent"));
        String path =
                file(
                        "web.test.yaml",
                        """
                        apiVersion: pratique.io/v1
                        kind: PolicyTest
                        policies: [web.yaml]
                        cases:
                          - name: the agent may
                            file: pods.yaml
                            resource: Pod/agent
                            facts: {scans: [{image: nginx, type: malware}]}
                            expect: {decision: allow, excepted: [agent]}
                          - name: the shop may not
                            file: pods.yaml
                            resource: shop
                            expect: {decision: block}
                        """);

        assertThat(run("policy", "test", path)).as(out()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: pratique.io/v1\nkind: PolicyTest\ncases: []\n",
                "apiVersion: pratique.io/v1\nkind: PolicyTest\ncases:\n  - name: a\n    expect: {decision: allow}\n",
                "apiVersion: pratique.io/v1\nkind: PolicyTest\ncases:\n  - {name: a, file: b, expect: {decision: maybe}}\n",
                "apiVersion: pratique.io/v1\nkind: PolicyTest\npolicies: [none.yaml]\ncases:\n  - {name: a, file: b, expect: {decision: allow}}\n",
                "kind: [\n"
            })
    void takesBrokenCasesForErrorsAndNotForFailures(String text) throws IOException {
        file("web.yaml", POLICY);
        assertThat(run("policy", "test", file("web.test.yaml", text))).isEqualTo(2);
        assertThat(out()).contains("error: ");
    }

    @Test
    void doesNotCallNoCasesAPass() throws IOException {
        file("web.yaml", POLICY);
        assertThat(run("policy", "test", folder.toString())).isEqualTo(2);
        assertThat(run("policy", "test", folder.resolve("nowhere").toString())).isEqualTo(2);
    }

    // diff

    @Test
    void saysWhatChangesBetweenTwoPolicies() throws IOException {
        String logs = file("log.yaml", POLICY.replace("block", "log").replace("web", "log"));
        String blocks = file("block.yaml", POLICY);
        String pods = file("pod.yaml", POD);

        assertThat(run("policy", "diff", logs, blocks, pods)).isEqualTo(1);
        assertThat(out()).contains("Pod shop", "log → block", "+ block  hostPID");
        assertThat(run("policy", "diff", blocks, logs, pods, "-o", "json")).isEqualTo(1);
        JsonNode change = json().get("changes").get(0);
        assertThat(change.get("before").asString()).isEqualTo("block");
        assertThat(change.get("noLongerBlocked").get(0).get("rule").asString())
                .isEqualTo("hostPID");
        assertThat(change.get("newlyBlocked").size()).isZero();
        assertThat(json().get("summary").get("noLongerBlocked").asInt()).isEqualTo(1);
        assertThat(run("policy", "diff", "starter:ecs", logs, pods, "-o", "json")).isEqualTo(1);
        assertThat(json().get("changes").get(0).get("newlyLogged").size()).isEqualTo(1);
        assertThat(run("policy", "diff", logs, "starter:ecs", pods, "-o", "json")).isEqualTo(1);
        assertThat(json().get("changes").get(0).get("noLongerLogged").size()).isEqualTo(1);
        assertThat(run("policy", "diff", blocks, blocks, pods)).isZero();
    }

    @Test
    void doesNotCallNothingUnchanged() throws IOException {
        String policy = file("web.yaml", POLICY);
        assertThat(runWith("a: [\n", "policy", "diff", policy, policy, "-")).isEqualTo(2);
        assertThat(run("policy", "diff", policy, policy, folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(runWith(POD, "policy", "diff", policy, "nothing", "-")).isEqualTo(3);
        assertThat(run("policy", "diff", policy, policy)).isEqualTo(3);
    }

    // rules, presets, schema

    @Test
    void listsRuleTypesWithTheirParameters() {
        assertThat(run("policy", "rules")).isZero();
        assertThat(out()).contains("hostNetwork", "imageName", "operator*, values*");
        assertThat(run("policy", "rules", "--platform", "ecs", "-o", "json")).isZero();
        assertThat(json().get("types").toString())
                .contains("\"privileged\"")
                .doesNotContain("\"allowPrivilegeEscalation\"");
        assertThat(run("policy", "rules", "containerCapabilities")).isZero();
        assertThat(out()).contains("evaluate: added | effective; default added");
    }

    @Test
    void offersTheRuleTypeThatWasMeant() {
        assertThat(run("policy", "rules", "privilegd")).isEqualTo(3);
        assertThat(err()).contains("Did you mean 'privileged'?");
        assertThat(run("policy", "rules", "sysctls", "--platform", "ecs")).isIn(0, 3);
    }

    @Test
    void listsPresetsAndPrintsTheSchema() {
        assertThat(run("policy", "presets")).isZero();
        assertThat(out()).contains("starter:kubernetes", "pod-security:restricted:latest");
        assertThat(run("policy", "schema")).isZero();
        assertThat(json().get("$schema").asString()).contains("2020-12");
    }

    // the program

    @Test
    void hasHelpWithExamplesForEveryCommand() {
        for (List<String> words :
                List.of(
                        List.of("check"),
                        List.of("completion"),
                        List.of("version"),
                        List.of("policy"),
                        List.of("policy", "validate"),
                        List.of("policy", "test"),
                        List.of("policy", "print"),
                        List.of("policy", "diff"),
                        List.of("policy", "import"),
                        List.of("policy", "rules"),
                        List.of("policy", "presets"),
                        List.of("policy", "schema"))) {
            List<String> help = new java.util.ArrayList<>(words);
            help.add("--help");
            assertThat(run(help.toArray(String[]::new))).as("%s", words).isZero();
            String text = out();
            assertThat(text).contains("pratique " + String.join(" ", words)).contains("Examples:");
            help = new java.util.ArrayList<>(words);
            help.addFirst("help");
            assertThat(run(help.toArray(String[]::new))).as("%s", words).isZero();
            assertThat(out()).isEqualTo(text);
        }
        assertThat(run("help")).isZero();
        assertThat(out()).contains("check", "policy", "completion", "version");
    }

    @Test
    void offersTheCommandThatWasMeant() {
        assertThat(run("chekc")).isEqualTo(3);
        assertThat(err()).contains("there is no command 'chekc'. Did you mean 'check'?");
        assertThat(run("policy", "valdate")).isEqualTo(3);
        assertThat(err()).contains("'policy valdate'. Did you mean 'validate'?");
        assertThat(run("frobnicate")).isEqualTo(3);
        assertThat(err()).contains("There are check, policy");
    }

    @Test
    void tellsRuleTypesOfPoliciesFromDetectionRules() {
        assertThat(run("rules", "--help")).isZero();
        assertThat(out()).contains("detection rules");
        assertThat(run("policy", "rules", "--help")).isZero();
        assertThat(out()).contains("rule types that policies can hold");
    }

    @Test
    void saysItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out()).startsWith("pratique ").contains("Java 2");
        String version = out();
        assertThat(run("version")).isZero();
        assertThat(out()).isEqualTo(version);
    }
}
