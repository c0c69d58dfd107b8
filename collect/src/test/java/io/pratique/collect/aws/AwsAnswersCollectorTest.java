package io.pratique.collect.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.collect.Coverage;
import io.pratique.collect.Coverage.Reason;
import io.pratique.collect.Evidence;
import io.pratique.collect.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AwsAnswersCollectorTest {
    private static final String ARN = "arn:aws:ecs:eu-west-1:111122223333:";

    private final AwsAnswersCollector collector =
            new AwsAnswersCollector(new Redaction(new byte[] {1}));
    private final Map<String, byte[]> answers = new LinkedHashMap<>();

    private void answer(String text) {
        answers.put("a" + answers.size() + ".json", text.getBytes(StandardCharsets.UTF_8));
    }

    private AwsAnswersCollector.Saved collect() {
        return collector.collect(answers);
    }

    private static Evidence.Subject subject(AwsAnswersCollector.Saved saved, String id) {
        return saved.collected().subjects().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<Coverage.Entry> failed(AwsAnswersCollector.Saved saved) {
        return saved.collected().coverage().stream()
                .filter(e -> e.status() == Coverage.Status.FAILED)
                .toList();
    }

    private void everything() {
        answer(
                "{\"services\":[{\"serviceArn\":\"%sservice/c/web\",\"serviceName\":\"web\",\"clusterArn\":\"%scluster/c\",\"taskDefinition\":\"%stask-definition/web:7\",\"launchType\":\"EC2\"}],\"failures\":[]}"
                        .formatted(ARN, ARN, ARN));
        answer(
                "{\"tasks\":[{\"taskArn\":\"%stask/c/1\",\"group\":\"service:web\",\"clusterArn\":\"%scluster/c\",\"taskDefinitionArn\":\"%stask-definition/web:7\",\"containerInstanceArn\":\"%scontainer-instance/c/9\",\"containers\":[{\"image\":\"reg.example:5000/web:1\",\"imageDigest\":\"sha256:aa\"}],\"overrides\":{\"containerOverrides\":[{\"environment\":[{\"name\":\"TOKEN\",\"value\":\"CANARY\"}]}]}}]}"
                        .formatted(ARN, ARN, ARN, ARN));
        answer(
                "{\"taskDefinition\":{\"taskDefinitionArn\":\"%stask-definition/web:7\",\"containerDefinitions\":[{\"name\":\"web\",\"environment\":[{\"name\":\"DB_PASSWORD\",\"value\":\"CANARY\"}]}]},\"tags\":[{\"key\":\"a\",\"value\":\"b\"}]}"
                        .formatted(ARN));
        answer("{\"clusters\":[{\"clusterArn\":\"%scluster/c\"}]}".formatted(ARN));
        answer(
                "{\"containerInstances\":[{\"containerInstanceArn\":\"%scontainer-instance/c/9\",\"ec2InstanceId\":\"i-0abc\"}]}"
                        .formatted(ARN));
        answer("{\"settings\":[{\"name\":\"containerInsights\",\"value\":\"enhanced\"}]}");
    }

    @Test
    void joinsAnswersByTheirArns() {
        everything();
        AwsAnswersCollector.Saved saved = collect();

        assertThat(saved.scope())
                .isEqualTo(
                        Map.of(
                                "partition", "aws",
                                "account", "111122223333",
                                "region", "eu-west-1"));
        Evidence.Subject definition = subject(saved, ARN + "task-definition/web:7");
        assertThat(definition.relations())
                .containsEntry("services", List.of(ARN + "service/c/web"))
                .containsEntry("tasks", List.of(ARN + "task/c/1"))
                .containsEntry("images", List.of("reg.example:5000/web@sha256:aa"));
        assertThat(definition.facts().items("launchTypes").toString()).contains("EC2");
        assertThat(subject(saved, ARN + "task/c/1").relations())
                .containsEntry("service", List.of(ARN + "service/c/web"))
                .containsEntry("containerInstance", List.of(ARN + "container-instance/c/9"));
        assertThat(subject(saved, ARN + "container-instance/c/9").relations())
                .containsEntry("host", List.of("i-0abc"));
        assertThat(subject(saved, "111122223333/eu-west-1").kind())
                .isEqualTo("ecs.account-settings");
        assertThat(failed(saved)).isEmpty();
        assertThat(saved.toString()).doesNotContain("CANARY");
    }

    @Test
    void whatAnswersPointAtAndNoneHoldsIsMissing() {
        everything();
        answers.remove("a2.json");
        answers.remove("a4.json");
        AwsAnswersCollector.Saved saved = collect();

        Evidence.Subject definition = subject(saved, ARN + "task-definition/web:7");
        assertThat(definition.content())
                .isEqualTo(
                        new Evidence.Missing(
                                Reason.NOT_COLLECTED,
                                "aws ecs describe-task-definition --include TAGS --task-definition "
                                        + ARN
                                        + "task-definition/web:7"));
        assertThat(subject(saved, ARN + "container-instance/c/9").content())
                .isInstanceOf(Evidence.Missing.class);
        assertThat(failed(saved)).hasSize(2);
    }

    @Test
    void countsWhatWasNeverAskedFor() {
        assertThat(collect().collected().coverage())
                .hasSize(12)
                .allMatch(e -> e.status() == Coverage.Status.SKIPPED);
    }

    @Test
    void aPageWithATokenIsNotTheWhole() {
        answer("{\"serviceArns\":[\"%sservice/c/x\"],\"nextToken\":\"t\"}".formatted(ARN));
        AwsAnswersCollector.Saved saved = collect();

        assertThat(failed(saved)).anyMatch(e -> e.detail().contains("nextToken is left over"));
        assertThat(subject(saved, ARN + "service/c/x").content())
                .isInstanceOf(Evidence.Missing.class);
    }

    @Test
    void keepsFailuresAndSavedErrors() {
        answer(
                "{\"services\":[],\"failures\":[{\"arn\":\"%sservice/c/x\",\"reason\":\"MISSING\"}]}"
                        .formatted(ARN));
        answer(
                "\nAn error occurred (AccessDeniedException) when calling the DescribeTasks operation: User x");
        answer("An error occurred (ThrottlingException) when calling the ListTasks operation: x");
        answer("");
        AwsAnswersCollector.Saved saved = collect();

        assertThat(saved.collected().coverage())
                .extracting(Coverage.Entry::reason)
                .contains(
                        Optional.of(Reason.ACCESS_DENIED),
                        Optional.of(Reason.THROTTLED),
                        Optional.of(Reason.PARSE_ERROR),
                        Optional.of(Reason.NOT_COLLECTED));
        assertThat(subject(saved, ARN + "service/c/x").content())
                .isInstanceOf(Evidence.Missing.class);
    }

    @Test
    void throwsValuesOfParametersAway() {
        answer("{\"Parameters\":[{\"Name\":\"/db\",\"Type\":\"String\",\"Value\":\"CANARY\"}]}");
        answer(
                "{\"Parameter\":{\"Name\":\"/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended\",\"Value\":\"{\\\"image_id\\\":\\\"ami-1\\\"}\"}}");
        AwsAnswersCollector.Saved saved = collect();

        assertThat(saved.toString()).doesNotContain("CANARY").contains("ami-1");
        assertThat(subject(saved, "/db").kind()).isEqualTo("aws.parameter");
        assertThat(subject(saved, "amazon-linux-2023").kind()).isEqualTo("aws.recommended-ami");
    }

    @Test
    void readsAFolderWhateverItsFilesAreCalled(@TempDir Path folder) throws IOException {
        everything();
        Files.createDirectories(folder.resolve("deep/er"));
        int number = 0;
        for (byte[] bytes : answers.values()) {
            Files.write(folder.resolve("deep/er/x" + number++ + ".json"), bytes);
        }
        Files.writeString(folder.resolve("README.md"), "no answer");

        assertThat(failed(collector.collect(folder))).isEmpty();
        assertThat(collector.collect(folder).collected().subjects()).hasSize(6);
    }

    @Test
    void survivesAnswersOfAnyShape() {
        long seed = 20261124;
        Random random = new Random(seed);
        everything();
        List<byte[]> sound = List.copyOf(answers.values());
        for (int run = 0; run < 3000; run++) {
            byte[] damaged = sound.get(random.nextInt(sound.size())).clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] =
                        (byte) "{}[]\",:0 ntx".charAt(random.nextInt(12));
            }
            assertThat(collector.collect(Map.of("a.json", damaged)))
                    .as("seed %d, run %d", seed, run)
                    .isNotNull();
        }
    }
}
