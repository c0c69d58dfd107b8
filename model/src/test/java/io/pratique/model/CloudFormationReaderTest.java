package io.pratique.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudFormationReaderTest {
    private static final String SHOP = Samples.resource("cloudformation/shop.yaml");

    private static Workload shop(String name) {
        return Samples.workloads(SHOP).stream()
                .filter(workload -> workload.identity().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A template whose one container has one property. */
    private static String template(String privileged) {
        return """
        Parameters:
          One: {Type: String, AllowedValues: ["true"]}
          Two: {Type: String, Default: "false", AllowedValues: ["true", "false"]}
          Free: {Type: String, Default: "false"}
          Stored: {Type: "AWS::SSM::Parameter::Value<String>", AllowedValues: ["false"]}
        Mappings:
          Map: {web: {flag: "true"}}
        Conditions:
          Yes: !Equals [!Ref One, "true"]
          No: !Not [!Condition Yes]
          Maybe: !Equals [!Ref Two, "true"]
          Both: !And [!Condition Maybe, !Condition No]
          Either: !Or [!Condition Maybe, !Condition Yes]
          Circle: !Not [!Condition Circle]
        Resources:
          Task:
            Type: AWS::ECS::TaskDefinition
            Properties:
              ContainerDefinitions:
              - Name: c
                Privileged: %s
        """
                .formatted(privileged);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | true",
                "'\"true\"' | true",
                "'\"False\"' | false",
                "!Ref One | true",
                "!Ref Two | unknown (Ref Two)",
                "!Ref Free | unknown (Ref Free)",
                "!Ref Stored | unknown (Ref Stored)",
                "!Ref Task | unknown (Ref Task)",
                "!Ref AWS::NoValue | not set",
                "{Ref: One} | true",
                "!If [Yes, true, false] | true",
                "!If [No, true, false] | false",
                "!If [Maybe, true, false] | unknown (If Maybe)",
                "!If [Maybe, true, 'true'] | true",
                "!If [Maybe, !Ref AWS::NoValue, !Ref AWS::NoValue] | not set",
                "!If [Both, true, false] | false",
                "!If [Either, true, false] | true",
                "!If [Circle, true, false] | unknown (If Circle)",
                "!If [Absent, true, false] | unknown (If Absent)",
                "!If [Maybe, !If [Yes, true, false], true] | true",
                "{'Fn::If': [Maybe, true, true]} | true",
                "!Sub 'true' | true",
                "!Sub '${One}' | true",
                "!Sub '${Free}' | unknown (Sub ${Free})",
                "!Sub ['${a}', {a: 'true'}] | true",
                "!Join ['', [tr, ue]] | true",
                "!Join ['', [tr, !Ref Free]] | unknown (Fn::Join tr)",
                "!Select [1, ['false', 'true']] | true",
                "!Select [7, ['false', 'true']] | unknown (Fn::Select 7)",
                "!FindInMap [Map, web, flag] | true",
                "!FindInMap [Map, !Ref Free, flag] | unknown (Fn::FindInMap Map.flag)",
                "!GetAtt Other.Flag | unknown (Fn::GetAtt Other.Flag)",
                "!ImportValue flag | unknown (Fn::ImportValue flag)",
                "!Split [',', a] | unknown (Fn::Split ,.a)",
                "'\"{{resolve:ssm:flag}}\"' | unknown ({{resolve:ssm:flag}})"
            })
    void computesOnlyWhatIsCertain(String written, String expected) {
        assertThat(Samples.container(template(written)).security().privileged().shown())
                .isEqualTo(expected);
    }

    @Test
    void readsEveryTaskDefinitionAndSaysWhatItLeaves() {
        assertThat(Samples.results(SHOP)).hasSize(4);
        assertThat(Samples.results(SHOP))
                .filteredOn(ReadResult.Other.class::isInstance)
                .containsExactly(
                        new ReadResult.Other(
                                "CloudFormation",
                                "AWS::ECS::TaskDefinition",
                                "Hidden",
                                "its condition Never never holds"),
                        new ReadResult.Other(
                                "CloudFormation",
                                "AWS::CloudFormation::Stack",
                                "Nested",
                                "a nested stack: judge its own template"));
    }

    @Test
    void readsWhatIsWrittenOfAFargateTask() {
        Workload web = shop("Web");
        Container container = web.containers().getFirst();

        assertThat(web.onlyFargate()).isTrue();
        assertThat(web.labels().values()).isEqualTo(Map.of("team", Setting.of("shop")));
        assertThat(web.resources().cpuLimit()).isEqualTo(Setting.of("256"));
        assertThat(container.image().shown()).isEqualTo("unknown (Ref Image)");
        assertThat(container.security().runAsUser()).isEqualTo(Setting.of(10001L));
        assertThat(container.security().readOnlyRootFilesystem()).isEqualTo(Setting.of(true));
        assertThat(container.resources().memoryLimit()).isEqualTo(Setting.of("512"));
        assertThat(container.environment())
                .extracting(EnvironmentVariable::kind)
                .containsExactly(
                        EnvironmentVariable.Kind.UNKNOWN,
                        EnvironmentVariable.Kind.UNKNOWN,
                        EnvironmentVariable.Kind.LITERAL,
                        EnvironmentVariable.Kind.REFERENCE);
    }

    @Test
    void takesAConditionDecidesForUnknown() {
        Container sidecar = shop("Web").containers().get(1);

        assertThat(sidecar.place()).isEqualTo("containerDefinitions/1");
        assertThat(sidecar.image().shown()).isEqualTo("unknown (If Production)");
        assertThat(sidecar.security().privileged().isUnknown()).isTrue();
    }

    @Test
    void readsATaskOfTheHost() {
        Workload agent = shop("Agent");
        SecurityContext security = agent.containers().getFirst().security();

        assertThat(agent.hostNetwork()).isEqualTo(Setting.of(true));
        assertThat(agent.hostPid()).isEqualTo(Setting.of(true));
        assertThat(agent.hostIpc()).isEqualTo(Setting.unset());
        assertThat(security.capabilitiesAdded())
                .isEqualTo(Setting.of(List.of("SYS_ADMIN", "NET_ADMIN")));
        assertThat(security.allowPrivilegeEscalation()).isEqualTo(Setting.of(false));
        assertThat(security.seccomp().shown()).isEqualTo("unknown (Ref Option)");
        assertThat(security.runAsNonRoot().shown()).isEqualTo("unknown (Ref Parameter)");
        assertThat(agent.volumes())
                .extracting(volume -> volume.type().shown())
                .containsExactly("hostPath", "efs", "emptyDir");
        assertThat(agent.containers().getFirst().image().or(ImageReference.of("x")).written())
                .isEqualTo("registry.example.com/shop/agent:2");
    }

    @ParameterizedTest
    @CsvSource({
        "HOST_NETWORK, -1, 0, /Resources/Agent/Properties/NetworkMode, !Ref Mode",
        "HOST_PID, -1, 0, /Resources/Agent/Properties/PidMode, '!If [Production, host, host]'",
        "PRIVILEGED, 0, 0, /Resources/Agent/Properties/ContainerDefinitions/0/Privileged, !Ref Privileged",
        "CAPABILITIES_ADDED, 0, 0, /Resources/Agent/Properties/ContainerDefinitions/0/LinuxParameters/Capabilities/Add, '[SYS_ADMIN'",
        "SYSCTL, 0, 0, /Resources/Agent/Properties/ContainerDefinitions/0/SystemControls/0/Namespace, net.core.somaxconn",
        "VOLUME_HOST_PATH, -1, 0, /Resources/Agent/Properties/Volumes/0/Host/SourcePath, /",
        "VOLUME, -1, 1, /Resources/Agent/Properties/Volumes/1, 'Name: data'",
        "READ_ONLY_ROOT_FILESYSTEM, 0, 0, /Resources/Agent/Properties/ContainerDefinitions/0/ReadonlyRootFilesystem, 'Name: agent'"
    })
    void pointsIntoTheTemplate(
            Attribute attribute, int container, int index, String pointer, String text) {
        Workload agent = shop("Agent");
        Location location =
                container < 0
                        ? agent.locate(attribute, index)
                        : agent.locate(agent.containers().get(container), attribute, index);

        assertThat(location.pointer()).isEqualTo(pointer);
        assertThat(Samples.at(SHOP, location)).startsWith(text);
    }

    @Test
    void readsWhatTheCdkMakes() {
        Workload app = Samples.workload(Samples.resource("cloudformation/cdk.template.json"));

        assertThat(app.identity().name()).isEqualTo("app");
        assertThat(app.containers().getFirst().security().privileged()).isEqualTo(Setting.of(true));
        assertThat(app.containers().getFirst().image().isUnknown()).isTrue();
    }

    @Test
    void readsJsonAsItReadsYaml() {
        String yaml = template("!If [Maybe, !Ref Two, !GetAtt A.B]");
        String json =
                """
                {"Parameters": {"Two": {"Type": "String"}},
                 "Resources": {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties":
                  {"ContainerDefinitions": [{"Name": "c", "Privileged":
                    {"Fn::If": ["Maybe", {"Ref": "Two"}, {"Fn::GetAtt": ["A", "B"]}]}}]}}}}\
                """;

        assertThat(Samples.container(json).security())
                .isEqualTo(Samples.container(yaml).security());
    }

    @Test
    void saysThatAMacroMayRewriteTheTemplate() {
        List<ReadResult> results =
                Samples.results(
                        template("true").replace("Resources:", "Transform: Mine\nResources:"));

        assertThat(results).hasSize(2);
        assertThat(results.getFirst())
                .isInstanceOfSatisfying(
                        ReadResult.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("template-macro");
                            assertThat(refused.location().pointer()).isEqualTo("/Transform");
                            assertThat(refused.location().line()).isEqualTo(15);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"})
    void readsTemplatesOfTheTransformsThatLeaveTasksAlone(String transform) {
        Workload workload =
                Samples.workload(
                        template("true")
                                .replace("Resources:", "Transform: " + transform + "\nResources:"));

        assertThat(workload.containers().getFirst().security().privileged())
                .isEqualTo(Setting.of(true));
    }

    @Test
    void takesWhatAnIncludeMayAddForUnknown() {
        String text =
                template("false")
                        .replace(
                                "- Name: c",
                                "- Name: c\n        Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x/y}}");
        SecurityContext security = Samples.container(text).security();

        assertThat(security.privileged()).isEqualTo(Setting.of(false));
        assertThat(security.readOnlyRootFilesystem().shown()).isEqualTo("unknown (Fn::Transform)");
    }

    @Test
    void readsTheBodyOfALoopWithItsVariableUnknown() {
        Workload workload =
                Samples.workload(
                        """
                        Transform: AWS::LanguageExtensions
                        Resources:
                          Fn::ForEach::Tasks:
                          - Name
                          - [a, b]
                          - Task${Name}:
                              Type: AWS::ECS::TaskDefinition
                              Properties:
                                ContainerDefinitions:
                                - Image: registry.example.com/${Name}:1
                                  Privileged: true
                        """);

        assertThat(workload.containers().getFirst().image().isUnknown()).isTrue();
        assertThat(workload.containers().getFirst().security().privileged())
                .isEqualTo(Setting.of(true));
    }

    @Test
    void refusesAWrongTypeAndStillReadsTheOtherResources() {
        List<ReadResult> results =
                Samples.results(
                        template("[true]")
                                + """
                                  Other:
                                    Type: AWS::ECS::TaskDefinition
                                    Properties:
                                      ContainerDefinitions: !Ref Definitions
                                """);

        assertThat(results.getFirst())
                .isInstanceOfSatisfying(
                        ReadResult.Refused.class,
                        refused -> {
                            assertThat(refused.message())
                                    .isEqualTo(
                                            "/Resources/Task/Properties/ContainerDefinitions/0/Privileged must be true or false, and is a list");
                            assertThat(refused.location())
                                    .isEqualTo(new Location("/Resources/Task", 21, 21));
                        });
        assertThat(((ReadResult.Judgeable) results.get(1)).workload().containers())
                .singleElement()
                .satisfies(container ->
                        assertThat(container.image().shown())
                                .isEqualTo("unknown (Ref Definitions)"));
    }

    @Test
    void endsWhereFunctionsWouldMakeATextOfAnySize() {
        String text = "x".repeat(100);
        String value = "\"" + text + "\"";
        for (int i = 0; i < 60; i++) {
            value = "{\"Fn::Sub\": [\"${a}${a}${a}${a}\", {\"a\": " + value + "}]}";
        }
        String template =
                "{\"Resources\": {\"T\": {\"Type\": \"AWS::ECS::TaskDefinition\", \"Properties\": {\"ContainerDefinitions\": [{\"Image\": "
                        + value
                        + "}]}}}}";

        assertThat(Samples.container(template).image().isUnknown()).isTrue();
    }

    @Test
    void saysThatATemplateHasNoTaskDefinition() {
        assertThat(
                        Samples.other(
                                        "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Bucket:\n    Type: AWS::S3::Bucket\n")
                                .reason())
                .isEqualTo("it has no task definition");
    }
}
