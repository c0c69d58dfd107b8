package io.pratique.policy;

import static io.pratique.policy.Policies.block;
import static io.pratique.policy.Policies.decide;
import static io.pratique.policy.Policies.except;
import static io.pratique.policy.Policies.log;
import static io.pratique.policy.Policies.mitigating;
import static io.pratique.policy.Policies.policy;
import static io.pratique.policy.Policies.saying;
import static io.pratique.policy.Policies.types;
import static io.pratique.policy.Policies.whenUnknown;
import static io.pratique.policy.Policies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Container;
import io.pratique.model.Identity;
import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompiledPolicyTest {
    private static Workload unknown() {
        return Workloads.withContainers(
                Workloads.pod("a", "", ""),
                List.of(Container.unknown("app", "containers/0", "Ref App")));
    }

    @Test
    void reportsWhatIsUnknownAsNeitherPassedNorFailed() {
        Decision decision = decide(policy(block("privileged")), unknown());
        assertThat(decision.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(decision.violations()).isEmpty();
        assertThat(decision.unjudged())
                .singleElement()
                .satisfies(unjudged -> {
                    assertThat(unjudged.container()).isEqualTo("app");
                    assertThat(unjudged.reason()).contains("Ref App");
                    assertThat(unjudged.remedy()).isNotEmpty();
                });
    }

    @Test
    void logsOrBlocksWhatIsUnknownWhereARuleSaysSo() {
        Rule rule = block("privileged");
        Decision logged = decide(policy(whenUnknown(rule, WhenUnknown.LOG)), unknown());
        assertThat(logged.verdict()).isEqualTo(Verdict.LOG);
        assertThat(logged.violations())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.observed()).isEqualTo("unknown (Ref App)");
                    assertThat(violation.expected()).contains("Judge what is deployed");
                    assertThat(violation.action()).isEqualTo(Action.LOG);
                });
        Rule mild = whenUnknown(log("privileged"), WhenUnknown.BLOCK);
        assertThat(decide(policy(mild), unknown()).verdict()).isEqualTo(Verdict.BLOCK);
    }

    @Test
    void letsTheUnknownPassWhereARuleSaysSo() {
        Decision decision =
                decide(policy(whenUnknown(block("privileged"), WhenUnknown.PASS)), unknown());
        assertThat(decision).isSameAs(Decision.allowed());
    }

    @Test
    void tellsTheUnknownFromTheViolationsOfOneCheckThatSeveralRulesShare() {
        Decision decision =
                decide(
                        policy(
                                whenUnknown(block("privileged"), WhenUnknown.PASS),
                                Policies.named(
                                        "other",
                                        whenUnknown(block("privileged"), WhenUnknown.LOG))),
                        unknown());
        assertThat(decision.violations()).extracting(Violation::rule).containsExactly("other");
    }

    @Test
    void exceptsTheUnknownOnlyWithoutAConditionOnValues() {
        SecurityPolicy policy = policy(block("privileged"));
        Decision excepted = decide(with(policy, except("a").build()), unknown());
        assertThat(excepted.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(excepted.excepted())
                .singleElement()
                .extracting(one -> one.violation().observed())
                .isEqualTo("unknown (Ref App)");
        assertThat(decide(with(policy, except("a").values("*").build()), unknown()).verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void judgesRunningWorkloadsByTheRulesWithAMitigation() {
        SecurityPolicy policy =
                policy(
                        block("hostPID"),
                        mitigating(log("privileged"), Mitigation.ISOLATE),
                        mitigating(block("hostIPC"), Mitigation.LOG));
        Workload workload =
                Workloads.pod(
                        "a",
                        "\"hostPID\":true,\"hostIPC\":true,",
                        ",\"securityContext\":{\"privileged\":true}");
        CompiledPolicy compiled = CompiledPolicy.of(List.of(policy));
        assertThat(types(compiled.decide(workload, Policies.FACTS))).hasSize(3);
        Decision running = compiled.decide(workload, Policies.FACTS, Phase.CONTINUOUS);
        assertThat(types(running)).containsExactlyInAnyOrder("privileged", "hostIPC");
        assertThat(running.mitigation()).contains(Mitigation.ISOLATE);
    }

    @Test
    void logsAtMostWhereTheUnknownIsLogged() {
        SecurityPolicy policy =
                policy(
                        whenUnknown(
                                mitigating(block("privileged"), Mitigation.TERMINATE),
                                WhenUnknown.LOG));
        Decision decision =
                CompiledPolicy.of(List.of(policy))
                        .decide(unknown(), Policies.FACTS, Phase.CONTINUOUS);
        assertThat(decision.mitigation()).isEqualTo(Optional.of(Mitigation.LOG));
    }

    @Test
    void judgesAccessToPodsByItsOwnRulesAndWorkloadsByTheirs() {
        SecurityPolicy policy = policy(block("podExec"), block("runAsNonRoot"));
        Workload pod = Workloads.pod("a", "", "");
        Workload exec =
                Workloads.withContainers(
                        pod.withIdentity(
                                new Identity(
                                        Platform.KUBERNETES,
                                        "",
                                        "a",
                                        "v1",
                                        "PodExecOptions",
                                        "web",
                                        "",
                                        "")),
                        List.of());
        assertThat(types(decide(policy, pod))).containsExactly("runAsNonRoot");
        assertThat(types(decide(policy, exec))).containsExactly("podExec");
    }

    @Test
    void fillsTheBlanksOfAMessage() {
        Rule rule =
                saying(
                        block("privileged"),
                        "{{container}} of {{namespace}}/{{name}} is {{observed}}.");
        Decision decision =
                decide(
                        policy(rule),
                        Workloads.pod("a", "", ",\"securityContext\":{\"privileged\":true}"));
        assertThat(decision.violations().getFirst().message()).isEqualTo("app of a/web is true.");
    }

    @Test
    void pointsToThePageOfTheRuleType() {
        Decision decision =
                decide(policy(block("hostPID")), Workloads.pod("a", "\"hostPID\":true,", ""));
        assertThat(decision.violations().getFirst().documentation())
                .isEqualTo("docs/rules/hostPID.md");
    }

    private static SecurityPolicy ecs(Set<LaunchType> launchTypes, Rule... rules) {
        return new SecurityPolicy(
                "ecs",
                Platform.ECS,
                launchTypes,
                "",
                true,
                List.of(rules),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Workload task(String compatibilities) {
        return Workloads.of(
                """
                {"family":"web",%s"pidMode":"host","containerDefinitions":
                 [{"name":"app","image":"nginx","privileged":true,"readonlyRootFilesystem":false}]}\
                """
                        .formatted(
                                compatibilities.isEmpty()
                                        ? ""
                                        : "\"requiresCompatibilities\":["
                                                + compatibilities
                                                + "],"));
    }

    @Test
    void judgesTasksOnlyByRulesThatExistWhereTheyRun() {
        SecurityPolicy policy = ecs(Set.of(), block("privileged"), block("readOnlyRootFilesystem"));
        assertThat(types(decide(policy, task("\"FARGATE\""))))
                .containsExactly("readOnlyRootFilesystem");
        assertThat(types(decide(policy, task("\"FARGATE\",\"EC2\"")))).hasSize(2);
        assertThat(types(decide(policy, task("\"EXTERNAL\"")))).hasSize(2);
        assertThat(types(decide(policy, task("")))).hasSize(2);
    }

    @Test
    void judgesTasksOnlyByPoliciesForTheirLaunchTypes() {
        SecurityPolicy policy = ecs(Set.of(LaunchType.EC2), block("privileged"));
        assertThat(decide(policy, task("\"EC2\"")).verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(decide(policy, task("\"EC2\",\"FARGATE\"")).verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(decide(policy, task("")).verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(decide(policy, task("\"EXTERNAL\"")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void judgesEachPlatformByItsOwnPolicies() {
        SecurityPolicy kubernetes = policy(block("privileged"));
        assertThat(decide(kubernetes, task("")).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(
                        decide(
                                        ecs(Set.of(), block("privileged")),
                                        Workloads.pod(
                                                "a",
                                                "",
                                                ",\"securityContext\":{\"privileged\":true}"))
                                .verdict())
                .isEqualTo(Verdict.ALLOW);
    }
}
