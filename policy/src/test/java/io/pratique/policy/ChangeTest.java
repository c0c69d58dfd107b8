package io.pratique.policy;

import static io.pratique.policy.Policies.block;
import static io.pratique.policy.Policies.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeTest {
    private static final CompiledPolicy POLICY =
            CompiledPolicy.of(
                    List.of(policy(block("privileged"), block("hostPID"), block("hostPath"))));
    private static final String PRIVILEGED = ",\"securityContext\":{\"privileged\":true}";

    private static Workload pod(String metadata, String spec) {
        return Workloads.of(
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\""
                        + metadata
                        + "},\"spec\":{"
                        + spec
                        + "}}");
    }

    private static String main(String image) {
        return "\"containers\":[{\"name\":\"app\",\"image\":\"" + image + "\"" + PRIVILEGED + "}]";
    }

    private static String debug(String name, String rest) {
        return "{\"name\":\"" + name + "\",\"image\":\"busybox\"" + rest + "}";
    }

    private static Workload deployment(String spec) {
        return Workloads.of(
                "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\"},\"spec\":{\"template\":{\"spec\":{"
                        + spec
                        + "}}}}");
    }

    private static Ruling update(Workload before, Workload after, Existing existing) {
        return POLICY.decide(new Change.Update(before, after), Policies.FACTS, existing);
    }

    private static Ruling.Judged judged(Workload before, Workload after, Existing existing) {
        Ruling ruling = update(before, after, existing);
        assertThat(ruling).isInstanceOf(Ruling.Judged.class);
        return (Ruling.Judged) ruling;
    }

    private static Ruling notJudged(Ruling.Reason reason) {
        return new Ruling.NotJudged(reason);
    }

    @Test
    void judgesWhatIsCreated() {
        Ruling ruling =
                POLICY.decide(
                        new Change.Create(pod("", main("a:1"))), Policies.FACTS, Existing.JUDGE);
        assertThat(((Ruling.Judged) ruling).decision().verdict()).isEqualTo(Verdict.BLOCK);
    }

    @Test
    void neverJudgesADeletion() {
        assertThat(
                        POLICY.decide(
                                new Change.Delete(pod("", main("a:1"))),
                                Policies.FACTS,
                                Existing.JUDGE))
                .isEqualTo(notJudged(Ruling.Reason.DELETION));
    }

    @Test
    void neverJudgesAnObjectThatWaitsForItsDeletion() {
        Workload before = Workloads.deleting(pod("", main("a:1")));
        Workload after = Workloads.deleting(pod("", main("b:1")));
        assertThat(update(before, after, Existing.JUDGE))
                .isEqualTo(notJudged(Ruling.Reason.TERMINATING));
    }

    @Test
    void letsLabelsFinalizersAndOtherFieldsOfABadPodChange() {
        Workload before = pod(",\"labels\":{\"a\":\"b\"},\"finalizers\":[\"x/y\"]", main("a:1"));
        assertThat(update(before, pod("", main("a:1")), Existing.JUDGE))
                .isEqualTo(notJudged(Ruling.Reason.NOTHING_NEW));
        assertThat(
                        update(
                                before,
                                pod("", "\"activeDeadlineSeconds\":5," + main("a:1")),
                                Existing.JUDGE))
                .isEqualTo(notJudged(Ruling.Reason.NOTHING_NEW));
    }

    @Test
    void takesTwoSpellingsOfAnImageForOne() {
        assertThat(
                        update(
                                pod("", main("nginx:1")),
                                pod("", main("docker.io/library/nginx:1")),
                                Existing.JUDGE))
                .isEqualTo(notJudged(Ruling.Reason.NOTHING_NEW));
    }

    @Test
    void judgesAPodWhoseImageChanges() {
        assertThat(
                        judged(pod("", main("a:1")), pod("", main("a:2")), Existing.JUDGE)
                                .decision()
                                .verdict())
                .isEqualTo(Verdict.BLOCK);
    }

    @Test
    void judgesAPodThatGetsAnotherContainer() {
        String second = "\"initContainers\":[" + debug("init", "") + "],";
        assertThat(
                        judged(pod("", main("a:1")), pod("", second + main("a:1")), Existing.JUDGE)
                                .decision()
                                .verdict())
                .isEqualTo(Verdict.BLOCK);
    }

    @Test
    void judgesAPodWhoseSecurityAnnotationsChange() {
        Workload after =
                pod(
                        ",\"annotations\":{\"container.apparmor.security.beta.kubernetes.io/app\":\"unconfined\"}",
                        main("a:1"));
        assertThat(update(pod("", main("a:1")), after, Existing.JUDGE))
                .isInstanceOf(Ruling.Judged.class);
    }

    @Test
    void judgesNothingButTheEphemeralContainersThatAreAdded() {
        Workload before = pod("", "\"hostPID\":true," + main("a:1"));
        Workload good =
                pod(
                        "",
                        "\"hostPID\":true,"
                                + main("a:1")
                                + ",\"ephemeralContainers\":["
                                + debug("debug", "")
                                + "]");
        Ruling.Judged allowed = judged(before, good, Existing.JUDGE);
        assertThat(allowed.decision().verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(allowed.existing())
                .extracting(Violation::type)
                .containsExactlyInAnyOrder("privileged", "hostPID");
        Workload bad =
                pod(
                        "",
                        "\"hostPID\":true,"
                                + main("a:1")
                                + ",\"ephemeralContainers\":["
                                + debug("debug", "")
                                + ","
                                + debug("root", PRIVILEGED)
                                + "]");
        Ruling.Judged blocked = judged(good, bad, Existing.JUDGE);
        assertThat(blocked.decision().violations())
                .extracting(Violation::container)
                .containsExactly("root");
        assertThat(update(bad, bad, Existing.JUDGE))
                .isEqualTo(notJudged(Ruling.Reason.NOTHING_NEW));
    }

    @Test
    void judgesEveryUpdateOfWhatMakesPods() {
        Workload same = deployment(main("a:1"));
        assertThat(judged(same, same, Existing.JUDGE).decision().verdict())
                .isEqualTo(Verdict.BLOCK);
    }

    @Test
    void countsOnlyWhatAnUpdateBringsWhereExistingViolationsAreAllowed() {
        Ruling.Judged kept =
                judged(deployment(main("a:1")), deployment(main("a:2")), Existing.ALLOW);
        assertThat(kept.decision().verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(kept.existing()).extracting(Violation::type).containsExactly("privileged");
        Ruling.Judged more =
                judged(
                        deployment(main("a:1")),
                        deployment("\"hostPID\":true," + main("a:2")),
                        Existing.ALLOW);
        assertThat(more.decision().violations())
                .extracting(Violation::type)
                .containsExactly("hostPID");
    }

    @Test
    void countsAViolationThatIsThereOnceMoreThanBefore() {
        String one = "\"volumes\":[{\"name\":\"a\",\"hostPath\":{\"path\":\"/\"}}],";
        String two =
                "\"volumes\":[{\"name\":\"a\",\"hostPath\":{\"path\":\"/\"}},{\"name\":\"b\",\"hostPath\":{\"path\":\"/\"}}],";
        Ruling.Judged judged =
                judged(
                        deployment(one + main("a:1")),
                        deployment(two + main("a:1")),
                        Existing.ALLOW);
        assertThat(judged.decision().violations())
                .extracting(Violation::type)
                .containsExactly("hostPath");
        assertThat(judged.existing()).hasSize(2);
    }
}
