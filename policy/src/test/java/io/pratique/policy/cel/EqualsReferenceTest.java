package io.pratique.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.pratique.document.Node;
import io.pratique.model.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Our evaluation over the tape of a document gives what the library's own runtime gives over plain
 * maps, for generated documents and expressions of the language itself.
 */
class EqualsReferenceTest {
    private static final int COUNT = Integer.getInteger("fuzz.count", 1_000);

    private final CelCompiler compiler =
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(
                            CelOptions.current()
                                    .enableHeterogeneousNumericComparisons(true)
                                    .build())
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addLibraries(CelExtensions.optional())
                    .addVar("object", SimpleType.DYN)
                    .build();
    private final CelRuntime runtime =
            CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(
                            CelOptions.current()
                                    .enableHeterogeneousNumericComparisons(true)
                                    .build())
                    .addLibraries(CelExtensions.optional())
                    .build();

    @Test
    void givesWhatTheReferenceGives() throws CelValidationException {
        long seed = Long.getLong("fuzz.seed", 20261124L);
        Random random = new Random(seed);
        List<String> different = new ArrayList<>();
        int values = 0;
        for (int i = 0; i < COUNT && different.size() < 20; i++) {
            String json = document(random);
            Workload workload = Expressions.holding(json);
            Object plain = plain(workload.origin().document().orElseThrow().root());
            String expression = new Generator(random).flag(4);
            String expected = reference(expression, plain);
            String actual = ours(expression, workload);
            if (!expected.equals(actual)) {
                different.add(
                        "%s is %s, and for the reference %s, of %s"
                                .formatted(expression, actual, expected, json));
            }
            values += expected.equals("failed") ? 0 : 1;
        }
        assertThat(different).as("seed %d", seed).isEmpty();
        assertThat(values).as("expressions with a value").isGreaterThan(COUNT / 2);
    }

    private static String ours(String expression, Workload workload) {
        try {
            return String.valueOf(Expressions.value(expression, workload));
        } catch (EvaluationFailed _) {
            return "failed";
        }
    }

    private String reference(String expression, Object plain) throws CelValidationException {
        try {
            return String.valueOf(
                    runtime.createProgram(compiler.compile(expression).getAst())
                            .eval(Map.of("object", plain)));
        } catch (CelEvaluationException _) {
            return "failed";
        }
    }

