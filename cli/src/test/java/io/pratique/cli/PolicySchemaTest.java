package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.pratique.document.Documents;
import io.pratique.policy.Presets;
import io.pratique.policy.format.JsonSchema;
import io.pratique.policy.format.Resource;
import io.pratique.policy.format.ResourceWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds policies against the JSON Schema by a validator that somebody else wrote. */
class PolicySchemaTest {
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(JsonSchema.ofDocuments(), InputFormat.JSON);

    private static List<String> errors(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static String policy(String spec) {
        return "{\"apiVersion\":\"pratique.io/v1\",\"kind\":\"SecurityPolicy\",\"metadata\":{\"name\":\"a\"},\"spec\":{"
                + spec
                + "}}";
    }

    @Test
    void acceptsEveryPresetShortAndWhole() {
        for (String name : Presets.names()) {
            for (ResourceWriter.Extent extent : ResourceWriter.Extent.values()) {
                String json =
                        ResourceWriter.write(
                                new Resource.OfPolicy(Presets.of(name).orElseThrow()),
                                Documents.Format.JSON,
                                extent);
                assertThat(errors(json)).as(json).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"platform\":\"kubernetes\",\"rules\":[{\"type\":\"hostPorts\",\"parameters\":{\"allowed\":[80]},\"namespaces\":[\"a\"]}]",
                "\"platform\":\"ecs\",\"launchTypes\":[\"FARGATE\"],\"rules\":[{\"type\":\"runAsNonRoot\",\"action\":\"block\"}]",
                "\"platform\":\"kubernetes\",\"signatures\":[{\"parameters\":{\"anyOf\":[\"a\"]}}],\"namespaced\":[{\"name\":\"d\",\"namespaces\":[\"a\"]}]"
            })
    void acceptsWhatTheReaderAccepts(String spec) {
        assertThat(errors(policy(spec))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"rules\":[]",
                "\"platform\":\"nomad\"",
                "\"platform\":\"kubernetes\",\"rulez\":[]",
                "\"platform\":\"kubernetes\",\"rules\":[{\"type\":\"privilegd\"}]",
                "\"platform\":\"kubernetes\",\"rules\":[{\"type\":\"hostPorts\",\"parameters\":{\"allowd\":[80]}}]",
                "\"platform\":\"kubernetes\",\"rules\":[{\"type\":\"hostPorts\",\"parameters\":{\"allowed\":[\"80\"]}}]",
                "\"platform\":\"kubernetes\",\"rules\":[{\"type\":\"containerCapabilities\",\"parameters\":{\"evaluate\":\"all\"}}]",
                "\"platform\":\"kubernetes\",\"rules\":[{\"type\":\"imageName\"}]",
                "\"platform\":\"kubernetes\",\"launchTypes\":[\"EC2\"]",
                "\"platform\":\"ecs\",\"rules\":[{\"type\":\"allowPrivilegeEscalation\"}]",
                "\"platform\":\"ecs\",\"launchTypes\":[\"FARGATE\"],\"rules\":[{\"type\":\"privileged\"}]",
                "\"platform\":\"ecs\",\"rules\":[{\"type\":\"privileged\",\"mitigation\":\"isolate\"}]",
                "\"platform\":\"ecs\",\"rules\":[{\"type\":\"privileged\",\"namespaces\":[\"a\"]}]",
                "\"platform\":\"ecs\",\"namespaced\":[]",
                "\"platform\":\"kubernetes\",\"exceptions\":[{\"name\":\"a b\"}]",
                "\"platform\":\"kubernetes\",\"signatures\":[{\"parameters\":{\"of\":[]}}]"
            })
    void refusesWhatTheReaderRefuses(String spec) {
        assertThat(errors(policy(spec))).isNotEmpty();
    }

    @Test
    void refusesOtherDocuments() {
        assertThat(errors("{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}")).isNotEmpty();
        assertThat(errors("[]")).isNotEmpty();
        assertThat(
                        errors(
                                "{\"apiVersion\":\"pratique.io/v1\",\"kind\":\"Attestor\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"type\":\"cosignPublicKey\",\"publicKey\":\"x\"}}"))
                .isNotEmpty();
    }
}
