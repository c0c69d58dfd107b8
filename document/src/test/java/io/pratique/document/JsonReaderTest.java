package io.pratique.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReaderTest {
    private final JsonMapper jackson =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static Object read(String json) {
        Source source = Source.of("test", json);
        return Trees.of(
                new Documents.Slice(source, 0, source.length(), Documents.Format.JSON)
                        .read()
                        .root());
    }

    private static Object tree(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), tree(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(tree(element)));
            return list;
        }
        return node.isNull()
                ? "!null"
                : node.isBoolean()
                        ? node.booleanValue()
                        : node.isNumber() ? "!number" : node.stringValue();
    }

    private static Object withoutNumbers(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<Object, Object> result = new LinkedHashMap<>();
                map.forEach((key, value) -> result.put(key, withoutNumbers(value)));
                yield result;
            }
            case List<?> list -> list.stream().map(JsonReaderTest::withoutNumbers).toList();
            case String text when text.startsWith("!number") -> "!number";
            default -> tree;
        };
    }

    @Test
    void agreesWithJacksonOnDamagedDocuments() {
        String[] seeds = {
            "{\"a\":[1,2.5e3,-0,true,false,null,\"x\\u0041\\n\"],\"b\":{\"c\":{},\"d\":[]},\"\":\"\"}",
            "[{\"k\":\"v\",\"k2\":\"\\\"\\\\\\/\"},[[[]]],0.1,\"\u00e9\ud83d\ude00\"]"
        };
        String alphabet = "{}[]\",:\\/0123456789.eE+-truefalsn u\n\t";
        int valid = 0;
        for (int seed = 0; seed < 40_000; seed++) {
            Random random = new Random(seed);
            StringBuilder json = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int i = random.nextInt(4); i > 0; i--) {
                int at = random.nextInt(json.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> json.deleteCharAt(at);
                    case 1 -> json.insert(at, c);
                    default -> json.setCharAt(at, c);
                }
            }
            String text = json.toString().replaceAll("[\ud800-\udfff]", "");
            Object expected;
            try {
                expected = tree(jackson.readTree(text));
            } catch (JacksonException _) {
                expected = "invalid";
            }
            Object actual;
            try {
                actual = withoutNumbers(read(text));
                valid++;
            } catch (InvalidDocument _) {
                actual = "invalid";
            }
            assertThat(actual).as("seed %d: %s", seed, text).isEqualTo(expected);
        }
        assertThat(valid).isGreaterThan(1_000);
    }

    @Test
    void refusesTwoEqualKeysHoweverTheyAreWritten() {
        assertThatThrownBy(() -> read("{\"a\":1,\n \"\\u0061\":2}"))
                .isInstanceOfSatisfying(
                        InvalidDocument.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(InvalidDocument.Code.DUPLICATE_KEY);
                            assertThat(e.position()).isEqualTo(new Position(2, 2));
                        });
    }

    @Test
    void refusesTwoEqualKeysAmongThousands() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 5_000; i++) {
            json.append("\"k").append(i).append("\":1,");
        }
        assertThatThrownBy(() -> read(json + "\"k77\":2}")).hasMessageContaining("k77");
        assertThat(read(json + "\"last\":2}")).isInstanceOf(Map.class);
    }

    @Test
    void refusesDocumentsThatAreNestedTooDeep() {
        assertThatThrownBy(() -> read("[".repeat(100_000)))
                .isInstanceOfSatisfying(
                        InvalidDocument.class,
                        e -> assertThat(e.code()).isEqualTo(InvalidDocument.Code.TOO_DEEP));
    }
}
