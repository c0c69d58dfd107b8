package io.pratique.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Document;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damages real samples: whatever comes of them is read or refused, with its place, and never
 * anything else.
 */
class ReaderFuzzTest {
    private static final int ROUNDS = 800;
    private static final String[] VALUES = {
        "null",
        "true",
        "0",
        "-1",
        "1e400",
        "9223372036854775808",
        "\"\"",
        "\"true\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"Ref\": \"x\"}",
        "{\"Fn::If\": [\"a\", {}, []]}",
        "{\"Fn::Sub\": [\"${\"]}",
        "{\"Fn::Join\": []}",
        "{\"Fn::Select\": [\"9\", []]}",
        "{\"Fn::FindInMap\": []}",
        "{\"Fn::Transform\": {}}",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"{{resolve:\""
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecs/described.json",
                "ecs/skeleton.yaml",
                "cloudformation/shop.yaml",
                "cloudformation/cdk.template.json",
                "terraform/plan.json",
                "terraform/state.json",
                "kubernetes/pods.json",
                "kubernetes/pods.yaml"
            })
    void readsOrRefusesWhateverIsDamaged(String name) {
        String sample = Samples.resource(name);
        int read = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            String text = damage(sample, new Random(seed));
            try {
                for (ReadResult result : Samples.results(text)) {
                    check(result);
                    read++;
                }
            } catch (InvalidDocument e) {
                assertThat(e.position().line()).isPositive();
                assertThat(e.position().column()).isPositive();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + " of " + name + ":\n" + text, e);
            }
        }
        assertThat(read).as("damage that leaves something to read").isGreaterThan(ROUNDS / 4);
    }

    /** Every place that a rule may point at can be found, and is where the pointer leads. */
    private static void check(ReadResult result) {
        switch (result) {
            case ReadResult.Other other -> assertThat(other.kind()).isNotEmpty();
            case ReadResult.Refused refused -> {
                assertThat(refused.message()).isNotEmpty();
                assertThat(refused.location().line()).isPositive();
            }
            case ReadResult.Judgeable(Workload workload) -> {
                List<Location> locations = new ArrayList<>();
                for (Attribute attribute : Attribute.values()) {
                    locations.add(workload.locate(attribute, 0));
                    for (Container container : workload.containers()) {
                        locations.add(workload.locate(container, attribute, 1));
                    }
                }
                Document d = workload.origin().document().orElseThrow();
                Node base = Node.at(d, workload.origin().base());
                for (Location location : locations) {
                    Position expected = walk(base, location.pointer()).position();
                    assertThat(new Position(location.line(), location.column()))
                            .as(location.pointer())
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** Follows a pointer step by step, as far as it leads. */
    private static Node walk(Node from, String pointer) {
        Node at = from;
        if (pointer.isEmpty()) {
            return at;
        }
        for (String step : pointer.substring(1).split("/", -1)) {
            String key = step.replace("~1", "/").replace("~0", "~");
            Optional<Node> next = at.get(key);
            if (at.isArray()) {
                next =
                        key.matches("0|[1-9][0-9]{0,8}")
                                        && Integer.parseInt(key) < at.elements().size()
                                ? Optional.of(at.elements().get(Integer.parseInt(key)))
                                : Optional.empty();
            }
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        return at;
    }

    private static String damage(String sample, Random random) {
        StringBuilder text = new StringBuilder(sample);
        boolean values = random.nextBoolean();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            // Half of them keep their form, so that readers see most of the odd values.
            switch (values ? 5 : random.nextInt(6)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, (char) (random.nextInt(95) + 32));
                case 2 ->
                        text.setCharAt(
                                at,
                                "{}[]:,\"'\n\t -&*!|>#%@`\u0000\u2028é".charAt(random.nextInt(24)));
                case 3 -> text.setLength(Math.max(1, at));
                case 4 -> {
                    int from = Math.min(at, text.length() - 1);
                    int to = Math.min(text.length(), from + random.nextInt(40));
                    text.insert(random.nextInt(text.length()), text.substring(from, to));
                }
                default -> value(text, at, random);
            }
        }
        return text.toString();
    }

    /** Puts another value where one stands: what keeps most documents readable. */
    private static void value(StringBuilder text, int at, Random random) {
        int colon = text.indexOf(": ", at);
        if (colon < 0) {
            return;
        }
        int end = colon + 2;
        while (end < text.length() && ",\n}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        text.replace(colon + 2, end, VALUES[random.nextInt(VALUES.length)]);
    }
}
