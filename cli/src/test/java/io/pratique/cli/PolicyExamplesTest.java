package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.policy.format.CasesReader;
import io.pratique.policy.format.Problem;
import io.pratique.policy.format.ResourceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the example policies and the pages about policies true. */
class PolicyExamplesTest {
    private static final Path ROOT = Path.of("..");
    private static final LocalDate TODAY = LocalDate.of(2026, 12, 1);
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    private static String run(int code, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        int actual =
                Main.run(
                        List.of(arguments),
                        new ByteArrayInputStream(new byte[0]),
                        printed,
                        printed);
        printed.flush();
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(actual).as(text).isEqualTo(code);
        return text;
    }

    private static String example(String name) {
        return ROOT.resolve("examples").resolve(name).toString();
    }

    @Test
    void everyCaseBesideAnExamplePolicyPasses() {
        assertThat(run(0, "policy", "test", example("policies"))).contains(" 0 failed.");
    }

    @Test
    void everyExamplePolicyIsValid() {
        assertThat(run(0, "policy", "validate", example("policies"))).contains("Valid: 0 errors");
        run(0, "policy", "validate", "--strict", example("policies/shop.yaml"));
        run(0, "policy", "validate", "--strict", example("policies/fargate.yaml"));
    }

    @Test
    void trendExamplesAreImportedWithAllThatIsSaidOfThem() {
        assertThat(run(2, "policy", "import", "--strict", example("policies/trend")))
                .contains(
                        "kind: Attestor",
                        "kind: Ruleset",
                        "kind: SecurityPolicy",
                        "the rule type 'contents' has no counterpart here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "testing.md", "import-trend.md"})
    void documentsOnPagesAreRight(String page) throws IOException {
        String text = Files.readString(ROOT.resolve("docs/policies").resolve(page));
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            Source source = Source.of(page, block.group(1));
            Documents.yaml(
                    source,
                    slice -> {
                        var root = slice.read().root();
                        List<Problem> problems =
                                CasesReader.recognises(root)
                                        ? CasesReader.read(root, TODAY).problems()
                                        : ResourceReader.read(root, TODAY).problems();
                        assertThat(problems).as(block.group(1)).isEmpty();
                    });
        }
    }

    @Test
    void namesEveryWarningOfThePage() throws IOException {
        String text = Files.readString(ROOT.resolve("docs/policies/README.md"));
        assertThat(text)
                .contains(
                        "`never-matches`",
                        "`expired`",
                        "`excepts-everything`",
                        "`mitigates-what-it-admits`",
                        "`no-rules`");
    }
}
