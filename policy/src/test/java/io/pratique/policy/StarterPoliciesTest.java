package io.pratique.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Platform;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StarterPoliciesTest {
    private static final Path PAGE = Path.of("../docs/policies/starter.md");

    private static final String GOOD_POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: shop}
            spec:
              securityContext:
                seccompProfile: {type: RuntimeDefault}
              containers:
                - name: web
                  image: ghcr.io/shop/web:1.4.2
                  securityContext:
                    runAsUser: 10001
                    allowPrivilegeEscalation: false
                    readOnlyRootFilesystem: true
                  resources:
                    limits: {memory: 256Mi}
            """;

    private static final String GOOD_TASK =
            """
            family: shop
            requiresCompatibilities: [FARGATE]
            networkMode: awsvpc
            cpu: "256"
            memory: "512"
            containerDefinitions:
              - name: web
                image: ghcr.io/shop/web:1.4.2
                user: "10001"
                readonlyRootFilesystem: true
                portMappings:
                  - {containerPort: 8080, hostPort: 8080}
            """;

    @ParameterizedTest
    @ValueSource(strings = {GOOD_POD, GOOD_TASK})
    void allowsAWorkloadThatDoesWhatThePageSays(String manifest) {
        CompiledPolicy both =
                CompiledPolicy.of(
                        List.of(
                                Presets.starter(Platform.KUBERNETES),
                                Presets.starter(Platform.ECS)));
        assertThat(both.decide(Manifests.workload("good", manifest), Facts.at(Instant.EPOCH)))
                .isEqualTo(Decision.allowed());
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void haveOnlyTypesThatExistOnTheirPlatform(Platform platform) {
        assertThat(Presets.starter(platform).rules())
                .isNotEmpty()
                .allSatisfy(rule ->
                        assertThat(rule.type().targets())
                                .anyMatch(target -> target.platform() == platform));
    }

    /** Run with {@code -Dgolden.update=true} to write the tables. */
    @Test
    void areAsThePageSays() throws IOException {
        String written = Files.readString(PAGE);
        String right = written;
        for (Platform platform : Platform.values()) {
            String begin = "<!-- generated: " + platform.id() + " -->\n";
            int from = right.indexOf(begin);
            int to = right.indexOf("<!-- end -->", from);
            right = right.substring(0, from) + begin + table(platform) + right.substring(to);
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, right);
        } else {
            assertThat(written).isEqualTo(right);
        }
    }

    private static String table(Platform platform) {
        StringBuilder text =
                new StringBuilder(
                        "| Action | Rule type | Parameters beside the defaults |\n|---|---|---|\n");
        for (Rule rule : Presets.starter(platform).rules()) {
            List<String> written = new ArrayList<>();
            for (Parameter parameter : rule.type().parameters()) {
                Object value = rule.parameters().values().get(parameter.name());
                if (!parameter.fallback().equals(value) || parameter.required()) {
                    written.add("`" + parameter.name() + ": " + value + "`");
                }
            }
            text.append("| ")
                    .append(rule.action().id())
                    .append(" | [")
                    .append(rule.type().id())
                    .append("](../rules/")
                    .append(rule.type().id())
                    .append(".md) | ")
                    .append(String.join(", ", written))
                    .append(" |\n");
        }
        return text.toString();
    }
}