    private static Object plain(Node node) {
        return switch (node.kind()) {
            case NULL -> NullValue.NULL_VALUE;
            case TRUE -> true;
            case FALSE -> false;
            case NUMBER -> {
                double number = Double.parseDouble(node.text());
                yield number == Math.rint(number) ? (Object) (long) number : number;
            }
            case STRING, KEY -> node.text();
            case ARRAY -> node.elements().stream().map(EqualsReferenceTest::plain).toList();
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (Map.Entry<String, Node> member : node.members()) {
                    if (!member.getValue().isNull()) {
                        map.put(member.getKey(), plain(member.getValue()));
                    }
                }
                yield map;
            }
        };
    }

    private static final List<String> WORDS = List.of("", "a", "web", "nginx:1", "é", "x-y", "😀");

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static String document(Random random) {
        List<String> members = new ArrayList<>();
        add(members, random, "i", String.valueOf(random.nextInt(7) - 3));
        add(members, random, "d", random.nextInt(5) + ".5");
        add(members, random, "s", "\"" + word(random) + "\"");
        add(members, random, "f", String.valueOf(random.nextBoolean()));
        List<String> numbers = new ArrayList<>();
        List<String> objects = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            numbers.add(String.valueOf(random.nextInt(5)));
            List<String> inner = new ArrayList<>();
            add(inner, random, "i", String.valueOf(random.nextInt(4)));
            add(inner, random, "s", "\"" + word(random) + "\"");
            objects.add("{" + String.join(",", inner) + "}");
            entries.add("\"k" + i + "\":\"" + word(random) + "\"");
        }
        add(members, random, "l", numbers.toString());
        add(members, random, "o", "[" + String.join(",", objects) + "]");
        add(members, random, "m", "{" + String.join(",", entries) + "}");
        return "{" + String.join(",", members) + "}";
    }

    private static void add(List<String> members, Random random, String key, String value) {
        int chance = random.nextInt(12);
        if (chance > 1) {
            members.add("\"" + key + "\":" + value);
        } else if (chance == 1) {
            members.add("\"" + key + "\":null");
        }
    }

    /** Makes expressions of a type, mostly well typed at run time. */
    private static final class Generator {
        private final Random random;
        private final List<String> objects = new ArrayList<>();
        private final List<String> numbers = new ArrayList<>();
        private int names;

        Generator(Random random) {
            this.random = random;
        }

        private String pick(List<String> from) {
            return from.get(random.nextInt(from.size()));
        }

        private String holder() {
            return objects.isEmpty() || random.nextInt(3) == 0 ? "object.x" : pick(objects);
        }

        String flag(int depth) {
            if (depth == 0) {
                return switch (random.nextInt(4)) {
                    case 0 -> "true";
                    case 1 -> "has(" + holder() + "." + pick(List.of("i", "s", "f", "no")) + ")";
                    case 2 -> "object.x.f == true";
                    default -> number(0) + " > 1";
                };
            }
            int d = depth - 1;
            return switch (random.nextInt(14)) {
                case 0 -> "(" + flag(d) + " && " + flag(d) + ")";
                case 1 -> "(" + flag(d) + " || " + flag(d) + ")";
                case 2 -> "!(" + flag(d) + ")";
                case 3 -> "(" + flag(d) + " ? " + flag(d) + " : " + flag(d) + ")";
                case 4 ->
                        number(d)
                                + pick(List.of(" < ", " <= ", " > ", " >= ", " == ", " != "))
                                + number(d);
                case 5 -> text(d) + pick(List.of(" == ", " != ", " < ")) + text(d);
                case 6 ->
                        text(d)
                                + pick(List.of(".startsWith(", ".endsWith(", ".contains("))
                                + text(d)
                                + ")";
                case 7 -> "(" + number(d) + " in " + list(d) + ")";
                case 8 -> overNumbers(d);
                case 9 -> overObjects(d);
                case 10 -> "object.x.m.exists(k, object.x.m[k] == " + text(d) + ")";
                case 11 -> list(d) + " == " + list(d);
                case 12 -> "(" + text(d) + " in object.x.m)";
                default ->
                        "dyn("
                                + number(d)
                                + ") == "
                                + pick(List.of("1.0", "object.x.d", "object.x.s", "2u"));
            };
        }

        private String overNumbers(int depth) {
            String name = "n" + names++;
            String over = list(depth);
            numbers.add(name);
            String inner = flag(depth);
            numbers.removeLast();
            return over
                    + pick(List.of(".all(", ".exists(", ".exists_one("))
                    + name
                    + ", "
                    + inner
                    + ")";
        }

        private String overObjects(int depth) {
            String name = "o" + names++;
            objects.add(name);
            String inner = flag(depth);
            objects.removeLast();
            return "object.x.o"
                    + pick(List.of(".all(", ".exists(", ".exists_one("))
                    + name
                    + ", "
                    + inner
                    + ")";
        }

        private String number(int depth) {
            if (depth == 0) {
                return switch (random.nextInt(4)) {
                    case 0 -> holder() + ".i";
                    case 1 -> numbers.isEmpty() ? "2" : pick(numbers);
                    default -> String.valueOf(random.nextInt(5));
                };
            }
            int d = depth - 1;
            return switch (random.nextInt(7)) {
                case 0 ->
                        "("
                                + number(d)
                                + pick(List.of(" + ", " - ", " * ", " / ", " % "))
                                + number(d)
                                + ")";
                case 1 -> "size(" + list(d) + ")";
                case 2 -> text(d) + ".size()";
                case 3 -> list(d) + "[" + number(0) + "]";
                case 4 -> holder() + ".?i.orValue(" + number(d) + ")";
                case 5 -> "int(string(" + number(d) + "))";
                default -> number(0);
            };
        }

        private String text(int depth) {
            if (depth == 0) {
                return random.nextBoolean() ? holder() + ".s" : "'" + word(random) + "'";
            }
            int d = depth - 1;
            return switch (random.nextInt(5)) {
                case 0 -> "(" + text(d) + " + " + text(d) + ")";
                case 1 -> "string(" + number(d) + ")";
                case 2 -> "object.x.m['k" + random.nextInt(4) + "']";
                case 3 -> "(" + flag(d) + " ? " + text(d) + " : " + text(d) + ")";
                default -> text(0);
            };
        }

        private String list(int depth) {
            if (depth == 0) {
                return random.nextBoolean() ? "object.x.l" : "[1, 2]";
            }
            int d = depth - 1;
            String name = "n" + names++;
            return switch (random.nextInt(5)) {
                case 0 -> "[" + number(d) + ", " + number(d) + "]";
                case 1 -> {
                    String over = list(d);
                    numbers.add(name);
                    String inner = number(d);
                    numbers.removeLast();
                    yield over + ".map(" + name + ", " + inner + ")";
                }
                case 2 -> {
                    String over = list(d);
                    numbers.add(name);
                    String inner = flag(d);
                    numbers.removeLast();
                    yield over + ".filter(" + name + ", " + inner + ")";
                }
                case 3 -> "(" + list(d) + " + " + list(d) + ")";
                default -> list(0);
            };
        }
    }
}
