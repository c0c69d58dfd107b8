package io.pratique.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Source;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.evidence.EvidenceReader;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.result.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The defects of other tools that posture.md section 9 names, one test for each: not made here. */
class OtherToolsDefectsTest {
    private static final Catalogue CATALOGUE = Catalogue.load();

    private static Finding find(String slug, String origin, String subjects) {
        return find(slug, origin, "[]", subjects);
    }

    private static Finding find(String slug, String origin, String coverage, String subjects) {
        String json =
                """
                {"schema":"posture.evidence/1","collector":{"name":"test"},"origin":"%s",
                 "coverage":%s,"subjects":[%s]}\
                """
                        .formatted(origin, coverage, subjects);
        Judge judge = new Judge(CATALOGUE, Profile.BASELINE, Map.of(), Optional.empty());
        Report report =
                judge.judge(
                        List.of(EvidenceReader.read(Source.of("test.json", json))),
                        List.of(),
                        SamplesTest.NOW);
        return report.findings().stream()
                .filter(f -> f.template().slug().equals(slug))
                .findFirst()
                .orElseThrow();
    }

    private static String container(String hostConfig, String more) {
        return """
        {"kind":"docker.container","id":"c","doc":{"inspect":{"Name":"/x","State":{"Running":true},
         "Config":{"Image":"x"},"HostConfig":{%s}%s}}}\
        """
                .formatted(hostConfig, more);
    }

    private static State ofContainer(String slug, String hostConfig, String more) {
        return find("ecs-docker-host-" + slug, "live", container(hostConfig, more)).state();
    }

    private static String host(String doc) {
        return "{\"kind\":\"docker.host\",\"id\":\"h\",\"doc\":{" + doc + "}}";
    }

    private static State ofHost(String slug, String doc) {
        return find("ecs-docker-host-" + slug, "live", host(doc)).state();
    }

    private static String task(String doc) {
        return "{\"kind\":\"ecs.task-definition\",\"id\":\"td\",\"doc\":{" + doc + "}}";
    }

    private static State ofTask(String slug, String doc) {
        return find(slug, "iac", task(doc)).state();
    }

    /** docker-bench 5.15 looks at counts above 5 only. */
    @ParameterizedTest
    @CsvSource({
        "always, 0, FAIL",
        "unless-stopped, 0, FAIL",
        "on-failure, 0, FAIL",
        "on-failure, 6, FAIL",
        "on-failure, 5, PASS",
        "no, 0, PASS"
    })
    void endlessRestartsDoNotPass(String name, int count, State state) {
        String policy =
                "\"RestartPolicy\":{\"Name\":\"%s\",\"MaximumRetryCount\":%d}"
                        .formatted(name, count);
        assertThat(ofContainer("restart-policy-bounded", policy, "")).isEqualTo(state);
    }

    /** docker-bench 5.8 counts 1024 among them. */
    @ParameterizedTest
    @CsvSource({"1023, FAIL", "1024, PASS", "1, FAIL"})
    void port1024IsNoPrivilegedPort(int port, State state) {
        String ports =
                ",\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostIp\":\"10.0.0.1\",\"HostPort\":\"%d\"}]}}"
                        .formatted(port);
        assertThat(ofContainer("privileged-ports-not-mapped", "", ports)).isEqualTo(state);
    }

    /** docker-bench 5.14 sees IPv4 only. */
    @ParameterizedTest
    @CsvSource({"0.0.0.0, FAIL", "::, FAIL", "'', FAIL", "10.0.0.1, PASS"})
    void everyAddressOfIpv6IsEveryAddress(String address, State state) {
        String ports =
                ",\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostIp\":\"%s\",\"HostPort\":\"8080\"}]}}"
                        .formatted(address);
        assertThat(ofContainer("port-bound-to-specific-interface", "", ports)).isEqualTo(state);
    }

    /** docker-bench 5.32 looks for the text docker.sock. */
    @ParameterizedTest
    @CsvSource({
        "/run, FAIL",
        "/var/run/, FAIL",
        "/var/../run, FAIL",
        "/var, FAIL",
        "/, FAIL",
        "/run/containerd, FAIL",
        "/var/run/docker.sock, FAIL",
        "/srv, PASS",
        "/runner, PASS"
    })
    void aFolderAboveTheSocketIsTheSocket(String source, State state) {
        String mounts =
                ",\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"%s\",\"RW\":false}]"
                        .formatted(source);
        assertThat(ofContainer("docker-socket-not-mounted", "", mounts)).isEqualTo(state);
        String task =
                """
                "containerDefinitions":[{"name":"a","image":"x","mountPoints":[{"sourceVolume":"v","readOnly":true}]}],
                "volumes":[{"name":"v","host":{"sourcePath":"%s"}}]\
                """
                        .formatted(source);
        assertThat(ofTask("ecs-docker-socket-not-mounted", task)).isEqualTo(state);
    }

