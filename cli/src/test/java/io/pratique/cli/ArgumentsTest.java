package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final Usage USAGE =
            new Usage(
                    "weigh",
                    "Weighs things.",
                    List.of(Operand.many("THING", Values.files(), "what to weigh")),
                    List.of(
                            Option.value("--policy", "FILE", Values.policies(), "by what")
                                    .or("-p")
                                    .several(),
                            Option.choice("--output", List.of("table", "json"), "how").or("-o"),
                            Option.flag("--all", "all of it").or("-a"),
                            Option.flag("--quiet", "no words").or("-q"),
                            Option.value("--kind", "KIND=PATH", Values.any(), "another kind")),
                    List.of("0 weighed"),
                    List.of("pratique weigh stone"));

    private static final Usage PAIR =
            new Usage(
                    "pair",
                    "Pairs two.",
                    List.of(
                            Operand.one("A", Values.choice("left", "right"), "the first"),
                            Operand.maybe("B", Values.any(), "the second")),
                    List.of(),
                    List.of(),
                    List.of());

    private static Arguments parse(String... words) {
        return Arguments.parse(USAGE, List.of(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x --output json",
                "--output json x",
                "--output=json x",
                "-o json x",
                "-ojson x",
                "-o=json x",
                "-aqo json x",
                "-aqojson x",
                "--output json -- x"
            })
    void readsEverySpellingOfAnOption(String line) {
        Arguments arguments = parse(line.split(" ", -1));

        assertThat(arguments.text("--output")).contains("json");
        assertThat(arguments.operands()).containsExactly("x");
    }

    @Test
    void keepsRepeatedValuesInTheirOrder() {
        assertThat(parse("-p", "a", "x", "--policy=b", "-pc").texts("--policy"))
                .containsExactly("a", "b", "c");
    }

    @Test
    void givesDefaultsForWhatIsNotWritten() {
        Arguments arguments = parse("x");

        assertThat(arguments.text("--output", "table")).isEqualTo("table");
        assertThat(arguments.text("--kind")).isEmpty();
        assertThat(arguments.texts("--policy")).isEmpty();
        assertThat(arguments.has("--all")).isFalse();
        assertThat(parse("x", "-a").has("--all")).isTrue();
    }

    @Test
    void takesALoneDashAndAllBehindTwoDashesAsOperands() {
        assertThat(parse("-", "--", "--all", "--", "-o").operands())
                .containsExactly("-", "--all", "--", "-o");
    }

    @Test
    void keepsEqualsSignsOfTheValue() {
        assertThat(parse("x", "--kind=a/B=/c", "-pa=b").text("--kind")).contains("a/B=/c");
        assertThat(parse("x", "--kind=").text("--kind")).contains("");
    }

    @Test
    void asksForHelpWhateverElseIsWrong() {
        assertThat(parse("--nonsense", "--help").helpWanted()).isTrue();
        assertThat(parse("-h").helpWanted()).isTrue();
        assertThat(parse("--", "--help").helpWanted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x --polcy a|there is no option '--polcy'. Did you mean '--policy'?",
                "x -policy a|'-policy' lacks a dash. Did you mean '--policy'?",
                "x -output=json|'-output' lacks a dash. Did you mean '--output'?",
                "x -z|there is no option '-z'",
                "x --output|--output needs a value. Write --output table|json.",
                "x -o|-o needs a value",
                "x --policy --all|--policy needs a value",
                "x --policy --|--policy needs a value",
                "x --all=yes|--all takes no value",
                "x --output jsn|--output is one of table, json, and not 'jsn'. Did you mean 'json'?",
                "x --output json --output table|--output was given twice, as 'json' and 'table'",
                "--all|it needs THING: what to weigh. Write pratique weigh THING… [options]."
            })
    void saysWhatIsWrong(String sample) {
        int bar = sample.indexOf('|');
        List<String> words = List.of(sample.substring(0, bar).split(" ", -1));

        assertThatThrownBy(() -> Arguments.parse(USAGE, words))
                .isInstanceOfSatisfying(
                        UsageException.class,
                        e ->
                                assertThat(e.shown())
                                        .startsWith("weigh: " + sample.substring(bar + 1))
                                        .endsWith("(see pratique weigh --help)"));
    }

    @Test
    void countsOperandsAndChecksTheirChoices() {
        assertThat(Arguments.parse(PAIR, List.of("left")).operands()).containsExactly("left");
        assertThatThrownBy(() -> Arguments.parse(PAIR, List.of()))
                .hasMessageContaining("it needs A");
        assertThatThrownBy(() -> Arguments.parse(PAIR, List.of("left", "b", "c")))
                .hasMessageContaining("'c' is one word too many");
        assertThatThrownBy(() -> Arguments.parse(PAIR, List.of("lefd")))
                .hasMessageContaining("A is one of left, right, and not 'lefd'");
    }

    @Test
    void showsEverythingInItsHelp() {
        assertThat(USAGE.help())
                .contains(
                        "Weighs things.",
                        "pratique weigh THING… [options]",
                        "  THING                       what to weigh",
                        "  -p, --policy FILE           by what (may be given several times)",
                        "  -o, --output table|json     how",
                        "  -h, --help                  this text",
                        "Exit codes:\n  0 weighed",
                        "Examples:\n  pratique weigh stone");
        assertThat(USAGE.help().lines()).allMatch(line -> line.length() <= 96);
    }

    @Test
    void refusesToBeAskedForAnOptionThatTheUsageLacks() {
        assertThatThrownBy(() -> parse("x").has("--nothing"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever stands on the line: arguments, or a usage error, and nothing else. */
    @Test
    void survivesAnyWords() {
        long seed = Long.getLong("seed", 20_261_124L);
        Random random = new Random(seed);
        String[] parts = {
            "-",
            "--",
            "a",
            "o",
            "=",
            "json",
            "--output",
            "--policy",
            "-p",
            "-h",
            "--help",
            "x",
            "",
            "é",
            "-q"
        };
        for (int run = 0; run < 20_000; run++) {
            List<String> words = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                StringBuilder word = new StringBuilder();
                for (int j = random.nextInt(4); j > 0; j--) {
                    word.append(parts[random.nextInt(parts.length)]);
                }
                words.add(word.toString());
            }
            try {
                Arguments arguments = Arguments.parse(USAGE, words);
                assertThat(arguments.helpWanted() || !arguments.operands().isEmpty())
                        .as("seed %d, words %s", seed, words)
                        .isTrue();
            } catch (UsageException e) {
                assertThat(e.shown()).as("seed %d, words %s", seed, words).startsWith("weigh: ");
            }
        }
    }
}
