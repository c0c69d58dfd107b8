package io.pratique.policy.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.model.Platform;
import io.pratique.model.Severity;
import io.pratique.policy.Action;
import io.pratique.policy.Mitigation;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.Rule;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.WhenUnknown;
import io.pratique.policy.match.TextOperator;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final String HEAD =
            "apiVersion: pratique.io/v1\nkind: SecurityPolicy\nmetadata: {name: web}\nspec:\n";

    private static ResourceReader.Reading read(String text) {
        return ResourceReader.read(Documents.first(Source.of("policy.yaml", text)).root(), TODAY);
    }

    private static SecurityPolicy policy(String spec) {
        ResourceReader.Reading reading = read(HEAD + spec);
        assertThat(reading.problems()).filteredOn(Problem::isError).isEmpty();
        return ((Resource.OfPolicy) reading.resource().orElseThrow()).policy();
    }

    /** The problems of a Kubernetes policy, each as {@code line:column code pointer}. */
    private static List<String> kubernetes(String rest) {
        return places(HEAD + "  platform: kubernetes\n" + rest);
    }

    private static List<String> ecs(String rest) {
        return places(HEAD + "  platform: ecs\n" + rest);
    }

    private static List<String> places(String text) {
        return read(text).problems().stream()
                .map(problem -> problem.position() + " " + problem.code() + " " + problem.pointer())
                .toList();
    }

    private static Problem only(String text) {
        List<Problem> problems = read(text).problems();
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    @Test
    void readsEveryFieldOfARule() {
        Rule rule =
                policy(
                                """
                                  platform: kubernetes
                                  rules:
                                    - type: hostPorts
                                      id: ports
                                      parameters: {allowed: [80, 443]}
                                      action: block
                                      mitigation: terminate
                                      namespaces: [shop, team-*]
                                      severity: critical
                                      message: Use a Service.
                                      whenUnknown: block
                                      enabled: false
                                """)
                        .rules()
                        .getFirst();

        assertThat(rule.id()).isEqualTo("ports");
        assertThat(rule.type().id()).isEqualTo("hostPorts");
        assertThat(rule.parameters().numbers("allowed")).containsExactly(80L, 443L);
        assertThat(rule.action()).isEqualTo(Action.BLOCK);
        assertThat(rule.mitigation()).contains(Mitigation.TERMINATE);
        assertThat(rule.namespaces()).containsExactly("shop", "team-*");
        assertThat(rule.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(rule.message()).isEqualTo("Use a Service.");
        assertThat(rule.whenUnknown()).isEqualTo(WhenUnknown.BLOCK);
        assertThat(rule.enabled()).isFalse();
    }

    @Test
    void givesARuleTheMildestDefaults() {
        SecurityPolicy policy =
                policy("  platform: kubernetes\n  rules: [{type: hostPID}, {type: hostPID}]\n");
        Rule rule = policy.rules().getFirst();

        assertThat(rule.action()).isEqualTo(Action.LOG);
        assertThat(rule.mitigation()).isEmpty();
        assertThat(rule.severity()).isEqualTo(rule.type().severity());
        assertThat(rule.whenUnknown()).isEqualTo(WhenUnknown.REPORT);
        assertThat(rule.enabled()).isTrue();
        assertThat(policy.telemetry()).isTrue();
        assertThat(policy.rules()).extracting(Rule::id).containsExactly("hostPID", "hostPID-2");
    }

    @Test
    void readsExceptionsSignaturesRulesetsAndDefinitions() {
        SecurityPolicy policy =
                policy(
                        """
                          platform: kubernetes
                          description: For shops.
                          telemetry: false
                          rules: [{type: hostPID}]
                          exceptions:
                            - name: agent
                              rules: [hostPID]
                              namespaces: [monitoring]
                              workloads: [DaemonSet/agent]
                              containers: [agent]
                              images: [{part: name, operator: startsWith, values: [acme/]}]
                              values: ["true"]
                              reason: Needs it.
                              owner: team-a
                              ticket: SEC-1
                              expires: 2027-01-31
                          signatures:
                            - parameters: {anyOf: [release]}
                              action: block
                          rulesets: [defaults]
                          namespaced:
                            - name: shop
                              namespaces: [shop]
                              rules: [{type: hostPID, action: block}]
                              exceptions: [{name: shop, containers: [x]}]
                        """);

        assertThat(policy.description()).isEqualTo("For shops.");
        assertThat(policy.telemetry()).isFalse();
        assertThat(policy.exceptions())
                .singleElement()
                .satisfies(exception -> {
                    assertThat(exception.images().getFirst().part()).isEqualTo(ImagePart.NAME);
                    assertThat(exception.images().getFirst().operator())
                            .isEqualTo(TextOperator.STARTS_WITH);
                    assertThat(exception.expires()).contains(LocalDate.of(2027, 1, 31));
                    assertThat(exception.ticket()).isEqualTo("SEC-1");
                });
        assertThat(policy.signatures())
                .singleElement()
                .satisfies(rule -> assertThat(rule.id()).isEqualTo("verifyImages"));
        assertThat(policy.rulesets()).containsExactly("defaults");
        assertThat(policy.namespaced().getFirst().rules().getFirst().action())
                .isEqualTo(Action.BLOCK);
        assertThat(policy.namespaced().getFirst().exceptions()).hasSize(1);
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThat(
                        kubernetes(
                                """
                                  descripton: x
                                  telemetry: "yes"
                                  rules:
                                    - type: privilegd
                                    - type: hostPID
                                      action: deny
                                      actoin: block
                                    - type: hostPorts
                                      parameters: {allowd: [80], allowed: [80, x]}
                                    - {action: block}
                                  exceptions:
                                    - {name: a b, expires: 2027-02-30}
                                """))
                .containsExactly(
                        "6:3 unknown-field /spec/descripton",
                        "7:14 wrong-value /spec/telemetry",
                        "9:13 unknown-rule-type /spec/rules/0/type",
                        "11:15 wrong-value /spec/rules/1/action",
                        "12:7 unknown-field /spec/rules/1/actoin",
                        "14:20 unknown-parameter /spec/rules/2/parameters/allowd",
                        "14:48 wrong-parameter /spec/rules/2/parameters/allowed/1",
                        "15:7 missing-field /spec/rules/3",
                        "17:14 wrong-value /spec/exceptions/0/name",
                        "17:28 wrong-value /spec/exceptions/0/expires");
    }

    @Test
    void offersTheWordThatWasMeant() {
        assertThat(
                        read(HEAD
                                        + "  platform: kubernetes\n  descripton: x\n  rules: [{type: privilegd}, {type: hostPID, action: blok}]\n")
                                .problems())
                .extracting(Problem::hint)
                .containsExactly(
                        "Did you mean 'description'?",
                        "Did you mean 'privileged'?",
                        "Did you mean 'block'?");
    }

    @Test
    void saysWhichTypesEcsAndFargateHave() {
        Problem onEcs =
                only(HEAD + "  platform: ecs\n  rules: [{type: allowPrivilegeEscalation}]\n");
        assertThat(onEcs.code()).isEqualTo("not-on-platform");
        assertThat(onEcs.message())
                .isEqualTo("the rule type 'allowPrivilegeEscalation' does not exist on ecs");
        assertThat(onEcs.hint())
                .startsWith("There are hostNetwork, ")
                .contains("privileged")
                .doesNotContain("allowPrivilegeEscalation");

        Problem onFargate =
                only(
                        HEAD
                                + "  platform: ecs\n  launchTypes: [FARGATE]\n  rules: [{type: privileged}]\n");
        assertThat(onFargate.message())
                .endsWith("does not exist on ecs with the launch types FARGATE");
        assertThat(onFargate.hint()).contains("runAsNonRoot").doesNotContain("privileged,");

        assertThat(
                        policy(
                                        "  platform: ecs\n  launchTypes: [FARGATE, EC2]\n  rules: [{type: privileged}]\n")
                                .launchTypes())
                .hasSize(2);
    }

    @Test
    void refusesWhatEcsDoesNotHave() {
        assertThat(
                        ecs(
                                """
                                  rules:
                                    - {type: privileged, mitigation: isolate, namespaces: [a]}
                                  exceptions: [{name: a, namespaces: [b]}]
                                  namespaced: [{name: a, namespaces: [a]}]
                                """))
                .contains(
                        "7:26 not-on-platform /spec/rules/0/mitigation",
                        "7:47 not-on-platform /spec/rules/0/namespaces",
                        "8:26 not-on-platform /spec/exceptions/0/namespaces",
                        "9:3 not-on-platform /spec/namespaced");
        assertThat(ecs("  rules: [{type: privileged}]\n  rulesets: [a]\n")).isEmpty();
    }

    @Test
    void refusesLaunchTypesOnKubernetesAndUnknownOnes() {
        assertThat(kubernetes("  launchTypes: [EC2]\n  rules: [{type: hostPID}]\n"))
                .containsExactly("6:16 not-on-platform /spec/launchTypes");
        Problem unknown =
                only(
                        HEAD
                                + "  platform: ecs\n  launchTypes: [fargate]\n  rules: [{type: privileged}]\n");
        assertThat(unknown.pointer()).isEqualTo("/spec/launchTypes/0");
        assertThat(unknown.hint()).isEqualTo("Did you mean 'FARGATE'?");
    }

    @Test
    void refusesRulesetsInADefinitionAndSaysWhereTheyBelong() {
        Problem problem =
                only(
                        HEAD
                                + "  platform: kubernetes\n  namespaced:\n    - {name: a, namespaces: [a], rulesets: [r]}\n");
        assertThat(problem.code()).isEqualTo("no-namespaced-rulesets");
        assertThat(problem.position().toString()).isEqualTo("7:34");
    }

    @Test
    void refusesTwinsOfEveryKind() {
        assertThat(
                        kubernetes(
                                """
                                  rules:
                                    - {type: hostPID, id: a}
                                    - {type: hostIPC, id: a}
                                  exceptions:
                                    - {name: e, containers: [x]}
                                    - {name: e, containers: [z]}
                                  namespaced:
                                    - {name: d, namespaces: [m], rules: [{type: hostPID}]}
                                    - {name: d, namespaces: [m]}
                                """))
                .containsExactly(
                        "8:27 duplicate-id /spec/rules/1/id",
                        "11:14 duplicate-id /spec/exceptions/1/name",
                        "14:14 duplicate-id /spec/namespaced/1/name",
                        "14:30 duplicate-namespace /spec/namespaced/1/namespaces/0");
    }

    @Test
    void pointsAtThePatternThatIsMalformed() {
        assertThat(
                        kubernetes(
                                """
                                  rules:
                                    - type: imageName
                                      parameters:
                                        operator: matches
                                        values:
                                          - ok
                                          - "a("
                                    - type: hostPID
                                      namespaces: [ok, "a["]
                                  exceptions:
                                    - name: e
                                      images:
                                        - {part: tag, operator: glob, values: [ok, "{a"]}
                                """))
                .containsExactly(
                        "12:13 wrong-parameter /spec/rules/0/parameters/values/1",
                        "14:24 wrong-pattern /spec/rules/1/namespaces/1",
                        "18:52 wrong-pattern /spec/exceptions/0/images/0/values/1");
    }

    @Test
    void refusesConditionsWithoutValues() {
        assertThat(
                        kubernetes(
                                "  rules: [{type: hostPID}]\n  exceptions: [{name: e, images: [{part: tag, operator: equals, values: []}]}]\n"))
                .containsExactly("7:73 wrong-value /spec/exceptions/0/images/0/values");
    }

    @Test
    void keepsExceptionsAwayFromSignatureRules() {
        assertThat(
                        kubernetes(
                                "  signatures: [{parameters: {anyOf: [a]}}]\n  exceptions: [{name: e, rules: [verifyImages]}]\n"))
                .containsExactly("7:34 no-exception-for-signatures /spec/exceptions/0/rules/0");
        assertThat(kubernetes("  rules: [{type: verifyImages, parameters: {anyOf: [a]}}]\n"))
                .containsExactly("6:18 signature-rule /spec/rules/0/type");
    }

    @Test
    void warnsOfWhatIsOddAndReadsItAllTheSame() {
        ResourceReader.Reading reading =
                read(
                        HEAD
                                + """
                                  platform: kubernetes
                                  rules:
                                    - {type: hostPID, action: log, mitigation: terminate}
                                  exceptions:
                                    - {name: all}
                                    - {name: old, rules: [hostPID], expires: 2026-11-23}
                                    - {name: other, rules: [hostPPID]}
                                    - {name: today, rules: [hostPID], expires: 2026-11-24}
                                """);

        assertThat(reading.resource()).isPresent();
        assertThat(reading.problems())
                .extracting(problem -> problem.position().line() + " " + problem.code())
                .containsExactly(
                        "7 mitigates-what-it-admits",
                        "9 excepts-everything",
                        "10 expired",
                        "11 never-matches");
        assertThat(reading.problems().getLast().hint()).isEqualTo("Did you mean 'hostPID'?");
    }

    @Test
    void warnsOfAPolicyThatAllowsEverything() {
        assertThat(kubernetes("")).containsExactly("5:3 no-rules /spec");
    }

    @Test
    void takesNamesOfKubernetesResourcesAndNoOthers() {
        for (String name : List.of("a", "A_1.b", "my-policy", "a.b-c")) {
            assertThat(places(head(name))).as(name).isEmpty();
        }
        for (String name : List.of("a b", "\"\"", "a:b", "é", "a/b")) {
            assertThat(places(head(name)))
                    .as(name)
                    .containsExactly("3:18 wrong-value /metadata/name");
        }
    }

    private static String head(String name) {
        return HEAD.replace("web", name) + "  platform: ecs\n  rules: [{type: privileged}]\n";
    }

    @Test
    void asksForQuotesAroundNumbersThatAreMeantAsTexts() {
        Problem problem = only(head("15"));
        assertThat(problem.message()).endsWith("and is 15");
        assertThat(problem.hint()).isEqualTo("Write it between quotes: \"15\".");
    }

    @Test
    void acceptsWhatKubernetesAddsToAResource() {
        assertThat(
                        places(
                                """
                                apiVersion: pratique.io/v1
                                kind: SecurityPolicy
                                metadata:
                                  name: web
                                  uid: 8c0b
                                  resourceVersion: "12"
                                  generation: 3
                                  creationTimestamp: 2026-01-01T00:00:00Z
                                  labels: {a: b}
                                  annotations: {a: b}
                                  managedFields: [{manager: kubectl}]
                                spec: {platform: ecs, rules: [{type: privileged}]}
                                status: {conditions: []}
                                """))
                .isEmpty();
    }

    @Test
    void saysWhatADocumentIsThatIsNoPolicy() {
        assertThat(only("apiVersion: apps/v1\nkind: Deployment\nspec: {}\n").message())
                .isEqualTo("this is a Deployment (apps/v1), and no policy");
        assertThat(only("{\"containerDefinitions\": []}").message())
                .isEqualTo("this is an ECS task definition, and no policy");
        assertThat(only("- a\n").message()).isEqualTo("this is a list, and no policy");
        assertThat(only("apiVersion: pratique.io/v1\nkind: SecurtyPolicy\n").hint())
                .isEqualTo("Did you mean 'SecurityPolicy'?");
        assertThat(only("apiVersion: pratique.io/v1\nkind: PolicyTest\ncases: []\n").message())
                .startsWith("these are cases");
        assertThat(
                        places(
                                "apiVersion: pratique.io/v2\nkind: SecurityPolicy\nmetadata: {name: a}\nspec: {platform: ecs, rules: [{type: privileged}]}\n"))
                .containsExactly("1:13 wrong-value /apiVersion");
    }

    @Test
    void readsAttestorsAndRulesets() {
        String key = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n";
        Optional<Resource> attestor =
                read("apiVersion: pratique.io/v1\nkind: Attestor\nmetadata: {name: release}\nspec:\n  type: cosignPublicKey\n  publicKey: |\n    "
                                + key.replace("\n", "\n    ").stripTrailing()
                                + "\n")
                        .resource();
        assertThat(((Resource.OfAttestor) attestor.orElseThrow()).attestor().publicKey())
                .isEqualTo(key);
        assertThat(
                        places(
                                "apiVersion: pratique.io/v1\nkind: Attestor\nmetadata: {name: a}\nspec: {type: cosign, publicKey: abc}\n"))
                .containsExactly("4:14 wrong-value /spec/type", "4:33 wrong-value /spec/publicKey");
        assertThat(
                        places(
                                "apiVersion: pratique.io/v1\nkind: Ruleset\nmetadata: {name: a}\nspec: {labels: [{key: a}], rules: [{id: PQ-0001, mitigation: kill}]}\n"))
                .containsExactly(
                        "4:17 missing-field /spec/labels/0",
                        "4:62 wrong-value /spec/rules/0/mitigation");
    }

    /** Whatever is cut out of, or thrown into, a policy: problems or a policy, and no exception. */
    @Test
    void survivesDamagedPolicies() {
        String good =
                HEAD
                        + """
                          platform: kubernetes
                          rules:
                            - {type: hostPorts, parameters: {allowed: [80]}, action: block}
                            - {type: requiredLabels, parameters: {keys: [team]}}
                            - {type: imageName, parameters: {operator: glob, values: ["a/*"]}}
                          exceptions:
                            - {name: e, images: [{part: tag, operator: equals, values: [x]}], expires: 2027-01-31}
                          signatures: [{parameters: {anyOf: [a]}}]
                          namespaced: [{name: d, namespaces: [m], rules: [{type: hostPID}]}]
                        """;
        long seed = Long.getLong("seed", 20_261_124L);
        Random random = new Random(seed);
        String[] junk = {"null", "[]", "{}", "1", "true", "\"\"", "x", ":", "- ", "[a]", "{a: b}"};
        int read = 0;
        for (int run = 0; run < 1_500; run++) {
            int from = random.nextInt(good.length());
            int to = Math.min(good.length(), from + random.nextInt(12));
            String damaged =
                    good.substring(0, from)
                            + (random.nextBoolean() ? junk[random.nextInt(junk.length)] : "")
                            + good.substring(to);
            try {
                ResourceReader.Reading reading = read(damaged);
                read++;
                assertThat(reading.resource().isPresent())
                        .as("seed %d, %s", seed, damaged)
                        .isEqualTo(reading.problems().stream().noneMatch(Problem::isError));
            } catch (io.pratique.document.InvalidDocument _) {
                // The document itself is none: its reader has tests of its own.
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ":\n" + damaged, e);
            }
        }
        assertThat(read).isGreaterThan(200);
    }

    @Test
    void namesThePlatformsWhenNoneIsWritten() {
        Problem problem = only(HEAD + "  rules: [{type: hostPID}]\n");
        assertThat(problem.message()).isEqualTo("the policy lacks 'platform'");
        assertThat(problem.hint())
                .isEqualTo("Write platform: one of " + Platform.KUBERNETES.id() + ", ecs.");
    }
}