    /** A side-car sees what it takes by volumesFrom. */
    @Test
    void aMountOfAnotherContainerCounts() {
        String task =
                """
                "containerDefinitions":[{"name":"a","image":"x","volumesFrom":[{"sourceContainer":"b"}]},
                  {"name":"b","image":"x","mountPoints":[{"sourceVolume":"v"}]}],
                "volumes":[{"name":"v","host":{"sourcePath":"/etc/ssl"}}]\
                """;
        Finding finding = find("ecs-sensitive-host-directories-not-mounted", "iac", task(task));
        assertThat(finding.state()).isEqualTo(State.FAIL);
        assertThat(finding.outcome().facts()).extracting(f -> f.part()).contains("a", "b");
    }

    /** docker-bench 5.3 passes with any security option. */
    @Test
    void anySecurityOptionIsNoLabel() {
        String container =
                container("\"SecurityOpt\":[\"no-new-privileges\"]", ",\"ProcessLabel\":\"\"");
        String host =
                """
                {"kind":"docker.host","id":"h","relations":{"containers":["c"]},"doc":{
                 "info":{"SecurityOptions":["name=selinux"]},"selinux":{"present":true,"mode":"Enforcing"}}}\
                """;
        assertThat(find("ecs-docker-host-selinux-enabled", "live", host + "," + container).state())
                .isEqualTo(State.FAIL);
    }

    /** docker-bench 2.17 passes on the default profile, and does not know its newer name. */
    @ParameterizedTest
    @ValueSource(strings = {"builtin", "default", "unconfined"})
    void theDefaultProfileIsNoCustomProfile(String profile) {
        String host =
                host(
                        "\"info\":{\"SecurityOptions\":[\"name=seccomp,profile="
                                + profile
                                + "\"]},\"daemon\":{\"effective\":{}}");
        assertThat(find("ecs-daemon-seccomp-custom-profile", "live", host).state())
                .isEqualTo(State.FAIL);
    }

    /** docker-bench 1.2.2 can never fail. */
    @Test
    void anOldEngineFails() {
        assertThat(ofHost("docker-version-current", "\"version\":{\"Version\":\"20.10.24\"}"))
                .isEqualTo(State.FAIL);
        assertThat(ofHost("docker-version-current", "\"version\":{\"Version\":\"25.0.7\"}"))
                .isEqualTo(State.FAIL);
        assertThat(ofHost("docker-version-current", "\"version\":{\"Version\":\"25.0.13\"}"))
                .isEqualTo(State.PASS);
    }

    /** docker-bench 3.x compares modes as decimal numbers. */
    @ParameterizedTest
    @CsvSource({"0622, FAIL", "0644, PASS", "0600, PASS", "0444, PASS", "0645, FAIL", "4644, FAIL"})
    void modesAreComparedBitByBit(String mode, State state) {
        String files =
                "\"files\":{\"/etc/docker/daemon.json\":{\"exists\":true,\"mode\":\"%s\"}}"
                        .formatted(mode);
        assertThat(ofHost("daemon-json-permissions", files)).isEqualTo(state);
    }

    /** docker-bench 5.12 is content with the agent's placeholder. */
    @Test
    void thePlaceholderShareIsNoShare() {
        String shares = "\"NanoCpus\":0,\"CpuQuota\":0,\"CpuShares\":%d";
        assertThat(ofContainer("container-cpu-share-set", shares.formatted(2), ""))
                .isEqualTo(State.FAIL);
        assertThat(ofContainer("container-cpu-share-set", shares.formatted(3), ""))
                .isEqualTo(State.PASS);
    }

    /** docker-bench 5.25 fails every task with limits, 5.11 warns on limits of the task. */
    @Test
    void theCgroupOfATaskIsTheContainersPlace() {
        String container =
                """
                {"kind":"docker.container","id":"c","ecs":{"taskArn":"arn:aws:ecs:r:1:task/c/t1"},"doc":{
                 "inspect":{"Name":"/x","HostConfig":{"CgroupParent":"ecstasks-t1.slice","Memory":0}},
                 "cgroup":{"memory.max":1048576}}}\
                """;
        assertThat(
                        find("ecs-docker-host-container-cgroup-parent-default", "live", container)
                                .state())
                .isEqualTo(State.PASS);
        assertThat(find("ecs-docker-host-container-memory-limited", "live", container).state())
                .isEqualTo(State.PASS);
        assertThat(
                        ofTask(
                                "ecs-container-memory-limited",
                                "\"memory\":\"512\",\"containerDefinitions\":[{\"name\":\"a\",\"image\":\"x\"}]"))
                .isEqualTo(State.PASS);
    }

