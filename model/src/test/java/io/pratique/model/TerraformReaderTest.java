package io.pratique.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerraformReaderTest {
    private static final String PLAN = Samples.resource("terraform/plan.json");

    private static String plan(String values, String unknown) {
        return """
        {"format_version": "1.2", "planned_values": {"root_module": {"resources": [
          {"address": "aws_ecs_task_definition.a", "mode": "managed",
           "type": "aws_ecs_task_definition", "values": %s}]}},
         "resource_changes": [{"address": "aws_ecs_task_definition.a",
           "change": {"after_unknown": %s}}]}
        """
                .formatted(values, unknown);
    }

    private static Workload task(String values, String unknown) {
        return Samples.workload(plan(values, unknown));
    }

    @Test
    void readsThePlansTaskDefinitions() {
        Workload web = Samples.workloads(PLAN).getFirst();
        Container container = web.containers().getFirst();

        assertThat(web.identity().name()).isEqualTo("web");
        assertThat(web.labels().values()).isEqualTo(Map.of("team", Setting.of("shop")));
        assertThat(web.hostNetwork()).isEqualTo(Setting.of(true));
        assertThat(web.hostPid()).isEqualTo(Setting.unset());
        assertThat(web.hostIpc().shown()).isEqualTo("unknown (known after apply)");
        assertThat(web.launchTypes()).containsExactly(LaunchType.EC2);
        assertThat(container.security().privileged()).isEqualTo(Setting.of(true));
        assertThat(container.security().runAsUser())
                .as("keys in any case, as the provider takes them")
                .isEqualTo(Setting.of(0L));
        assertThat(web.volumes())
                .extracting(volume -> volume.type().shown() + " " + volume.hostPath().shown())
                .containsExactly("hostPath /", "efs not set", "hostPath /etc");
    }

    @Test
    void takesContainersThatAreKnownAfterApplyForUnknown() {
        Workload api = Samples.workloads(PLAN).get(2);

        assertThat(api.identity().name()).isEqualTo("api");
        assertThat(api.onlyFargate()).isTrue();
        assertThat(api.operatingSystem()).isEqualTo(OperatingSystem.WINDOWS);
        assertThat(api.containers())
                .singleElement()
                .satisfies(c -> assertThat(c.security().privileged().isUnknown()).isTrue());
    }

    @Test
    void readsTheManifestsOfAPlan() {
        Workload pod = Samples.workloads(PLAN).get(1);

        assertThat(pod.identity().namespace()).isEqualTo("tools");
        Location location = pod.locate(Attribute.HOST_PID, 0);
        assertThat(location.pointer())
                .isEqualTo("/planned_values/root_module/resources/2/values/manifest/spec/hostPID");
        assertThat(Samples.at(PLAN, location)).startsWith("true");
    }

    @Test
    void refusesResourcesThatStartPodsAndAreNotRead() {
        assertThat(Samples.results(PLAN))
                .filteredOn(ReadResult.Refused.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        ReadResult.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("unsupported-resource");
                            assertThat(refused.message()).contains("kubernetes_deployment.shop");
                            assertThat(refused.location().pointer())
                                    .isEqualTo("/planned_values/root_module/resources/3");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "PRIVILEGED, 0, container_definitions/0/privileged, '\"[{'",
        "CAPABILITIES_ADDED, 0, container_definitions/0/linuxParameters/capabilities/add, '\"[{'",
        "HOST_NETWORK, -1, network_mode, '\"host\"'",
        "VOLUME_HOST_PATH, -1, volume/0/host_path, '\"/\"'"
    })
    void pointsAtTheTextThatHoldsTheDefinitions(
            Attribute attribute, int container, String path, String text) {
        Workload web = Samples.workloads(PLAN).getFirst();
        Location location =
                container < 0
                        ? web.locate(attribute, 0)
                        : web.locate(web.containers().get(container), attribute, 0);

        assertThat(location.pointer())
                .isEqualTo("/planned_values/root_module/resources/1/values/" + path);
        assertThat(Samples.at(PLAN, location)).startsWith(text);
        assertThat(web.origin().editable()).isFalse();
    }

    @Test
    void readsAState() {
        Workload web = Samples.workload(Samples.resource("terraform/state.json"));

        assertThat(web.containers().getFirst().security().privileged()).isEqualTo(Setting.of(true));
        assertThat(web.locate(Attribute.HOST_NETWORK, 0).pointer())
                .isEqualTo("/values/root_module/resources/0/values/network_mode");
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', '{\"container_definitions\": true}'",
        "'{\"container_definitions\": \"\"}', '{}'",
        "'{\"container_definitions\": null}', '{}'",
        "'{}', '{}'"
    })
    void neverTakesMissingDefinitionsForNone(String values, String unknown) {
        assertThat(task(values, unknown).containers().getFirst().image().shown())
                .isEqualTo("unknown (known after apply)");
    }

    @Test
    void takesUnknownAttributesForUnknown() {
        Workload workload =
                task(
                        """
                        {"container_definitions": "[{}]", "requires_compatibilities": ["FARGATE", null],
                         "volume": [{"name": "a"}], "runtime_platform": [{}]}\
                        """,
                        """
                        {"network_mode": true, "requires_compatibilities": [false, true],
                         "volume": [{"host_path": true}],
                         "runtime_platform": [{"operating_system_family": true}]}\
                        """);

        assertThat(workload.hostNetwork().isUnknown()).isTrue();
        assertThat(workload.launchTypes()).isEmpty();
        assertThat(workload.operatingSystem()).isEqualTo(OperatingSystem.UNKNOWN);
        assertThat(workload.volumes().getFirst().type().isUnknown()).isTrue();
    }

    @Test
    void saysWhereTheTextIsNoJson() {
        String plan = plan("{\"container_definitions\": \"[{\\\"name\\\":]\"}", "{}");
        ReadResult.Refused refused = Samples.refused(plan);

        assertThat(refused.code()).isEqualTo("json-syntax");
        assertThat(refused.message())
                .isEqualTo(
                        "container_definitions is not JSON: expected a value, found ']' (line 1, column 10 of the text)");
        assertThat(refused.location())
                .isEqualTo(
                        new Location(
                                "/planned_values/root_module/resources/0",
                                3,
                                plan.split("\n", -1)[2].indexOf("\"[{") + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "'[{\\\"privileged\\\": []}]', container_definitions/0/privileged must be true or false",
        "'{}', container_definitions must be a list",
        "'[7]', container_definitions/0 must be an object",
        "'[{\\\"user\\\": \\\"1\\\", \\\"User\\\": \\\"0\\\"}]', written twice"
    })
    void refusesWrongTypesInsideTheText(String text, String message) {
        assertThat(
                        Samples.refused(plan("{\"container_definitions\": \"" + text + "\"}", "{}"))
                                .message())
                .contains(message);
    }

    @Test
    void refusesAManifestOfWhichAPartIsUnknown() {
        ReadResult.Refused refused =
                Samples.refused(
                        """
                        {"format_version": "1.2", "planned_values": {"root_module": {"resources": [
                          {"address": "kubernetes_manifest.a", "type": "kubernetes_manifest", "values":
                           {"manifest": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{}]}}}}]}},
                         "resource_changes": [{"address": "kubernetes_manifest.a", "change": {"after_unknown":
                           {"manifest": {"spec": {"containers": [{"image": true}]}}, "object": true}}}]}
                        """);

        assertThat(refused.code()).isEqualTo("unknown-values");
        assertThat(refused.location().pointer())
                .isEqualTo(
                        "/planned_values/root_module/resources/0/values/manifest/spec/containers/0/image");
    }

    @Test
    void refusesWhatAPlanPutsOff() {
        List<ReadResult> results =
                Samples.results(
                        """
                        {"format_version": "1.2", "planned_values": {"root_module": {}},
                         "deferred_changes": [{"reason": "instance_count_unknown", "resource_change":
                           {"address": "aws_ecs_task_definition.a", "type": "aws_ecs_task_definition"}}]}
                        """);

        assertThat(results).singleElement().isInstanceOf(ReadResult.Refused.class);
    }

    @Test
    void leavesDataSourcesAlone() {
        assertThat(Samples.other(plan("{}", "{}").replace("\"managed\"", "\"data\"")).kind())
                .isEqualTo("Terraform plan or state");
    }
}
