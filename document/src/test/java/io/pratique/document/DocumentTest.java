package io.pratique.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "", "spec", "é", "日本", "😀", "a/b~c", "x\"y", "tab\t"})
    void findsAMemberHoweverItsKeyIsWritten(String key) {
        StringBuilder escaped = new StringBuilder();
        key.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
        for (String text :
                List.of(
                        "{\"%s\": 1, \"other\": 2}".formatted(escaped),
                        "{\"other\": 2, \"%s\": 1}"
                                .formatted(key.replace("\"", "\\\"").replace("\t", "\\t")))) {
            Document d = Documents.first(Source.of("test", text));
            int found = d.member(0, key);

            assertThat(found).as(text).isPositive();
            assertThat(d.text(found)).isEqualTo("1");
            assertThat(d.member(0, key + "x")).isEqualTo(-1);
            assertThat(d.deepest("/" + Pointers.escape(key))).isEqualTo(found);
            assertThat(d.pointer(found)).isEqualTo("/" + Pointers.escape(key));
        }
    }

    @Test
    void findsEveryNodeByThePointerItGives() {
        for (int seed = 0; seed < 300; seed++) {
            StringBuilder json = new StringBuilder();
            write(new Random(seed), 0, json);
            Document d = Documents.first(Source.of("test", json.toString()));
            List<Node> nodes = new ArrayList<>();
            collect(d.root(), nodes);
            for (Node node : nodes) {
                assertThat(d.deepest(node.pointer())).as("seed %d", seed).isEqualTo(node.index());
            }
        }
    }

    private static void collect(Node node, List<Node> into) {
        into.add(node);
        node.elements().forEach(element -> collect(element, into));
        node.members().forEach(member -> collect(member.getValue(), into));
    }

    private static void write(Random random, int depth, StringBuilder out) {
        int kind = depth > 5 ? 2 : random.nextInt(4);
        int count = random.nextInt(4);
        switch (kind) {
            case 0 -> {
                out.append('[');
                for (int i = 0; i < count; i++) {
                    out.append(i > 0 ? "," : "");
                    write(random, depth + 1, out);
                }
                out.append(']');
            }
            case 1 -> {
                out.append('{');
                for (int i = 0; i < count; i++) {
                    out.append(i > 0 ? "," : "").append("\"é/~").append(i).append("\":");
                    write(random, depth + 1, out);
                }
                out.append('}');
            }
            default -> out.append(random.nextInt(100));
        }
    }
}