    /** docker-bench 5.2 warns on every host of Amazon Linux. */
    @Test
    void aHostWithoutAppArmorIsNotJudgedByIt() {
        String host =
                """
                {"kind":"docker.host","id":"h","relations":{"containers":["c"]},"doc":{
                 "info":{"SecurityOptions":["name=seccomp,profile=builtin"]},"apparmor":{"present":false,"enabled":false}}}\
                """;
        String container = container("", ",\"AppArmorProfile\":\"\"");
        assertThat(
                        find(
                                        "ecs-docker-host-apparmor-profile-enabled",
                                        "live",
                                        host + "," + container)
                                .state())
                .isEqualTo(State.NOT_APPLICABLE);
    }

    /** docker-bench 2.13 refuses json-file only; Prowler and Security Hub take any driver. */
    @ParameterizedTest
    @CsvSource({"json-file, FAIL", "local, FAIL", "journald, FAIL", "none, FAIL", "awslogs, PASS"})
    void aLocalDriverIsNoRemoteLogging(String driver, State state) {
        String task =
                "\"containerDefinitions\":[{\"name\":\"a\",\"image\":\"x\",\"logConfiguration\":{\"logDriver\":\"%s\"}}]"
                        .formatted(driver);
        assertThat(ofTask("ecs-remote-logging-configured", task)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "udp://10.0.0.9:514, PASS",
        "unixgram:///dev/log, FAIL",
        "tcp://127.0.0.1:514, FAIL"
    })
    void syslogNeedsARemoteAddress(String address, State state) {
        String task =
                """
                "containerDefinitions":[{"name":"a","image":"x","logConfiguration":{"logDriver":"syslog",
                 "options":{"syslog-address":"%s"}}}]\
                """
                        .formatted(address);
        assertThat(ofTask("ecs-remote-logging-configured", task)).isEqualTo(state);
    }

    /** docker-bench 1.1.2 does not see users whose primary group is docker. */
    @Test
    void aPrimaryGroupCounts() {
        String groups =
                "\"socket\":{\"gid\":998,\"group\":\"docker\"},\"groups\":{\"docker\":{\"gid\":998,\"members\":[],\"primary\":[\"ci\"]}}";
        assertThat(ofHost("docker-group-trusted-users-only", groups)).isEqualTo(State.FAIL);
    }

    /** Checkov reads the keys privilege, and pidMode inside a container. */
    @Test
    void theRightKeysAreRead() {
        String wrong =
                "\"containerDefinitions\":[{\"name\":\"a\",\"image\":\"x\",\"privilege\":true,\"pidMode\":\"host\"}]";
        assertThat(ofTask("ecs-privileged-container-not-used", wrong)).isEqualTo(State.PASS);
        assertThat(ofTask("ecs-host-pid-namespace-not-shared", wrong)).isEqualTo(State.PASS);
        String right =
                "\"pidMode\":\"host\",\"containerDefinitions\":[{\"name\":\"a\",\"image\":\"x\",\"privileged\":\"true\"}]";
        assertThat(ofTask("ecs-privileged-container-not-used", right)).isEqualTo(State.FAIL);
        assertThat(ofTask("ecs-host-pid-namespace-not-shared", right)).isEqualTo(State.FAIL);
    }

    private static State ofNode(String slug, String doc) {
        return find(
                        "eks-fargate-kubelet-" + slug,
                        "live",
                        "{\"kind\":\"k8s.node\",\"id\":\"n\",\"doc\":{" + doc + "}}")
                .state();
    }

    /**
     * kubescape calls 0 a failure, reads another key for ciphers, and fails an absent key of a
     * file.
     */
    @Test
    void kubeletSettingsMeanWhatTheKubeletTakesThemFor() {
        assertThat(ofNode("event-qps", "\"configz\":{\"eventRecordQPS\":0}")).isEqualTo(State.PASS);
        assertThat(
                        ofNode(
                                "strong-ciphers",
                                "\"configz\":{\"tlsCipherSuites\":[\"TLS_RSA_WITH_AES_128_CBC_SHA\"]}"))
                .isEqualTo(State.FAIL);
        assertThat(
                        ofNode(
                                "anonymous-auth-off",
                                "\"config\":{\"kind\":\"KubeletConfiguration\",\"authentication\":{}}"))
                .isEqualTo(State.PASS);
    }

