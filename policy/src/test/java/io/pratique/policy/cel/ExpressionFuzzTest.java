package io.pratique.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Workload;
import io.pratique.policy.rule.InvalidParameters;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Expressions of pieces, and changed good ones: nothing but the errors of the language may come.
 */
class ExpressionFuzzTest {
    private static final int COUNT = Integer.getInteger("fuzz.count", 2_000);

    private static final List<String> GOOD =
            List.of(
                    "object.spec.containers.all(c, c.image.startsWith('nginx'))",
                    "has(object.x.a) && object.x.a[0].b == {'k': [1, 2.5, b'x', null]}",
                    "object.?x.?y.orValue('') == '' || containers.exists(c, c.name.matches('^a+$'))",
                    "['a', 'b'].map(x, x + '!').join(',') == 'a!,b!' ? true : 1 < 2",
                    "quantity('1Gi').add(20).isGreaterThan(quantity(object.x.q))",
                    "cidr('10.0.0.0/8').containsIP(ip('10.1.2.3')) && url('/a?b=c').getQuery().b[0] == 'c'",
                    "timestamp('2026-01-01T00:00:00Z') + duration('1h') > timestamp('2026-01-01T00:00:00Z')",
                    "{'a': 1}.transformMap(k, v, v + 1).a == 2 && [1, 2].sum() == 3",
                    "optional.of(1).optMap(v, v + 1).value() == 2",
                    "'%s %d'.format(['a', 1]) == 'a 1' && semver('1.2.3').major() == 1");

    private static final List<String> PIECES =
            List.of(
                    "object",
                    "containers",
                    ".",
                    "x",
                    "spec",
                    "(",
                    ")",
                    "[",
                    "]",
                    "{",
                    "}",
                    "?",
                    ":",
                    "&&",
                    "||",
                    "==",
                    "!=",
                    "<",
                    "+",
                    "-",
                    "*",
                    "/",
                    "%",
                    "!",
                    "in",
                    ",",
                    "'",
                    "\"",
                    "'a'",
                    "1",
                    "2.5",
                    "3u",
                    "b'x'",
                    "null",
                    "true",
                    "has(",
                    ".all(",
                    ".exists(",
                    ".map(",
                    ".filter(",
                    "c,",
                    "c",
                    "\n",
                    "\\",
                    "`",
                    "🙂",
                    "é",
                    ".?",
                    "[?",
                    ".orValue(",
                    "size(",
                    ".matches(",
                    "'('",
                    "variables.a",
                    "params.p",
                    "\u0000",
                    "int(",
                    "string(",
                    "duration(",
                    "ip(",
                    ".optMap(",
                    "type(",
                    "r'",
                    "'''",
                    "//",
                    "9223372036854775807",
                    "1e400",
                    "0x",
                    "-",
                    "..",
                    "@result",
                    "__result__");

    @Test
    void givesAValueOrAnErrorWithAPlaceForAnyText() {
        long seed = Long.getLong("fuzz.seed", 20261124L);
        Random random = new Random(seed);
        Workload workload =
                Expressions.holding("{\"a\":[{\"b\":1}],\"q\":\"2Gi\",\"s\":\"text\",\"e\":[]}");
        int compiled = 0;
        for (int i = 0; i < COUNT; i++) {
            String source = random.nextInt(4) == 0 ? pieces(random) : changed(random);
            try {
                Program program = Expressions.compile(source);
                compiled++;
                new Evaluation(workload, HashValue.of(java.util.Map.of()), List.of()).run(program);
            } catch (InvalidParameters e) {
                int lines = source.split("\n", -1).length;
                assertThat(e.line()).as("seed %d: %s", seed, source).isBetween(1, lines);
                assertThat(e.column())
                        .as("seed %d: %s", seed, source)
                        .isBetween(1, source.length() + 1);
            } catch (EvaluationFailed | CostExceeded _) {
                // A value is not owed.
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", expression: " + source, e);
            }
        }
        assertThat(compiled).as("seed %d", seed).isGreaterThan(COUNT / 50);
    }

    private static String pieces(Random random) {
        StringBuilder out = new StringBuilder();
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            out.append(PIECES.get(random.nextInt(PIECES.size())));
            out.append(random.nextInt(3) == 0 ? " " : "");
        }
        return out.toString();
    }

    private static String changed(Random random) {
        StringBuilder out = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(out.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> out.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(5)));
                case 2 -> {
                    int other = random.nextInt(out.length() + 1);
                    out.insert(at, out.substring(Math.min(at, other), Math.max(at, other)));
                }
                default -> {
                    String more = GOOD.get(random.nextInt(GOOD.size()));
                    out.append(random.nextBoolean() ? " && " : " == ")
                            .append('(')
                            .append(more)
                            .append(')');
                }
            }
            if (out.isEmpty()) {
                out.append('1');
            }
        }
        return out.toString();
    }

    @Test
    void refusesOrRunsWhatIsNestedDeeply() {
        for (String source :
                List.of(
                        "(".repeat(3000) + "1" + ")".repeat(3000),
                        "[".repeat(3000) + "]".repeat(3000),
                        "!".repeat(3000) + "true",
                        "-".repeat(3000) + "1",
                        "1" + " + 1".repeat(2400),
                        "true" + " && true".repeat(1000),
                        "true ? ".repeat(800) + "1" + " : 2".repeat(800),
                        "object" + ".a".repeat(3000),
                        "object" + "[0]".repeat(3000),
                        "'a'" + ".trim()".repeat(1300),
                        "[1]" + ".map(x, x)".repeat(900),
                        "[1].map(a, ".repeat(800) + "1" + ")".repeat(800),
                        "optional.of(1)" + ".optMap(v, v)".repeat(500),
                        "has(object.a)" + " || has(object.a)".repeat(500))) {
            try {
                Program program = Expressions.compile(source);
                Expressions.value(program.source());
            } catch (InvalidParameters | EvaluationFailed | CostExceeded _) {
                // Refused, or without a value: both are answers.
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(source.substring(0, 40), e);
            }
        }
    }
}
