package io.pratique.policy;

import static io.pratique.policy.Policies.block;
import static io.pratique.policy.Policies.decide;
import static io.pratique.policy.Policies.definition;
import static io.pratique.policy.Policies.except;
import static io.pratique.policy.Policies.in;
import static io.pratique.policy.Policies.log;
import static io.pratique.policy.Policies.named;
import static io.pratique.policy.Policies.off;
import static io.pratique.policy.Policies.policy;
import static io.pratique.policy.Policies.types;
import static io.pratique.policy.Policies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Workload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionTest {
    private static Workload bad(String namespace) {
        return Workloads.pod(
                namespace,
                "\"hostPID\":true,\"hostIPC\":true,",
                ",\"securityContext\":{\"privileged\":true}");
    }

    @Test
    void takesTheStrictestActionOfAllRules() {
        assertThat(decide(policy(log("hostPID"), block("hostIPC")), bad("a")).verdict())
                .isEqualTo(Verdict.BLOCK);
        assertThat(decide(policy(log("hostPID"), log("hostIPC")), bad("a")).verdict())
                .isEqualTo(Verdict.LOG);
        assertThat(decide(policy(log("hostNetwork")), bad("a")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void judgesBySeveralPoliciesAtOnce() {
        SecurityPolicy other =
                SecurityPolicy.of(
                        "other",
                        io.pratique.model.Platform.KUBERNETES,
                        "",
                        List.of(block("hostIPC")));
        Decision decision =
                CompiledPolicy.of(List.of(policy(log("hostPID")), other))
                        .decide(bad("a"), Policies.FACTS);
        assertThat(decision.violations())
                .extracting(Violation::policy)
                .containsExactly("test", "other");
    }

    @Test
    void judgesRulesOfOneTypeEachByItself() {
        Decision decision =
                decide(policy(log("hostPID"), named("strict", block("hostPID"))), bad("a"));
        assertThat(decision.violations())
                .extracting(Violation::rule)
                .containsExactly("hostPID", "strict");
    }

    @Test
    void holdsARuleOnlyInItsNamespacesAndGlobs() {
        SecurityPolicy policy = policy(in(block("hostPID"), "prod", "team-*"));
        assertThat(decide(policy, bad("prod")).verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(decide(policy, bad("team-a")).verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(decide(policy, bad("dev")).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decide(policy, bad("")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void replacesByRuleTypeWhatADefinitionSetsAndInheritsTheRest() {
        SecurityPolicy policy =
                with(
                        policy(
                                block("hostPID"),
                                named("second", block("hostPID")),
                                block("hostIPC")),
                        definition("team", List.of("team"), log("hostPID")));
        Decision decision = decide(policy, bad("team"));
        assertThat(decision.violations())
                .extracting(v -> v.type() + " " + v.action())
                .containsExactlyInAnyOrder("hostPID LOG", "hostIPC BLOCK");
        assertThat(types(decide(policy, bad("else")))).hasSize(3);
    }

    @Test
    void takesATypeAwayWhereADefinitionSwitchesItOff() {
        SecurityPolicy policy =
                with(
                        policy(block("hostPID"), log("hostIPC")),
                        definition("team", List.of("team"), off(block("hostPID"))));
        assertThat(types(decide(policy, bad("team")))).containsExactly("hostIPC");
    }

    @Test
    void inheritsATypeWhereTheRuleOfTheDefinitionDoesNotHold() {
        SecurityPolicy policy =
                with(
                        policy(block("hostPID")),
                        definition(
                                "teams", List.of("team-*"), off(in(block("hostPID"), "team-a"))));
        assertThat(decide(policy, bad("team-a")).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decide(policy, bad("team-b")).verdict()).isEqualTo(Verdict.BLOCK);
    }

    @Test
    void prefersAnExactNameToGlobsThenTheLongerBeginningThenTheFirst() {
        SecurityPolicy policy =
                with(
                        policy(block("hostPID")),
                        definition("all", List.of("*"), named("all", log("hostPID"))),
                        definition("teams", List.of("team-*"), named("teams", log("hostPID"))),
                        definition("same", List.of("team-?"), named("same", log("hostPID"))),
                        definition("exact", List.of("team-x"), named("exact", log("hostPID"))));
        CompiledPolicy compiled = CompiledPolicy.of(List.of(policy));
        assertThat(ruleOf(compiled, "team-x")).isEqualTo("exact");
        assertThat(ruleOf(compiled, "team-a")).isEqualTo("teams");
        assertThat(ruleOf(compiled, "prod")).isEqualTo("all");
    }

    private static String ruleOf(CompiledPolicy compiled, String namespace) {
        return compiled.decide(bad(namespace), Policies.FACTS).violations().getFirst().rule();
    }

    @Test
    void explainsWhichDefinitionCountsAndWhatItReplaces() {
        SecurityPolicy policy =
                with(
                        with(
                                policy(block("hostPID"), block("hostIPC")),
                                except("everywhere").rules("hostIPC").build(),
                                except("elsewhere").namespaces("prod").build()),
                        definition("teams", List.of("team-*"), log("hostPID")),
                        definition("exact", List.of("team-x"), off(block("hostPID"))));
        Explanation.Part part =
                CompiledPolicy.of(List.of(policy)).explain("team-x").policies().getFirst();
        assertThat(part.chosen()).contains(new Explanation.Chosen("exact", "team-x"));
        assertThat(part.outranked()).containsExactly("teams");
        assertThat(part.replaced()).extracting(Rule::id).containsExactly("hostPID");
        assertThat(part.rules())
                .extracting(held -> held.rule().id() + " " + held.from())
                .containsExactly("hostIPC POLICY");
        assertThat(part.exceptions()).containsExactly("everywhere");
        assertThat(
                        CompiledPolicy.of(List.of(policy))
                                .explain("prod")
                                .policies()
                                .getFirst()
                                .chosen())
                .isEmpty();
    }

    @Test
    void decidesByTheRightDefinitionAmongThousandsOfPolicies() {
        List<SecurityPolicy> policies = new ArrayList<>();
        policies.add(policy(block("hostIPC")));
        for (int i = 0; i < 3_000; i++) {
            policies.add(
                    with(
                            SecurityPolicy.of(
                                    "tenant" + i,
                                    io.pratique.model.Platform.KUBERNETES,
                                    "",
                                    List.of()),
                            definition("own", List.of("tenant-" + i), block("hostPID"))));
        }
        CompiledPolicy compiled = CompiledPolicy.of(policies);
        for (int i = 0; i < 3_000; i += 500) {
            assertThat(compiled.decide(bad("tenant-" + i), Policies.FACTS).violations())
                    .extracting(Violation::policy)
                    .containsExactly("test", "tenant" + i);
        }
        assertThat(types(compiled.decide(bad("tenant-9999"), Policies.FACTS)))
                .containsExactly("hostIPC");
    }

    @Test
    void givesTheSameAnswersToSeveralThreads() throws InterruptedException {
        SecurityPolicy policy =
                with(
                        policy(block("hostPID")),
                        definition("teams", List.of("team-*"), log("hostPID")));
        CompiledPolicy compiled = CompiledPolicy.of(List.of(policy));
        List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = first; i < 2_000; i++) {
                                    String namespace = (i % 2 == 0 ? "team-" : "other-") + i % 97;
                                    Verdict verdict =
                                            compiled.decide(bad(namespace), Policies.FACTS)
                                                    .verdict();
                                    if (verdict != (i % 2 == 0 ? Verdict.LOG : Verdict.BLOCK)) {
                                        wrong.add(namespace + " " + verdict);
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
    }
}