    /** kube-bench compares the timeout with the text 0, and fails an absent read-only port. */
    @ParameterizedTest
    @CsvSource({"0s, FAIL", "0, FAIL", "0h0m0s, FAIL", "4h0m0s, PASS", "soon, NO_EVIDENCE"})
    void aTimeoutOfZeroSecondsIsZero(String timeout, State state) {
        assertThat(
                        ofNode(
                                "streaming-idle-timeout",
                                "\"configz\":{\"streamingConnectionIdleTimeout\":\"%s\"}"
                                        .formatted(timeout)))
                .isEqualTo(state);
    }

    @Test
    void anAbsentReadOnlyPortIsZeroWhereZeroIsLeftOut() {
        assertThat(ofNode("read-only-port-off", "\"configz\":{}")).isEqualTo(State.PASS);
        assertThat(ofNode("read-only-port-off", "\"cmdline\":[\"kubelet\"]")).isEqualTo(State.FAIL);
        assertThat(ofNode("read-only-port-off", "\"cmdline\":[\"kubelet\",\"--config=/k.yaml\"]"))
                .isEqualTo(State.NO_EVIDENCE);
        assertThat(
                        ofNode(
                                "read-only-port-off",
                                "\"config\":{\"readOnlyPort\":10255},\"cmdline\":[\"kubelet\",\"--read-only-port=0\"]"))
                .isEqualTo(State.PASS);
    }

    /** Prowler said PASS when the call had failed; kubescape says FAIL then. */
    @Test
    void aCallThatFailedIsNoEvidence() {
        String service =
                "{\"kind\":\"ecs.service\",\"id\":\"s\",\"doc\":{\"taskDefinition\":\"td:1\",\"launchType\":\"EC2\"}}";
        Finding finding =
                find(
                        "ecs-privileged-container-not-used",
                        "live",
                        "[{\"source\":\"ecs:DescribeTaskDefinition\",\"status\":\"DENIED\"}]",
                        service);
        assertThat(finding.state()).isEqualTo(State.NO_EVIDENCE);
        assertThat(finding.outcome().missing().orElseThrow().reason())
                .isEqualTo(Reason.ACCESS_DENIED);
        assertThat(ofHost("live-restore-enabled", "\"runtime\":\"docker\""))
                .isEqualTo(State.NO_EVIDENCE);
    }

    /** Terraform plans hold values that are known after apply. */
    @Test
    void whatIsNotResolvedNeverPasses() {
        String task =
                """
                {"kind":"ecs.task-definition","id":"td","doc":{"containerDefinitions":""},
                 "unresolved":["/containerDefinitions"]}\
                """;
        for (var template : CATALOGUE.templates()) {
            if (template.slug().startsWith("ecs-")
                    && template.cell(io.pratique.posture.catalogue.Template.Column.SUBJECT)
                            .equals("task-definition")) {
                assertThat(find(template.slug(), "iac", task).state())
                        .as(template.slug())
                        .isEqualTo(State.NO_EVIDENCE);
            }
        }
    }

    /** Dockle and Trivy blame the base image's ADD on the user. */
    @Test
    void linesOfTheBaseImageAreNotTheOwners() {
        String image =
                """
                {"kind":"image","id":"r/x@sha256:1","doc":{"config":{},"history":[
                 {"created_by":"/bin/sh -c #(nop) ADD file:1 in / ","base":true},{"created_by":"COPY a /a","base":false}]}}\
                """;
        assertThat(find("ecs-docker-host-dockerfile-copy-not-add", "live", image).state())
                .isEqualTo(State.PASS);
    }

    /** A name alone is anybody's to take. */
    @Test
    void aContainerThatCallsItselfTheAgentIsNotExempt() {
        String container =
                """
                {"kind":"docker.container","id":"c","doc":{"inspect":{"Name":"/ecs-agent","State":{"Running":true},
                 "Config":{"Image":"evil/miner"},"HostConfig":{"NetworkMode":"host"}}}}\
                """;
        assertThat(find("ecs-docker-host-network-namespace-not-shared", "live", container).state())
                .isEqualTo(State.FAIL);
    }

    /** A live engine writes every field; what is not there was not read. */
    @Test
    void anAbsentFieldOfALiveContainerIsNotTheGoodValue() {
        assertThat(ofContainer("pid-namespace-not-shared", "", "")).isEqualTo(State.NO_EVIDENCE);
        assertThat(
                        find("ecs-docker-host-pid-namespace-not-shared", "iac", container("", ""))
                                .state())
                .isEqualTo(State.PASS);
    }
}
