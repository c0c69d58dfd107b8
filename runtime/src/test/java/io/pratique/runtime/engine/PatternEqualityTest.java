package io.pratique.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.filter.FakeEvent;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text operators over few letters, so that nearly every pattern fits some value. */
class PatternEqualityTest {
    private static final int OPEN =
            EventTable.standard().numbers(List.of("open")).numbers().max().orElseThrow();
    private static final List<String> OPERATORS =
            List.of(
                    "glob",
                    "iglob",
                    "contains",
                    "icontains",
                    "startswith",
                    "endswith",
                    "pmatch",
                    "regex",
                    "=");

    private static String text(Random random, String letters, int longest) {
        StringBuilder out = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            out.append(letters.charAt(random.nextInt(letters.length())));
        }
        return out.toString();
    }

    private static String condition(Random random) {
        String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
        String field = random.nextInt(3) == 0 ? "proc.aname" : "fd.name";
        return switch (operator) {
            case "glob", "iglob" ->
                    field + " " + operator + " " + quote(text(random, "aB/**?[]!\\", 6));
            case "regex" ->
                    field
                            + " regex "
                            + quote(
                                    random.nextBoolean()
                                            ? text(random, "aB/..**?+()|{2}^$[]\\", 7)
                                            : text(random, "aB/?", 4) + text(random, "aB?", 3));
            case "pmatch" ->
                    "fd.name pmatch ("
                            + quote(text(random, "aB//*?", 5))
                            + ", "
                            + quote(text(random, "aB//", 5))
                            + ")";
            default -> field + " " + operator + " " + quote(text(random, "aB/", 4));
        };
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c == '\\' ? "\\x5c" : String.valueOf(c));
        }
        return out.append('"').toString();
    }

    @Test
    void agreesWithTheInterpreterOnPatterns() {
        long matches = 0;
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            StringBuilder file = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                file.append("- rule: r")
                        .append(i)
                        .append("\n  desc: d\n  output: o\n  priority: INFO\n  condition: '")
                        .append(condition(random))
                        .append("'\n");
            }
            List<DetectionRule> rules =
                    new RuleLoader(LoadOptions.standard())
                            .load("patterns", file.toString())
                            .rules();
            // Some regular expressions are none.
            assertThat(rules).hasSizeGreaterThan(440);
            FakeEvent event = new FakeEvent();
            List<Interpreter.Judge> judges = new ArrayList<>();
            for (DetectionRule rule : rules) {
                judges.add(Interpreter.prepare(rule.filter(), event));
            }
            Evaluator evaluator = CompiledRules.compile(rules).evaluator(event);
            int[] into = new int[rules.size()];
            for (int e = 0; e < 150; e++) {
                String name = text(random, "aBb//", 7);
                event.with("fd.name", name);
                List<String> ancestors = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    ancestors.add(text(random, "aB/", 5));
                }
                event.with("proc.aname", ancestors);
                List<String> expected = new ArrayList<>();
                for (int i = 0; i < rules.size(); i++) {
                    if (judges.get(i).holds()) {
                        expected.add(rules.get(i).conditionText());
                    }
                }
                List<String> actual = new ArrayList<>();
                int count = evaluator.matches(OPEN, into);
                for (int i = 0; i < count; i++) {
                    actual.add(rules.get(into[i]).conditionText());
                }
                assertThat(actual)
                        .as("seed " + seed + ", fd.name '" + name + "', proc.aname " + ancestors)
                        .isEqualTo(expected);
                matches += count;
            }
        }
        assertThat(matches).isGreaterThan(30_000);
    }
}
