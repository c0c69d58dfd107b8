package io.pratique.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Platform;
import io.pratique.policy.rule.Sample.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is generated in the pages of docs/rules is what the rule types and their samples say. Run
 * with {@code -Dgolden.update=true} to write it.
 */
class RulePagesTest {
    private static final Path FOLDER = Path.of("../docs/rules");
    private static final String END = "<!-- end -->";

    static List<RuleType> types() {
        return RuleTypes.all();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aPageSaysWhatItsTypeSays(RuleType type) throws IOException {
        check(
                FOLDER.resolve(type.id() + ".md"),
                List.of("summary", "parameters", "examples"),
                List.of(summary(type), parameters(type), examples(type)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void aPageSaysWhyAndHowToMendIt(RuleType type) throws IOException {
        String page = Files.readString(FOLDER.resolve(type.id() + ".md"));
        assertThat(page)
                .startsWith("# " + type.id() + "\n")
                .contains("\n## What it finds\n")
                .contains("\n## Why it matters\n")
                .contains("\n## How to mend it\n")
                .contains("\n## References\n");
    }

    @Test
    void theIndexNamesEveryTypeAndWhereItExists() throws IOException {
        StringBuilder table =
                new StringBuilder(
                        "| Rule type | Kubernetes | ECS on EC2 | ECS on Fargate | Severity | What violates it |\n|---|---|---|---|---|---|\n");
        for (RuleType type : RuleTypes.all()) {
            table.append("| [").append(type.id()).append("](").append(type.id()).append(".md) |");
            for (Target target : Target.values()) {
                table.append(type.targets().contains(target) ? " yes |" : " – |");
            }
            table.append(' ')
                    .append(type.severity().id())
                    .append(" | ")
                    .append(type.description())
                    .append(" |\n");
        }
        check(FOLDER.resolve("README.md"), List.of("index"), List.of(table.toString()));
    }

    @Test
    void everyPageBelongsToAType() throws IOException {
        try (Stream<Path> pages = Files.list(FOLDER)) {
            assertThat(pages.map(page -> page.getFileName().toString()).toList())
                    .filteredOn(name -> !name.equals("README.md"))
                    .allSatisfy(name ->
                            assertThat(RuleTypes.of(name.replace(".md", ""))).as(name).isPresent());
        }
    }

    @Test
    void everyDefaultHasItsReason() {
        for (RuleType type : RuleTypes.all()) {
            for (Parameter parameter : type.parameters()) {
                assertThat(parameter.description())
                        .as(type.id() + "." + parameter.name())
                        .endsWith(".")
                        .hasSizeGreaterThan(20);
            }
        }
    }

    private static void check(Path page, List<String> blocks, List<String> contents)
            throws IOException {
        String written = Files.readString(page);
        String right = written;
        for (int i = 0; i < blocks.size(); i++) {
            String begin = "<!-- generated: " + blocks.get(i) + " -->\n";
            int from = right.indexOf(begin);
            assertThat(from).as(page + " lacks " + begin).isNotNegative();
            int to = right.indexOf(END, from);
            right = right.substring(0, from) + begin + contents.get(i) + right.substring(to);
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(page, right);
        } else {
            assertThat(written).as(page.toString()).isEqualTo(right);
        }
    }

    private static String summary(RuleType type) {
        StringBuilder text = new StringBuilder(type.description()).append("\n\n");
        text.append(
                "| Kubernetes | ECS on EC2 | ECS on Fargate | Severity |\n|---|---|---|---|\n|");
        for (Target target : Target.values()) {
            text.append(type.targets().contains(target) ? " yes |" : " – |");
        }
        return text.append(' ').append(type.severity().id()).append(" |\n").toString();
    }

    private static String parameters(RuleType type) {
        if (type.parameters().isEmpty()) {
            return "It has none.\n";
        }
        StringBuilder text =
                new StringBuilder("| Parameter | Value | Default | Meaning |\n|---|---|---|---|\n");
        rows("", type.parameters(), text);
        return text.toString();
    }

    private static void rows(String prefix, List<Parameter> parameters, StringBuilder into) {
        for (Parameter parameter : parameters) {
            into.append("| `")
                    .append(prefix)
                    .append(parameter.name())
                    .append("` | ")
                    .append(value(parameter))
                    .append(" | ")
                    .append(parameter.required() ? "must be written" : shown(parameter.fallback()))
                    .append(" | ")
                    .append(parameter.description().replace("|", "\\|"))
                    .append(" |\n");
            rows(prefix + parameter.name() + "[].", parameter.fields(), into);
        }
    }

    private static String value(Parameter parameter) {
        return parameter.choices().isEmpty()
                ? parameter.shape().words()
                : "`" + String.join("`, `", parameter.choices()) + "`";
    }

    private static String shown(Object fallback) {
        if (fallback instanceof List<?> list) {
            return list.isEmpty()
                    ? "none"
                    : "`" + String.join("`, `", list.stream().map(String::valueOf).toList()) + "`";
        }
        return fallback.equals("") ? "none" : "`" + fallback + "`";
    }

    private static String examples(RuleType type) {
        StringBuilder text = new StringBuilder();
        List<Platform> platforms = new ArrayList<>();
        for (Target target : Target.values()) {
            if (type.targets().contains(target) && !platforms.contains(target.platform())) {
                platforms.add(target.platform());
            }
        }
        for (Platform platform : platforms) {
            Sample bad = main(type, platform, Kind.VIOLATING);
            Sample good = main(type, platform, Kind.PASSING);
            text.append(
                    platform == Platform.KUBERNETES
                            ? "### Kubernetes\n\n"
                            : "### Amazon ECS (as for `--cli-input-yaml`)\n\n");
            text.append("The rule:\n\n```yaml\n").append(rule(bad)).append("```\n\n");
            text.append("Violates:\n\n```yaml\n").append(first(bad)).append("```\n\n");
            text.append("Passes:\n\n```yaml\n").append(first(good)).append("```\n\n");
        }
        return text.substring(0, text.length() - 1);
    }

    private static Sample main(RuleType type, Platform platform, Kind kind) {
        return Sample.of(type.id()).stream()
                .filter(sample -> sample.isMain(platform, kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type.id() + " lacks a sample"));
    }

    private static String rule(Sample sample) {
        String parameters =
                sample.header("parameters")
                        .map(written -> "    parameters: " + written + "\n")
                        .orElse("");
        return sample.type().equals("verifyImages")
                ? "signatures:\n  - action: block\n" + parameters
                : "rules:\n  - type: " + sample.type() + "\n    action: block\n" + parameters;
    }

    /** The first document, with what is known of its images as comments. */
    private static String first(Sample sample) {
        StringBuilder text = new StringBuilder();
        for (String line : sample.text().lines().toList()) {
            if (line.equals("---")) {
                break;
            }
            if (!line.startsWith("# parameters: ")) {
                text.append(
                                line.replaceAll("# violation: .*", "# violates")
                                        .replaceAll("# unknown: .*", "# unknown"))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
