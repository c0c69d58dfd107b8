package io.pratique.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Source;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.evidence.EvidenceReader;
import io.pratique.posture.result.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What could still be good is neither passed nor failed. */
class ThreeValuedTest {
    private static State find(String slug, String coverage, String subjects) {
        String json =
                """
                {"schema":"posture.evidence/1","collector":{"name":"test"},"origin":"live",
                 "coverage":[%s],"subjects":[%s]}\
                """
                        .formatted(coverage, subjects);
        Judge judge = new Judge(Catalogue.load(), Profile.BASELINE, Map.of(), Optional.empty());
        return judge
                .judge(
                        List.of(EvidenceReader.read(Source.of("test.json", json))),
                        List.of(),
                        SamplesTest.NOW)
                .findings()
                .stream()
                .filter(f -> f.template().slug().equals(slug))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private static final String CONTAINER =
            """
            {"kind":"docker.container","id":"c","doc":{"inspect":{"Name":"/x","State":{"Running":true},
             "HostConfig":{"PidsLimit":0,"Memory":0,"NanoCpus":0,"CpuQuota":0,"CpuShares":2}}}}\
            """;

    @Test
    void anAgentThatWasNotReadMayLimitProcesses() {
        String host =
                "{\"kind\":\"docker.host\",\"id\":\"h\",\"relations\":{\"containers\":[\"c\"]},\"doc\":{%s}}";
        assertThat(find("ecs-pids-cgroup-limit-set", "", host.formatted("") + "," + CONTAINER))
                .isEqualTo(State.NO_EVIDENCE);
        assertThat(
                        find(
                                "ecs-pids-cgroup-limit-set",
                                "",
                                host.formatted("\"ecsAgent\":{\"settings\":{}}") + "," + CONTAINER))
                .isEqualTo(State.FAIL);
    }

    @Test
    void aDaemonSourceThatWasNotReadMayHoldTheOption() {
        String host =
                """
                {"kind":"docker.host","id":"h","doc":{"daemon":{"effective":{},"unread":["/etc/docker/daemon.json"]}}}\
                """;
        assertThat(find("ecs-docker-host-userland-proxy-disabled", "", host))
                .isEqualTo(State.NO_EVIDENCE);
        String known = host.replace("\"/etc/docker/daemon.json\"", "");
        assertThat(find("ecs-docker-host-userland-proxy-disabled", "", known))
                .isEqualTo(State.FAIL);
    }

    @Test
    void aNetworkThatWasNotReadMayKeepContainersApart() {
        String host =
                "{\"kind\":\"docker.host\",\"id\":\"h\",\"doc\":{\"daemon\":{\"effective\":{}}}}";
        String hole =
                "{\"source\":\"docker-daemon\",\"status\":\"FAILED\",\"subject\":\"h\",\"path\":\"/networks\"}";
        String slug = "ecs-docker-host-inter-container-traffic-restricted";
        assertThat(find(slug, hole, host)).isEqualTo(State.NO_EVIDENCE);
        assertThat(find(slug, "", host)).isEqualTo(State.FAIL);
    }

    @Test
    void aTaskCgroupThatWasNotReadMayLimitItsContainer() {
        String ofTask =
                CONTAINER.replace("\"id\":\"c\"", "\"id\":\"c\",\"ecs\":{\"taskArn\":\"t\"}");
        for (String slug : List.of("container-memory-limited", "container-cpu-share-set")) {
            assertThat(find("ecs-docker-host-" + slug, "", ofTask)).isEqualTo(State.NO_EVIDENCE);
            assertThat(find("ecs-docker-host-" + slug, "", CONTAINER)).isEqualTo(State.FAIL);
        }
    }

    @Test
    void oneFailureDecidesThoughOthersAreUnknown() {
        String task =
                """
                {"kind":"ecs.task-definition","id":"t","unresolved":["/containerDefinitions/0/privileged"],"doc":{
                 "requiresCompatibilities":["EC2"],"containerDefinitions":[{"name":"a","image":"x","privileged":"?"},
                 {"name":"b","image":"x","privileged":true}]}}\
                """;
        assertThat(find("ecs-privileged-container-not-used", "", task)).isEqualTo(State.FAIL);
        assertThat(
                        find(
                                "ecs-privileged-container-not-used",
                                "",
                                task.replace("\"privileged\":true", "\"privileged\":false")))
                .isEqualTo(State.NO_EVIDENCE);
    }

    @Test
    void servicesThatCouldNotBeDescribedLeaveRestartsOpen() {
        String task =
                """
                {"kind":"ecs.task-definition","id":"t","doc":{"requiresCompatibilities":["EC2"],
                 "containerDefinitions":[{"name":"a","image":"x"}]}}\
                """;
        String denied =
                "{\"source\":\"service\",\"status\":\"SKIPPED\",\"detail\":\"not asked: aws ecs describe-services --cluster CLUSTER\"}";
        assertThat(find("ecs-restart-policy-bounded", denied, task)).isEqualTo(State.NO_EVIDENCE);
        assertThat(find("ecs-restart-policy-bounded", "", task)).isEqualTo(State.PASS);
    }
}
