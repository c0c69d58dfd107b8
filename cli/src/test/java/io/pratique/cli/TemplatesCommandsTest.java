package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.posture.catalogue.Catalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TemplatesCommandsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Main.run(
                List.of(arguments),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(out());
    }

    @Test
    void listsEveryTemplateByteForByteAsTheListHasIt() {
        assertThat(run("templates", "list", "--output", "json")).isZero();
        // Read by hand from the bytes of the list, and not by the code under test.
        List<List<String>> wanted = new ArrayList<>();
        for (String row :
                new String(Catalogue.list(), StandardCharsets.UTF_8).lines().skip(1).toList()) {
            String[] cells = row.split("\t", -1);
            wanted.add(List.of(cells[8], cells[2], cells[3], cells[4]));
        }
        List<List<String>> told = new ArrayList<>();
        json().forEach(template ->
                told.add(
                        List.of(
                                template.get("slug").asString(),
                                template.get("name").asString(),
                                template.get("resource").asString(),
                                template.get("benchmark").asString())));
        assertThat(told).hasSize(116).isEqualTo(wanted);
    }

    @Test
    void tellsOfEachTemplateHowBadItIsAndHowToFixIt() {
        assertThat(run("templates", "list", "-o", "json")).isZero();
        assertThat(json())
                .allSatisfy(template -> {
                    assertThat(template.get("severity").asString())
                            .isIn("low", "medium", "high", "critical");
                    assertThat(template.get("remediation").get("summary").asString()).isNotEmpty();
                    assertThat(template.get("frameworks").isObject()).isTrue();
                    assertThat(template.get("parameters").isArray()).isTrue();
                });
    }

    @Test
    void listsOnlyWhatAResourceAndAFrameworkAskFor() {
        assertThat(run("templates", "list", "--resource", "fargate", "-o", "json")).isZero();
        assertThat(json())
                .isNotEmpty()
                .allSatisfy(template ->
                        assertThat(template.get("resource").asString()).isEqualTo("FARGATE"));
        out.reset();
        assertThat(run("templates", "list", "--framework", "pci-dss", "-o", "json")).isZero();
        assertThat(json())
                .isNotEmpty()
                .allSatisfy(
                        template -> assertThat(template.get("frameworks").has("pci-dss")).isTrue());
        assertThat(json().size()).isLessThan(116);
    }

    @Test
    void listsATableWithItsCount() {
        assertThat(run("templates", "list")).isZero();
        assertThat(out()).contains("ecs-image-healthcheck-defined").endsWith("116 templates\n");
    }

    @Test
    void showsATemplateByItsSlugOrItsName() {
        assertThat(run("templates", "show", "ecs-image-healthcheck-defined", "-o", "json"))
                .isZero();
        String name = json().get("name").asString();
        String bySlug = out();
        out.reset();
        assertThat(run("templates", "show", name, "-o", "json")).isZero();
        assertThat(out()).isEqualTo(bySlug);
        out.reset();
        assertThat(run("templates", "show", name)).isZero();
        assertThat(out()).contains("slug: ecs-image-healthcheck-defined", "remediation: ");
    }

    @Test
    void saysWhatWasMeantByAWordThatIsNoTemplateAndNoResource() {
        assertThat(run("templates", "show", "ecs-image-healthcheck-defind")).isEqualTo(3);
        assertThat(run("templates", "list", "--resource", "FARGAT")).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "Did you mean 'ecs-image-healthcheck-defined'?", "Did you mean 'FARGATE'?");
    }
}
