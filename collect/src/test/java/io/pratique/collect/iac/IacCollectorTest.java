package io.pratique.collect.iac;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IacCollectorTest {
    private final IacCollector collector = new IacCollector(new Redaction(new byte[] {1}));

    private Collected collect(String name, String text) {
        return collector.collect(name, text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static Evidence.Subject subject(Collected collected, String id) {
        return collected.subjects().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Evidence.Doc doc(Evidence.Subject subject) {
        return (Evidence.Doc) subject.content();
    }

    private static Value.Fields first(Value.Fields fields, String list) {
        return (Value.Fields) fields.items(list).getFirst();
    }

    private static final String TEMPLATE =
            """
            Parameters:
              Image: {Type: String}
              Mode: {Type: String, AllowedValues: [awsvpc]}
            Resources:
              Task:
                Type: AWS::ECS::TaskDefinition
                Metadata: {"aws:cdk:path": Stack/Task}
                Properties:
                  NetworkMode: !Ref Mode
                  ContainerDefinitions:
                    - Name: web
                      Image: !Ref Image
                      Privileged: true
                      User: !Ref AWS::NoValue
                      DockerLabels: {Com.Example: X}
                      Environment:
                        - {Name: DB_PASSWORD, Value: CANARY}
                  Volumes:
                    - Name: v
                      EFSVolumeConfiguration: {FilesystemId: fs-1, TransitEncryption: ENABLED}
              Service:
                Type: AWS::ECS::Service
                Properties:
                  TaskDefinition: !Ref Task
                  Cluster: !Ref Cluster
                  LaunchType: FARGATE
                  NetworkConfiguration:
                    AwsvpcConfiguration: {AssignPublicIp: ENABLED}
              Cluster:
                Type: AWS::ECS::Cluster
            """;

    @Test
    void readsTemplatesIntoTheNamesOfTheApi() {
        Collected collected = collect("t.yaml", TEMPLATE);

        assertThat(collected.coverage())
                .extracting(Coverage.Entry::status)
                .containsExactly(Coverage.Status.OK);
        Evidence.Subject task = subject(collected, "t.yaml#Task");
        assertThat(task.kind()).isEqualTo("ecs.task-definition");
        assertThat(task.location()).contains(new Evidence.Location("t.yaml", 6));
        assertThat(task.facts().text("construct")).contains("Stack/Task");
        assertThat(doc(task).unresolved()).containsExactly("/containerDefinitions/0/image");
        Value.Fields definition = doc(task).fields();
        assertThat(definition.text("networkMode")).contains("awsvpc");
        Value.Fields web = first(definition, "containerDefinitions");
        assertThat(web.isTrue("privileged")).isTrue();
        assertThat(web.get("user")).isEmpty();
        assertThat(web.fields("dockerLabels").text("Com.Example")).contains("X");
        assertThat(first(definition, "volumes").fields("efsVolumeConfiguration").members())
                .containsKeys("filesystemId", "transitEncryption");
        assertThat(definition.toString()).doesNotContain("CANARY").contains("DB_PASSWORD");
        assertThat(doc(task).redactions())
                .containsExactly("/containerDefinitions/0/environment/0/value");
    }

    @Test
    void joinsResourcesOfOneTemplate() {
        Evidence.Subject service = subject(collect("t.yaml", TEMPLATE), "t.yaml#Service");

        assertThat(service.relations())
                .containsEntry("taskDefinition", List.of("t.yaml#Task"))
                .containsEntry("cluster", List.of("t.yaml#Cluster"));
        assertThat(doc(service).fields().text("taskDefinition")).contains("t.yaml#Task");
        assertThat(doc(service).fields().text("clusterArn")).contains("t.yaml#Cluster");
        assertThat(doc(service).unresolved()).isEmpty();
    }

    @Test
    void saysThatMacrosAndNestedStacksAreNotSeen() {
        Collected collected =
                collect(
                        "t.json",
                        """
                        {"Transform":"Mine","Resources":{"N":{"Type":"AWS::CloudFormation::Stack"}}}
                        """);
        assertThat(collected.coverage())
                .extracting(Coverage.Entry::reason)
                .containsOnly(Optional.of(Coverage.Reason.UNRESOLVED_IAC))
                .hasSize(2);
    }

    private static final String PLAN =
            """
            {"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{"resources":[
             {"address":"aws_ecs_task_definition.web","mode":"managed","type":"aws_ecs_task_definition","values":{
               "family":"web","network_mode":"host","tags":{"Env":"prod"},"tags_all":{"Env":"prod"},"cpu":null,"pid_mode":"",
               "runtime_platform":[{"operating_system_family":"LINUX"}],
               "container_definitions":"[{\\"Name\\":\\"a\\",\\"image\\":\\"i\\",\\"readonlyRootFilesystem\\":true}]",
               "volume":[{"name":"v","host_path":"/etc","efs_volume_configuration":[]}]}},
             {"address":"aws_ecs_task_definition.later","mode":"managed","type":"aws_ecs_task_definition","values":{"family":"later"}},
             {"address":"aws_ecs_task_definition.empty","mode":"managed","type":"aws_ecs_task_definition","values":{"family":"e","container_definitions":""}},
             {"address":"aws_ecs_service.web","mode":"managed","type":"aws_ecs_service","values":{"name":"web",
               "network_configuration":[{"assign_public_ip":true,"subnets":["s"]}],"deployment_circuit_breaker":[{"enable":true,"rollback":true}]}}]}},
             "resource_changes":[
              {"address":"aws_ecs_task_definition.later","change":{"after_unknown":{"container_definitions":true}}},
              {"address":"aws_ecs_service.web","change":{"after_unknown":{"task_definition":true}}}],
             "configuration":{"root_module":{"resources":[{"address":"aws_ecs_service.web","expressions":{
               "task_definition":{"references":["aws_ecs_task_definition.web.arn","aws_ecs_task_definition.web"]}}}]}}}
            """;

    @Test
    void readsPlansWithTheirUnknowns() {
        Collected collected = collect("plan.json", PLAN);

        Evidence.Doc web = doc(subject(collected, "plan.json#aws_ecs_task_definition.web"));
        assertThat(web.unresolved()).isEmpty();
        assertThat(web.fields().text("networkMode")).contains("host");
        assertThat(web.fields().get("pidMode")).isEmpty();
        assertThat(first(web.fields(), "tags").text("key")).contains("Env");
        assertThat(web.fields().fields("runtimePlatform").text("operatingSystemFamily"))
                .contains("LINUX");
        Value.Fields container = first(web.fields(), "containerDefinitions");
        assertThat(container.text("name")).contains("a");
        assertThat(container.isTrue("readonlyRootFilesystem")).isTrue();
        assertThat(first(web.fields(), "volumes").fields("host").text("sourcePath"))
                .contains("/etc");
        for (String unknown : List.of("later", "empty")) {
            assertThat(
                            doc(subject(collected, "plan.json#aws_ecs_task_definition." + unknown))
                                    .unresolved())
                    .containsExactly("/containerDefinitions");
        }
        Evidence.Subject service = subject(collected, "plan.json#aws_ecs_service.web");
        assertThat(service.relations())
                .containsEntry("taskDefinition", List.of("plan.json#aws_ecs_task_definition.web"));
        assertThat(
                        doc(service)
                                .fields()
                                .fields("networkConfiguration")
                                .fields("awsvpcConfiguration")
                                .text("assignPublicIp"))
                .contains("ENABLED");
        assertThat(
                        doc(service)
                                .fields()
                                .fields("deploymentConfiguration")
                                .fields("deploymentCircuitBreaker")
                                .isTrue("enable"))
                .isTrue();
    }

    @Test
    void readsTaskDefinitionsOfTheApi() {
        Collected collected =
                collect(
                        "td.json",
                        "{\"family\":\"f\",\"containerDefinitions\":[{\"name\":\"a\"}]}");
        assertThat(collected.subjects())
                .extracting(Evidence.Subject::id)
                .containsExactly("td.json#f");
    }

    @Test
    void readsServicesOfCompose() {
        Collected collected =
                collect(
                        "compose.yaml",
                        """
                        x-common: &common
                          read_only: true
                          security_opt: [no-new-privileges:true]
                        services:
                          base:
                            image: b
                            cap_add: [NET_ADMIN]
                          web:
                            <<: *common
                            extends: {service: base}
                            image: nginx:${TAG:-1.29}
                            build: ./app
                            privileged: true
                            user: "${UID}"
                            pid: host
                            cap_add: [SYS_ADMIN]
                            ports: ["8080:80", "127.0.0.1:90-91:90-91/udp", "[::1]:70:70", 60]
                            volumes:
                              - /var/run/docker.sock:/var/run/docker.sock:ro
                              - data:/data
                              - {type: bind, source: /etc, target: /host, bind: {propagation: rshared}}
                            healthcheck: {test: curl -f http://localhost}
                            restart: on-failure:5
                            environment: {DB_PASSWORD: CANARY, EMPTY: }
                            deploy: {resources: {limits: {memory: 512m, cpus: "0.5", pids: 100}}}
                        """);

        Evidence.Subject web = subject(collected, "compose.yaml#web");
        assertThat(web.kind()).isEqualTo("docker.container");
        assertThat(web.relations())
                .containsEntry("image", List.of("nginx:1.29"))
                .containsEntry("dockerfile", List.of("./app/Dockerfile"));
        assertThat(doc(web).unresolved()).containsExactly("/inspect/Config/User");
        Value.Fields inspect = doc(web).fields().fields("inspect");
        assertThat(inspect.toString()).doesNotContain("CANARY");
        Value.Fields host = inspect.fields("HostConfig");
        assertThat(host.isTrue("Privileged")).isTrue();
        assertThat(host.isTrue("ReadonlyRootfs")).isTrue();
        assertThat(host.text("PidMode")).contains("host");
        assertThat(host.items("CapAdd"))
                .containsExactly(Value.of("NET_ADMIN"), Value.of("SYS_ADMIN"));
        assertThat(host.get("Memory")).contains(Value.of(512L << 20));
        assertThat(host.get("NanoCpus")).contains(Value.of(500_000_000L));
        assertThat(host.get("PidsLimit")).contains(Value.of(100));
        assertThat(host.fields("RestartPolicy").get("MaximumRetryCount")).contains(Value.of(5));
        assertThat(host.text("NetworkMode")).contains("compose_default");
        assertThat(inspect.items("Mounts").toString())
                .contains("/var/run/docker.sock", "rshared", "data");
        Value.Fields ports = inspect.fields("NetworkSettings").fields("Ports");
        assertThat(ports.members().keySet())
                .containsExactly("80/tcp", "90/udp", "91/udp", "70/tcp", "60/tcp");
        assertThat(first(ports, "80/tcp").text("HostIp")).contains("0.0.0.0");
        assertThat(first(ports, "91/udp").text("HostPort")).contains("91");
        assertThat(first(ports, "70/tcp").text("HostIp")).contains("::1");
        assertThat(inspect.fields("Config").fields("Healthcheck").items("Test"))
                .containsExactly(Value.of("CMD-SHELL"), Value.of("curl -f http://localhost"));
    }

    @Test
    void aServiceThatExtendsAnotherFileIsNotKnown() {
        Collected collected =
                collect(
                        "compose.yaml",
                        "services:\n  a:\n    image: x\n    extends: {file: o.yml, service: b}\n");
        assertThat(doc(subject(collected, "compose.yaml#a")).unresolved()).contains("/inspect");
        assertThat(collected.coverage().getFirst().reason())
                .contains(Coverage.Reason.UNRESOLVED_IAC);
    }

    @Test
    void leavesOtherFilesAloneAndNamesDamage() {
        byte[] other = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(collector.collect("a.json", other)).isEmpty();
        Collected damaged = collect("t.json", "{\"Resources\":{\"A\":{\"Type\":\"AWS::E\"");
        assertThat(damaged.coverage().getFirst().reason()).contains(Coverage.Reason.PARSE_ERROR);
    }

    @Test
    void findsTheTemplatesOfACdkAssembly() {
        String manifest =
                "{\"artifacts\":{\"S\":{\"type\":\"aws:cloudformation:stack\",\"properties\":{\"templateFile\":\"S.template.json\"}},"
                        + "\"N\":{\"type\":\"cdk:cloud-assembly\",\"properties\":{\"directoryName\":\"assembly-N\"}}}}";
        assertThat(IacCollector.templatesOf(manifest.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("S.template.json", "assembly-N/manifest.json");
    }
}
