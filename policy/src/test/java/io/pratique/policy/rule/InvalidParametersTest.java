package io.pratique.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters that no check can be made of are refused with what to write instead. */
class InvalidParametersTest {
    static Stream<Arguments> invalid() {
        return Stream.of(
                invalid("imagesNotScanned", "maxScanAge", Map.of("maxScanAge", 36L)),
                invalid("imagesNotScanned", "maxScanAge", Map.of("maxScanAge", -1L)),
                invalid("imagesWithMalware", "tolerated", Map.of("tolerated", -1L)),
                invalid("imageTag", "values", Map.of("operator", "equals", "values", List.of())),
                invalid(
                        "imageName",
                        "values/0",
                        Map.of("operator", "contains", "values", List.of(""))),
                invalid(
                        "imagePath",
                        "values/1",
                        Map.of("operator", "matches", "values", List.of("ok", "(")),
                        "'('"),
                invalid(
                        "imageRegistry",
                        "values/0",
                        Map.of("operator", "glob", "values", List.of("a[b")),
                        "character 2"),
                invalid("hostPorts", "allowedRanges", Map.of("allowedRanges", List.of("90-80"))),
                invalid("hostPorts", "allowedRanges", Map.of("allowedRanges", List.of("80"))),
                invalid("hostPorts", "allowedRanges", Map.of("allowedRanges", List.of("1-65536"))),
                invalid("hostPath", "allowed", Map.of("allowed", List.of("var/log"))),
                invalid("hostPath", "allowedReadOnly", Map.of("allowedReadOnly", List.of(""))),
                invalid(
                        "resourceLimits",
                        "memoryLimit",
                        Map.of("cpuLimit", false, "memoryLimit", false)),
                invalid("probes", "liveness", Map.of("liveness", false, "readiness", false)),
                invalid("requiredLabels", "keys", Map.of()),
                invalid("requiredLabels", "keys", Map.of("keys", List.of(""))),
                invalid("verifyImages", "anyOf", Map.of()),
                invalid("plaintextSecrets", "names", Map.of("names", List.of(""))));
    }

    private static Arguments invalid(
            String type, String parameter, Map<String, Object> written, String... words) {
        return Arguments.of(
                type, parameter, written, words.length == 0 ? List.of("") : List.of(words));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void saysWhichParameterAndWhatToWrite(
            String type, String parameter, Map<String, Object> written, List<String> words) {
        RuleType known = RuleTypes.of(type).orElseThrow();
        assertThatExceptionOfType(InvalidParameters.class)
                .isThrownBy(() -> known.compile(Parameters.of(known.parameters(), written)))
                .satisfies(e -> {
                    assertThat(e.parameter()).isEqualTo(parameter);
                    assertThat(e.getMessage()).isNotBlank().contains(words);
                    assertThat(e.hint()).endsWith(".");
                });
    }

    @Test
    void everyTypeWithoutRequiredParametersCompilesWithItsDefaults() {
        for (RuleType type : RuleTypes.all()) {
            boolean required = type.parameters().stream().anyMatch(Parameter::required);
            boolean demands = List.of("verifyImages", "requiredLabels").contains(type.id());
            if (!required && !demands) {
                assertThat(type.compile(Parameters.of(type.parameters(), Map.of())))
                        .as(type.id())
                        .isNotNull();
            }
        }
    }
}
