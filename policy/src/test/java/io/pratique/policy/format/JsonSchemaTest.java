package io.pratique.policy.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
    private static final Path CHECKED_IN = Path.of("../schema/security-policy.schema.json");

    /** To write it anew: {@code -Dgolden.update=true}. */
    @Test
    void isCheckedInAsItIsMade() throws IOException {
        String made = JsonSchema.ofDocuments();
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(CHECKED_IN.getParent());
            Files.writeString(CHECKED_IN, made);
        }
        assertThat(Files.readString(CHECKED_IN).equals(made))
                .as(
                        "schema/ is as rule types and forms say; otherwise run with -Dgolden.update=true")
                .isTrue();
    }

    @Test
    void saysOfEveryParameterOfEveryTypeWhatItIs() {
        Node schema = Documents.first(Source.of("schema", JsonSchema.ofDocuments())).root();
        List<Node> types =
                schema.get("$defs")
                        .flatMap(defs -> defs.get("rule"))
                        .flatMap(rule -> rule.get("allOf"))
                        .map(Node::elements)
                        .orElse(List.of());
        for (RuleType type : RuleTypes.all()) {
            if (type.id().equals("verifyImages")) {
                continue;
            }
            Node parameters =
                    types.stream()
                            .filter(when ->
                                    at(when, "if", "properties", "type", "const")
                                            .text()
                                            .equals(type.id()))
                            .map(when -> at(when, "then", "properties", "parameters"))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(type.id()));
            for (Parameter parameter : type.parameters()) {
                Node property = at(parameters, "properties", parameter.name());
                assertThat(property.textOf("description")).contains(parameter.description());
                assertThat(property.get("type").isPresent() || property.get("enum").isPresent())
                        .as("%s.%s", type.id(), parameter.name())
                        .isTrue();
            }
        }
    }

    private static Node at(Node node, String... steps) {
        Node at = node;
        for (String step : steps) {
            Node holder = at;
            at = at.get(step).orElseThrow(() -> new AssertionError(step + " of " + holder));
        }
        return at;
    }
}
