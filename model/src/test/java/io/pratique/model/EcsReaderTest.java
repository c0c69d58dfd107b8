package io.pratique.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsReaderTest {
    private static final String DESCRIBED = Samples.resource("ecs/described.json");

    private static String task(String members) {
        return "{\"family\": \"x\", " + members + "}";
    }

    private static String container(String members) {
        return task("\"containerDefinitions\": [{\"name\": \"c\", " + members + "}]");
    }

    @Test
    void readsTheIdentityOfADescribedTaskDefinition() {
        Workload workload = Samples.workload(DESCRIBED);

        assertThat(workload.identity())
                .isEqualTo(
                        new Identity(
                                Platform.ECS,
                                "",
                                "123456789012/eu-central-1",
                                "",
                                "TaskDefinition",
                                "worker",
                                "arn:aws:ecs:eu-central-1:123456789012:task-definition/worker:7",
                                ""));
        assertThat(workload.labels().get("team")).isEqualTo(Setting.of("shop"));
        assertThat(workload.launchTypes())
                .containsExactlyInAnyOrder(LaunchType.EC2, LaunchType.EXTERNAL);
        assertThat(workload.operatingSystem()).isEqualTo(OperatingSystem.LINUX);
        assertThat(workload.resources().memoryLimit()).isEqualTo(Setting.of("2048"));
        assertThat(workload.hostNetwork()).isEqualTo(Setting.of(true));
        assertThat(workload.hostPid()).isEqualTo(Setting.of(false));
        assertThat(workload.hostIpc()).isEqualTo(Setting.unset());
    }

    @Test
    void readsEverySettingOfAContainer() {
        Container worker = Samples.workload(DESCRIBED).containers().getFirst();
        SecurityContext security = worker.security();

        assertThat(worker.image().or(ImageReference.of("none")).name())
                .isEqualTo("registry.example.com/shop/worker");
        assertThat(security.privileged()).isEqualTo(Setting.of(false));
        assertThat(security.readOnlyRootFilesystem()).isEqualTo(Setting.of(false));
        assertThat(security.allowPrivilegeEscalation()).isEqualTo(Setting.of(false));
        assertThat(security.capabilitiesAdded()).isEqualTo(Setting.of(List.of("NET_ADMIN")));
        assertThat(security.capabilitiesDropped()).isEqualTo(Setting.of(List.of("ALL")));
        assertThat(security.seLinuxType()).isEqualTo(Setting.of("spc_t"));
        assertThat(security.appArmor()).isEqualTo(Setting.of("RuntimeDefault"));
        assertThat(security.seccomp()).isEqualTo(Setting.of("Unconfined"));
        assertThat(security.userName()).isEqualTo(Setting.of("app:1000"));
        assertThat(security.runAsNonRoot()).isEqualTo(Setting.of(true));
        assertThat(security.runAsUser()).isEqualTo(Setting.unset());
        assertThat(worker.resources().cpuLimit()).isEqualTo(Setting.unset());
        assertThat(worker.resources().memoryLimit()).isEqualTo(Setting.of("512"));
        assertThat(worker.probes().liveness()).isEqualTo(Setting.of(true));
        assertThat(worker.logDriver()).isEqualTo(Setting.of("awsfirelens"));
        assertThat(worker.environmentFrom()).containsExactly("arn:aws:s3:::config/worker.env");
        assertThat(worker.environment())
                .containsExactly(
                        new EnvironmentVariable(
                                "AWS_KEY", EnvironmentVariable.Kind.LITERAL, "AWS access key"),
                        new EnvironmentVariable("DB", EnvironmentVariable.Kind.REFERENCE, ""));
        assertThat(worker.mounts())
                .containsExactly(
                        new Mount("docker", Setting.of("/var/run/docker.sock"), Setting.of(true)));
        assertThat(worker.sysctls())
                .containsExactly(new Sysctl(Setting.of("kernel.msgmax"), Setting.of("65536")));
    }

    @Test
    void takesAContainerThatOthersWaitForAsAnyOther() {
        assertThat(Samples.workload(DESCRIBED).containers())
                .extracting(Container::role)
                .containsOnly(Role.MAIN);
    }

    @Test
    void tellsEveryTypeOfVolume() {
        assertThat(Samples.workload(DESCRIBED).volumes())
                .extracting(volume -> volume.type().shown() + " " + volume.hostPath().shown())
                .containsExactly(
                        "hostPath /var/run/docker.sock",
                        "dockerVolume not set",
                        "ebs not set",
                        "fsx not set");
    }

    @Test
    void takesALocalVolumeThatBindsAFolderForThatFolder() {
        String text =
                task(
                        """
                        "containerDefinitions": [{"name": "c"}],
                        "volumes": [{"name": "v", "dockerVolumeConfiguration": {"driver": "local",
                          "driverOpts": {"type": "none", "o": "rw,bind", "device": "/etc"}}}]\
                        """);

        assertThat(Samples.workload(text).volumes())
                .containsExactly(new Volume("v", Setting.of("hostPath"), Setting.of("/etc"), 0));
    }

    @ParameterizedTest
    @CsvSource({
        "HOST_NETWORK, -1, '\"host\"'",
        "PRIVILEGED, 0, 'false'",
        "READ_ONLY_ROOT_FILESYSTEM, 0, 'false'",
        "RUN_AS_USER, 0, '\"app:1000\"'",
        "IMAGE, 0, '\"registry.example.com/shop/worker:2.4.1\"'",
        "SYSCTL, 0, '\"kernel.msgmax\"'",
        "HOST_PORT, 0, '0'",
        "ENVIRONMENT, 0, '\"AWS_KEY\"'",
        "LOG_DRIVER, 0, '\"awsfirelens\"'",
        "VOLUME_HOST_PATH, -1, '\"/var/run/docker.sock\"'",
        "MEMORY_LIMIT, 0, '512'",
        "RUN_AS_USER, 1, '\"0\"'"
    })
    void pointsAtTheValueItself(Attribute attribute, int container, String expected) {
        Workload workload = Samples.workload(DESCRIBED);
        Location location =
                container < 0
                        ? workload.locate(attribute, 0)
                        : workload.locate(workload.containers().get(container), attribute, 0);

        assertThat(Samples.at(DESCRIBED, location)).startsWith(expected);
        assertThat(location.pointer()).startsWith("/taskDefinition/");
    }

    @Test
    void readsASkeletonInYaml() {
        Workload workload = Samples.workload(Samples.resource("ecs/skeleton.yaml"));

        assertThat(workload.onlyFargate()).isTrue();
        assertThat(workload.containers().getFirst().security().runAsUser())
                .isEqualTo(Setting.of(0L));
        assertThat(workload.locate(workload.containers().getFirst(), Attribute.PRIVILEGED, 0))
                .isEqualTo(new Location("/containerDefinitions/0/privileged", 10, 15));
    }

    @ParameterizedTest
    @CsvSource({
        "'', not set, not set",
        "':1000', not set, not set",
        "0, 0, false",
        "000, 0, false",
        "0:0, 0, false",
        "root, 0, false",
        "root:1000, 0, false",
        "1000, 1000, true",
        "1000:0, 1000, true",
        "1000:staff, 1000, true",
        "app, not set, true",
        "app:staff, not set, true",
        "ContainerAdministrator, not set, false",
        "10000000000000000000, unknown ('10000000000000000000' is no user id), unknown ('10000000000000000000' is no user id)"
    })
    void readsAUserInEveryForm(String written, String uid, String nonRoot) {
        SecurityContext security =
                Samples.container(container("\"user\": \"" + written + "\"")).security();

        assertThat(security.runAsUser().shown()).isEqualTo(uid);
        assertThat(security.runAsNonRoot().shown()).isEqualTo(nonRoot);
    }

    @ParameterizedTest
    @CsvSource({
        "no-new-privileges, 'false,not set,not set,not set'",
        "no-new-privileges:false, 'true,not set,not set,not set'",
        "no-new-privileges=true, 'false,not set,not set,not set'",
        "seccomp=unconfined, 'not set,Unconfined,not set,not set'",
        "seccomp:/etc/profile.json, 'not set,Localhost,not set,not set'",
        "apparmor:unconfined, 'not set,not set,Unconfined,not set'",
        "apparmor:mine, 'not set,not set,Localhost,not set'",
        "label:disable, 'not set,not set,not set,disable'",
        "label=type:container_t, 'not set,not set,not set,container_t'",
        "credentialspec:file://x, 'not set,not set,not set,not set'"
    })
    void readsDockersSecurityOptions(String option, String expected) {
        SecurityContext security =
                Samples.container(container("\"dockerSecurityOptions\": [\"" + option + "\"]"))
                        .security();

        assertThat(
                        String.join(
                                ",",
                                security.allowPrivilegeEscalation().shown(),
                                security.seccomp().shown(),
                                security.appArmor().shown(),
                                security.seLinuxType().shown()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "host, '{\"containerPort\": 80}', 80, true",
        "host, '{\"containerPort\": 80, \"hostPort\": 0}', 80, true",
        "host, '{\"containerPort\": 80, \"hostPort\": 80}', 80, false",
        "bridge, '{\"containerPort\": 80}', not set, false",
        "bridge, '{\"containerPort\": 80, \"hostPort\": 0}', 0, false",
        "awsvpc, '{\"containerPort\": 80, \"hostPort\": 80}', not set, false"
    })
    void knowsWhichPortOfTheHostIsTaken(String mode, String mapping, String port, boolean implied) {
        String text =
                task(
                        "\"networkMode\": \"%s\", \"containerDefinitions\": [{\"portMappings\": [%s]}]"
                                .formatted(mode, mapping));
        Port read = Samples.container(text).ports().getFirst();

        assertThat(read.hostPort().shown()).isEqualTo(port);
        assertThat(read.implied()).isEqualTo(implied);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"requiresCompatibilities\": [\"FARGATE\"]', FARGATE",
        "'\"requiresCompatibilities\": [\"FARGATE\", \"EC2\"]', 'EC2 FARGATE'",
        "'\"requiresCompatibilities\": [], \"compatibilities\": [\"FARGATE\"]', FARGATE",
        "'\"requiresCompatibilities\": [\"EC2\"], \"compatibilities\": [\"FARGATE\"]', EC2",
        "'\"requiresCompatibilities\": [\"FARGATE\", \"MOON\"]', ''",
        "'\"requiresCompatibilities\": [\"MANAGED_INSTANCES\"]', MANAGED_INSTANCES",
        "'\"cpu\": \"256\"', ''"
    })
    void findsTheLaunchTypes(String members, String expected) {
        Workload workload =
                Samples.workload(task(members + ", \"containerDefinitions\": [{\"name\": \"c\"}]"));

        assertThat(
                        workload.launchTypes().stream()
                                .sorted()
                                .map(LaunchType::name)
                                .collect(java.util.stream.Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"privileged\": \"true\"', /containerDefinitions/0/privileged must be true or false",
        "'\"privileged\": 1', /containerDefinitions/0/privileged must be true or false",
        "'\"user\": 0', /containerDefinitions/0/user must be a text",
        "'\"image\": [\"a\"]', /containerDefinitions/0/image must be a text",
        "'\"portMappings\": {}', /containerDefinitions/0/portMappings must be a list",
        "'\"portMappings\": [80]', /containerDefinitions/0/portMappings/0 must be an object",
        "'\"portMappings\": [{\"hostPort\": \"80\"}]', hostPort must be a whole number",
        "'\"portMappings\": [{\"hostPort\": 1.5}]', hostPort must be a whole number",
        "'\"environment\": {\"A\": \"b\"}', /environment must be a list",
        "'\"environment\": [\"A=b\"]', /environment/0 must be an object",
        "'\"environment\": [{\"name\": \"A\", \"value\": 5}]', /value must be a text",
        "'\"mountPoints\": [[]]', /mountPoints/0 must be an object",
        "'\"linuxParameters\": []', /linuxParameters must be an object",
        "'\"linuxParameters\": {\"capabilities\": {\"add\": \"ALL\"}}', /add must be a list",
        "'\"linuxParameters\": {\"capabilities\": {\"add\": [{}]}}', /add/0 must be a text",
        "'\"systemControls\": [\"x\"]', /systemControls/0 must be an object",
        "'\"dockerSecurityOptions\": [1]', /dockerSecurityOptions/0 must be a text",
        "'\"memory\": \"512\"', /memory must be a whole number",
        "'\"healthCheck\": true', /healthCheck must be an object",
        "'\"logConfiguration\": \"awslogs\"', /logConfiguration must be an object"
    })
    void refusesAValueOfAWrongTypeAtItsPlace(String members, String message) {
        String text = container(members);
        ReadResult.Refused refused = Samples.refused(text);

        assertThat(refused.code()).isEqualTo("wrong-type");
        assertThat(refused.message()).contains(message);
        assertThat(refused.location().line()).isEqualTo(1);
        assertThat(refused.location().column())
                .isGreaterThan(text.indexOf("\"name\": \"c\""))
                .isLessThanOrEqualTo(text.length());
        assertThat(refused.hint()).contains("ECS");
    }

    @Test
    void refusesATaskDefinitionWithoutContainers() {
        assertThat(Samples.refused(task("\"containerDefinitions\": []")).code())
                .isEqualTo("no-containers");
        assertThat(Samples.refused("{\"containerDefinitions\": null}").code())
                .isEqualTo("no-containers");
    }

    @Test
    void takesAKubernetesObjectForOneWhateverElseItHolds() {
        ReadResult result =
                Samples.results(
                                """
                                {"apiVersion": "v1", "kind": "Pod", "containerDefinitions": [{"name": "x"}],
                                 "spec": {"hostPID": true, "containers": [{"name": "c"}]}}\
                                """)
                        .getFirst();

        assertThat(((ReadResult.Judgeable) result).workload().platform())
                .isEqualTo(Platform.KUBERNETES);
    }

    @Test
    void takesAnImageThatIsNoReferenceForUnknown() {
        assertThat(Samples.container(container("\"image\": \"a//b\"")).image().isUnknown())
                .isTrue();
    }
}
