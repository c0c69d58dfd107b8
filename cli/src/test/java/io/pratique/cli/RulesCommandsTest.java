package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RulesCommandsTest {
    private static final String GOOD =
            """
            - macro: opened
              condition: evt.type in (open, openat)
            - rule: Opened
              desc: d
              condition: opened and fd.name = /etc/shadow
              output: o %fd.name
              priority: error
            """;

    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String input, String... arguments) {
        return Main.run(
                List.of(arguments),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
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
    void findsValidRulesValid() {
        assertThat(run(GOOD, "rules", "validate", "-")).isZero();
        assertThat(out()).isEqualTo("-: Ok\n");
    }

    @Test
    void tellsWarningsOnlyWhenTheyAreToCount() {
        String warned = GOOD + "- list: unused\n  items: [a]\n";
        assertThat(run(warned, "rules", "validate", "-")).isZero();
        assertThat(run(warned, "rules", "validate", "--strict", "-")).isEqualTo(1);
        assertThat(out()).contains("-: Ok, with warnings", "LOAD_UNUSED_LIST", "(-:8:3)");
    }

    @Test
    void writesFalcosResultForInvalidRules() {
        assertThat(run(GOOD + "- rule: B\n", "rules", "validate", "-", "--output", "json"))
                .isEqualTo(2);
        JsonNode result = json().get("falco_load_results").get(0);
        assertThat(result.get("successful").asBoolean()).isFalse();
        JsonNode error = result.get("errors").get(0);
        assertThat(error.get("code").asString()).isEqualTo("LOAD_ERR_YAML_VALIDATE");
        assertThat(error.get("context").get("locations").get(1).get("item_name").asString())
                .isEqualTo("B");
    }

    @Test
    void loadsFilesInTheirOrderAndFoldersByName() throws IOException {
        Files.writeString(
                folder.resolve("b.yaml"),
                "- rule: Opened\n  enabled: false\n  override: {enabled: replace}\n");
        Files.writeString(folder.resolve("a.yml"), GOOD);
        Files.writeString(folder.resolve("c.txt"), "not yaml: [");
        assertThat(run("", "rules", "validate", folder.toString())).isZero();
        assertThat(run("", "rules", "list", folder.toString())).isZero();
        assertThat(out()).contains("disabled", "Opened", "[open openat]", "1 rule");
        assertThat(
                        run(
                                "",
                                "rules",
                                "validate",
                                folder.resolve("b.yaml").toString(),
                                folder.resolve("a.yml").toString()))
                .isEqualTo(2);
        assertThat(run("", "rules", "validate", folder.resolve("none.yaml").toString()))
                .isEqualTo(2);
        assertThat(out()).contains("LOAD_ERR_FILE_READ", "no such file");
    }

    @Test
    void showsARuleAsItIsJudged() {
        assertThat(run(GOOD, "rules", "show", "Opened", "-")).isZero();
        assertThat(out())
                .contains(
                        "condition: evt.type in (open, openat) and fd.name = /etc/shadow",
                        "defined: -:3:3");
        assertThat(run(GOOD, "rules", "show", "Opend", "-")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Did you mean 'Opened'?");
    }

    @Test
    void listsAsJson() {
        assertThat(run(GOOD, "rules", "list", "-", "-o", "json")).isZero();
        JsonNode rule = json().get(0);
        assertThat(rule.get("rule").asString()).isEqualTo("Opened");
        assertThat(rule.get("eventTypes").size()).isEqualTo(2);
        assertThat(rule.get("line").asInt()).isEqualTo(3);
    }

    @Test
    void listsAndShowsTheManagedRulesWhenNoFileIsNamed() {
        assertThat(run("", "rules", "list")).isZero();
        assertThat(out()).contains("PQ-0001 ", "managed/persistence.yaml");
        assertThat(run("", "rules", "show", "PQ-0010")).isZero();
        assertThat(out()).contains("rationale: ", "false positives: ", "response: ");
    }

    @Test
    void testsRulesOnTheSamplesBesideThem() throws IOException {
        assertThat(run("", "rules", "test", "managed")).isZero();
        Path rules = folder.resolve("opened.yaml");
        Files.writeString(rules, GOOD);
        assertThat(run("", "rules", "test", rules.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no sample");
        Path samples = folder.resolve("opened.samples");
        Files.writeString(
                samples,
                "[scene]\nprocess 10 /bin/cat\n[Opened fires]\nopen 10 /etc/shadow O_RDONLY\n");
        assertThat(run("", "rules", "test", rules.toString())).isZero();
        assertThat(run("", "rules", "test", folder.toString())).isZero();
        Files.writeString(
                samples,
                "[scene]\nprocess 10 /bin/cat\n[Opened misses]\nopen 10 /etc/shadow O_RDONLY\n");
        assertThat(run("", "rules", "test", folder.toString())).isEqualTo(1);
        assertThat(out()).contains("opened.samples:3:1: Opened: the rule fires on its near miss");
        Files.writeString(samples, "[Opened fires]\nopened 10 /etc/shadow O_RDONLY\n");
        assertThat(run("", "rules", "test", folder.toString())).isEqualTo(2);
        assertThat(out()).contains("line 2: 'opened' is no step");
    }

    @Test
    void lintsRules() {
        assertThat(run(GOOD, "rules", "lint", "-")).isZero();
        String never = GOOD.replace("opened and", "opened and proc.pid < 1 and proc.pid > 2 and");
        assertThat(run(never, "rules", "lint", "-", "--output", "json")).isEqualTo(1);
        assertThat(json().get("findings").get(0).get("code").asString()).isEqualTo("never-fires");
    }

    @Test
    void tellsWhatTheManagedRulesCover() {
        assertThat(run("", "rules", "coverage", "--output", "json")).isZero();
        assertThat(json().get("cells").get(0).get("technique").asString()).isEqualTo("T1190");
        assertThat(run("", "rules", "coverage")).isZero();
    }

    @Test
    void printsTheTreeOfAFilter() {
        assertThat(
                        run(
                                "",
                                "rules",
                                "parse-filter",
                                "a and not proc.aname[2] in (x, 'y z') or tolower(fd.name) = anyof"
                                        + " (b) or join(\"-\", (fd.name, 1)) exists or proc.name ="
                                        + " val(proc.pname)"))
                .isZero();
        JsonNode tree = json();
        assertThat(tree.get("type").asString()).isEqualTo("or");
        JsonNode and = tree.get("children").get(0);
        assertThat(and.get("children").get(0).get("name").asString()).isEqualTo("a");
        JsonNode check = and.get("children").get(1).get("child");
        assertThat(check.get("operator").asString()).isEqualTo("in");
        assertThat(check.get("left").get("argument").asString()).isEqualTo("2");
        assertThat(check.get("right").get("values").get(1).asString()).isEqualTo("y z");
        assertThat(check.get("position").get("column").asInt()).isEqualTo(11);
        assertThat(tree.get("children").get(1).get("modifier").asString()).isEqualTo("anyof");
    }

    @Test
    void printsWhereAFilterIsWrong() {
        assertThat(run("a and\nb.c == \n", "rules", "parse-filter", "-")).isEqualTo(2);
        JsonNode error = json().get("error");
        assertThat(error.get("position").get("line").asInt()).isEqualTo(2);
        assertThat(error.get("position").get("column").asInt()).isEqualTo(8);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("2:8: expected a value");
    }

    @Test
    void helps() {
        assertThat(run("", "rules", "--help")).isZero();
        assertThat(out()).contains("validate", "list", "show", "parse-filter");
        assertThat(run("", "rules", "validat")).isEqualTo(3);
        assertThat(run("", "rules")).isEqualTo(3);
        assertThat(run("", "help", "rules", "validate")).isZero();
        assertThat(run("", "completion", "bash")).isZero();
        assertThat(out())
                .contains(
                        "rules) _pratique_words \"$cur\" validate list show test lint coverage parse-filter");
    }
}
