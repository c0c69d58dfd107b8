package io.pratique.policy.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Source;
import io.pratique.policy.Action;
import io.pratique.policy.Attestor;
import io.pratique.policy.Mitigation;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.Rule;
import io.pratique.policy.Ruleset;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.format.Problem;
import io.pratique.policy.format.Resource;
import io.pratique.policy.format.ResourceReader;
import io.pratique.policy.format.ResourceWriter;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleTypes;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendReaderTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private static final String EVERYTHING =
            """
            apiVersion: container-security.trendmicro.com/v1alpha1
            kind: ClusterPolicy
            metadata:
              name: shop-policy
              labels: {team: platform}
            spec:
              xdrEnabled: true
              rules:
                - {type: hostNetwork, action: log, mitigation: log}
                - {type: hostIPC, action: block, mitigation: isolate}
                - {type: hostPID, action: block, mitigation: terminate}
                - {type: runAsNonRoot, action: log, namespaces: [default, shop]}
                - {type: privileged, action: log}
                - {type: privileged, action: block, namespaces: [secure]}
                - {type: allowPrivilegeEscalation, action: log}
                - {type: readOnlyRootFilesystem, action: log}
                - {type: containerCapabilities, action: log, properties: {capabilityRestriction: restrict-all}}
                - {type: imageRegistry, action: log, properties: {operator: notEquals, values: [registry.example.com]}}
                - {type: imageName, action: log, properties: {operator: startsWith, values: [nginx, alpine]}}
                - {type: imageTag, action: log, properties: {operator: equals, values: [latest]}}
                - {type: imagePath, action: log, properties: {operator: contains, values: [example.com/org]}}
                - {type: imagesNotScanned, action: block, properties: {scanType: vulnerability, maxScanAge: 30}}
                - {type: imagesNotScanned, action: block, properties: {scanType: malware, maxScanAge: 7}}
                - {type: imagesNotScanned, action: block, properties: {scanType: secret, maxScanAge: 0}}
                - {type: imagesWithMalware, action: log}
                - {type: imagesWithSecrets, action: log}
                - {type: imagesWithVulnerabilities, action: log, properties: {severity: critical}}
                - {type: imagesWithCVSSAttackVector, action: log, properties: {attackVector: network, severity: high}}
                - {type: imagesWithCVSSAttackComplexity, action: log, properties: {attackComplexity: high, severity: any}}
                - {type: imagesWithCVSSAvailabilityImpact, action: log, properties: {availabilityImpact: low, severity: low}}
                - {type: podExec, action: block, mitigation: isolate}
                - {type: podPortForward, action: block}
                - type: verifyImages
                  action: block
                  properties:
                    attestors:
                      all: [release, build]
                      any: [other]
                    conditions:
                      - {type: match, resourceFilter: repository, operatorOrFunction: beginsWith, value: shop/}
                      - {type: exclude, resourceFilter: registry, operatorOrFunction: endsWith, value: .test}
              exceptions:
                - type: imageName
                  properties: {operator: equals, values: [admission-controller]}
                  namespaces: [trendmicro-system]
                - type: imageName
                  properties: {operator: contains, values: [agent]}
            """;

    private static ResourceReader.Reading read(String text) {
        return TrendReader.read(Documents.first(Source.of("trend.yaml", text)).root(), TODAY);
    }

    private static SecurityPolicy policy(ResourceReader.Reading reading) {
        return ((Resource.OfPolicy) reading.resource().orElseThrow()).policy();
    }

    private static String spec(String spec) {
        return "apiVersion: container-security.trendmicro.com/v1alpha1\nkind: ClusterPolicy\nmetadata: {name: a}\nspec:\n"
                + spec;
    }

    private static List<String> losses(ResourceReader.Reading reading) {
        return reading.problems().stream()
                .filter(TrendReader::isLoss)
                .map(problem -> problem.position() + " " + problem.message())
                .toList();
    }

    private static Parameters parameters(SecurityPolicy policy, String id) {
        return policy.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .map(Rule::parameters)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void carriesOverEveryRuleTypeOfPolicyAsCode() {
        ResourceReader.Reading reading = read(EVERYTHING);
        SecurityPolicy policy = policy(reading);

        assertThat(losses(reading)).isEmpty();
        assertThat(policy.name()).isEqualTo("shop-policy");
        assertThat(policy.telemetry()).isTrue();
        assertThat(policy.rules()).hasSize(24);
        assertThat(policy.rules())
                .extracting(Rule::id)
                .contains("privileged", "privileged-2", "imagesNotScanned-3", "podExec");
        assertThat(parameters(policy, "containerCapabilities").text("capabilityRestriction"))
                .isEqualTo("restrict-all");
        assertThat(parameters(policy, "imageName").texts("values"))
                .containsExactly("nginx", "alpine");
        assertThat(parameters(policy, "imagesNotScanned-2").number("maxScanAge")).isEqualTo(7);
        assertThat(parameters(policy, "imagesWithCVSSAttackVector").text("severity"))
                .isEqualTo("high");
        Rule secure = policy.rules().get(5);
        assertThat(secure.namespaces()).containsExactly("secure");
        assertThat(secure.action()).isEqualTo(Action.BLOCK);
    }

    @Test
    void knowsEveryTypeThatTrendHas() {
        assertThat(TrendTypes.IDS).allMatch(id -> RuleTypes.of(id).isPresent());
        for (String id : TrendTypes.IDS) {
            assertThat(EVERYTHING).contains("type: " + id);
        }
    }

    @Test
    void logsWhatRunsWhenNoMitigationIsWritten() {
        SecurityPolicy policy = policy(read(EVERYTHING));

        assertThat(policy.rules().get(4).mitigation()).contains(Mitigation.LOG);
        assertThat(policy.rules().get(1).mitigation()).contains(Mitigation.ISOLATE);
        assertThat(policy.rules().get(2).mitigation()).contains(Mitigation.TERMINATE);
    }

    @Test
    void readsSignatureRules() {
        Rule rule = policy(read(EVERYTHING)).signatures().getFirst();

        assertThat(rule.action()).isEqualTo(Action.BLOCK);
        assertThat(rule.mitigation()).isEmpty();
        assertThat(rule.parameters().texts("allOf")).containsExactly("release", "build");
        assertThat(rule.parameters().texts("anyOf")).containsExactly("other");
        List<Parameters> conditions = rule.parameters().objects("conditions");
        assertThat(conditions.getFirst().text("type")).isEqualTo("match");
        assertThat(conditions.getFirst().text("part")).isEqualTo("repository");
        assertThat(conditions.getFirst().text("operator")).isEqualTo("startsWith");
        assertThat(conditions.getLast().texts("values")).containsExactly(".test");
    }

    @Test
    void readsExceptionsWithTheirNamespaces() {
        SecurityPolicy policy = policy(read(EVERYTHING));

        assertThat(policy.exceptions())
                .extracting(exception -> exception.name())
                .containsExactly("imageName", "imageName-2");
        assertThat(policy.exceptions().getFirst().namespaces())
                .containsExactly("trendmicro-system");
        assertThat(policy.exceptions().getFirst().images().getFirst().part())
                .isEqualTo(ImagePart.NAME);
    }

    @Test
    void becomesADocumentThatReadsTheSame() {
        Resource resource = read(EVERYTHING).resource().orElseThrow();
        String text =
                ResourceWriter.write(resource, Documents.Format.YAML, ResourceWriter.Extent.SHORT);
        ResourceReader.Reading again =
                ResourceReader.read(Documents.first(Source.of("ours", text)).root(), TODAY);

        assertThat(again.problems()).filteredOn(Problem::isError).isEmpty();
        assertThat(again.resource()).contains(resource);
    }

    @Test
    void switchesTelemetryOffWhenNothingIsSaid() {
        assertThat(policy(read(spec("  rules: []\n"))).telemetry()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"contents", "checklists", "checklistProfile", "somethingNew"})
    void saysWhichRulesHaveNoCounterpart(String type) {
        ResourceReader.Reading reading =
                read(
                        spec(
                                "  rules:\n    - {type: "
                                        + type
                                        + ", action: block}\n    - {type: hostPID, action: block}\n"));

        assertThat(policy(reading).rules()).hasSize(1);
        assertThat(losses(reading))
                .containsExactly("6:14 the rule type '" + type + "' has no counterpart here");
    }

    @Test
    void doesNotTakeOurOwnTypesForTrends() {
        assertThat(losses(read(spec("  rules: [{type: cel, action: log}, {type: sysctls}]\n"))))
                .hasSize(2);
    }

    @Test
    void leavesOutWrongRulesAndKeepsTheOthers() {
        ResourceReader.Reading reading =
                read(
                        spec(
                                """
                                  rules:
                                    - {type: hostPID, action: deny}
                                    - {type: hostPID, action: block, mitigation: kill}
                                    - {type: imageName, action: log, properties: {operator: like, values: [a]}}
                                    - {type: imageName, action: log, properties: {values: [a]}}
                                    - {type: imagesNotScanned, action: log, properties: {scanType: vulnerability, maxScanAge: 400}}
                                    - {type: verifyImages, action: log, properties: {attestors: {}}}
                                    - {type: hostIPC, action: none}
                                    - {type: hostNetwork, action: log, colour: red}
                                """));

        assertThat(policy(reading).rules()).extracting(Rule::id).containsExactly("hostNetwork");
        assertThat(reading.problems()).filteredOn(Problem::isError).isEmpty();
        assertThat(losses(reading)).hasSize(8);
        assertThat(losses(reading).getFirst()).startsWith("6:31 the action of hostPID");
        assertThat(losses(reading).getLast()).startsWith("13:48 'colour' of the rule hostNetwork");
    }

    @Test
    void turnsRegistriesWithAPathIntoPaths() {
        ResourceReader.Reading reading =
                read(
                        spec(
                                """
                                  rules:
                                    - {type: imageRegistry, action: block, properties: {operator: equals, values: [docker.io/acme, quay.io]}}
                                    - {type: imageRegistry, action: block, properties: {operator: notEquals, values: [docker.io/acme]}}
                                  exceptions:
                                    - {type: imageRegistry, properties: {operator: equals, values: [docker.io/acme]}}
                                """));
        SecurityPolicy policy = policy(reading);

        assertThat(policy.rules()).extracting(rule -> rule.type().id()).containsOnly("imagePath");
        assertThat(parameters(policy, "imagePath").text("operator")).isEqualTo("startsWith");
        assertThat(parameters(policy, "imagePath").texts("values"))
                .containsExactly("docker.io/acme/", "quay.io/");
        assertThat(parameters(policy, "imagePath-2").text("operator")).isEqualTo("notContains");
        assertThat(policy.exceptions().getFirst().images().getFirst().operator())
                .isEqualTo(TextOperator.STARTS_WITH);
        assertThat(reading.problems())
                .extracting(Problem::code)
                .containsOnly(TrendReader.CHANGED)
                .hasSize(3);
        assertThat(losses(reading)).isEmpty();
    }

    @Test
    void saysWhatItAssumesOfCapabilities() {
        ResourceReader.Reading reading =
                read(
                        spec(
                                "  rules: [{type: containerCapabilities, action: log, properties: {capabilityRestriction: baseline}}]\n"));

        assertThat(parameters(policy(reading), "containerCapabilities").text("evaluate"))
                .isEqualTo("effective");
        assertThat(reading.problems()).extracting(Problem::code).containsExactly("changed");
    }

    @Test
    void readsNamespacedDefinitions() {
        SecurityPolicy policy =
                policy(
                        read(
                                spec(
                                        """
                                          rules: [{type: hostPID, action: log}]
                                          namespaced:
                                            - {name: prod one, namespaces: [prod], rules: [{type: hostPID, action: block}]}
                                        """)));

        assertThat(policy.namespaced())
                .singleElement()
                .satisfies(definition -> {
                    assertThat(definition.name()).isEqualTo("prod-one");
                    assertThat(definition.rules().getFirst().action()).isEqualTo(Action.BLOCK);
                });
    }

    @Test
    void saysWhichFieldsOfThePolicyAreLost() {
        assertThat(losses(read(spec("  rules: []\n  malwareScan: {mitigation: log}\n"))))
                .containsExactly("6:16 'malwareScan' of the policy has no counterpart here");
    }

    @Test
    void readsAttestorsWithWrittenOutLineEnds() {
        String key = "-----BEGIN PUBLIC KEY-----\\nMFkwEwYH\\nKoZI\\n-----END PUBLIC KEY-----";
        ResourceReader.Reading reading =
                read(
                        "apiVersion: container-security.trendmicro.com/v1alpha1\nkind: Attestor\nmetadata: {name: release}\nspec:\n  type: cosignPublicKey\n  publicKey: "
                                + key
                                + "\n  transparencyLogEnabled: false\n  transparencyLogOptions:\n    server:\n    publicKey:\n");
        Attestor attestor = ((Resource.OfAttestor) reading.resource().orElseThrow()).attestor();

        assertThat(attestor.publicKey())
                .isEqualTo(
                        "-----BEGIN PUBLIC KEY-----\nMFkwEwYH\nKoZI\n-----END PUBLIC KEY-----\n");
        assertThat(attestor.transparencyLog()).isEmpty();
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void readsTransparencyLogs() {
        String head =
                "apiVersion: container-security.trendmicro.com/v1alpha1\nkind: Attestor\nmetadata: {name: a}\nspec:\n  type: cosignPublicKey\n  publicKey: \"-----BEGIN PUBLIC KEY-----\\nMFkw\\n-----END PUBLIC KEY-----\"\n  transparencyLogOptions: {server: https://log.example.com}\n";
        ResourceReader.Reading on = read(head + "  transparencyLogEnabled: true\n");
        assertThat(((Resource.OfAttestor) on.resource().orElseThrow()).attestor().transparencyLog())
                .contains(new Attestor.TransparencyLog("https://log.example.com", ""));
        assertThat(losses(read(head))).hasSize(1);
    }

    @Test
    void refusesAttestorsThatVerifyNothing() {
        ResourceReader.Reading reading =
                read(
                        "apiVersion: container-security.trendmicro.com/v1alpha1\nkind: Attestor\nmetadata: {name: a}\nspec: {type: cosignKeyless, publicKey: abc}\n");

        assertThat(reading.resource()).isEmpty();
        assertThat(reading.problems()).hasSize(2);
    }

    @Test
    void keepsRulesetsAsTheyAre() {
        ResourceReader.Reading reading =
                read(
                        """
                        apiVersion: visionone.trendmicro.com/v1alpha1
                        kind: RuntimeRuleset
                        metadata: {name: set}
                        spec:
                          definition:
                            labels: [{key: app, value: web}]
                            labelMatchingCondition: notAny
                            rules:
                              - {ruleID: TM-00000001, mitigation: log}
                              - {ruleID: TM-00000003, mitigation: isolate}
                              - {ruleID: TM-00000004}
                        """);
        Ruleset ruleset = ((Resource.OfRuleset) reading.resource().orElseThrow()).ruleset();

        assertThat(ruleset.labels()).containsExactly(new Ruleset.Label("app", "web"));
        assertThat(ruleset.match()).isEqualTo(Ruleset.LabelMatch.NOT_ANY);
        assertThat(ruleset.rules())
                .extracting(Ruleset.Detection::id)
                .containsExactly("TM-00000001", "TM-00000003", "TM-00000004");
        assertThat(losses(reading)).isEmpty();
        assertThat(reading.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("nothing detects by them yet"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CustomRuleset", "FIMPolicy", "Cluster", "WorkloadImage", "Else"})
    void saysWhichKindsAreNotCarriedOver(String kind) {
        ResourceReader.Reading reading =
                read(
                        "apiVersion: container-security.trendmicro.com/v1alpha1\nkind: "
                                + kind
                                + "\nmetadata: {name: a}\nspec: {}\n");

        assertThat(reading.resource()).isEmpty();
        assertThat(losses(reading)).hasSize(1);
    }

    /** Whatever is damaged in it: resources or problems, and no exception. */
    @Test
    void survivesDamagedPolicies() {
        long seed = Long.getLong("seed", 20_261_124L);
        Random random = new Random(seed);
        String[] junk = {"null", "[]", "{}", "1", "true", "\"\"", "x", ": ", "- ", "[a]", "{a: b}"};
        for (int run = 0; run < 800; run++) {
            int from = random.nextInt(EVERYTHING.length());
            int to = Math.min(EVERYTHING.length(), from + random.nextInt(14));
            String damaged =
                    EVERYTHING.substring(0, from)
                            + (random.nextBoolean() ? junk[random.nextInt(junk.length)] : "")
                            + EVERYTHING.substring(to);
            try {
                ResourceReader.Reading reading = read(damaged);
                reading.resource()
                        .ifPresent(resource ->
                                ResourceWriter.write(
                                        resource,
                                        Documents.Format.YAML,
                                        ResourceWriter.Extent.ALL));
            } catch (InvalidDocument _) {
                // The document itself is none: its reader has tests of its own.
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ":\n" + damaged, e);
            }
        }
    }
}
