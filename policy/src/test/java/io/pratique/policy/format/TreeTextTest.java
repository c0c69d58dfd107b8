package io.pratique.policy.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreeTextTest {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a",
                    "true",
                    "No",
                    "null",
                    "~",
                    "1",
                    "1.5",
                    "0x1F",
                    "1e3",
                    "-",
                    "- a",
                    "a: b",
                    "a:b",
                    "a #b",
                    "#a",
                    "a, b",
                    "[a]",
                    "{a}",
                    "*a",
                    "&a",
                    "!a",
                    "|",
                    ">",
                    "%a",
                    "@a",
                    "`a",
                    "'a'",
                    "\"a\"",
                    "a\\b",
                    "a\nb",
                    "a\nb\n",
                    "a\n\nb",
                    "\na",
                    " a\nb",
                    "a \nb",
                    "a\n b\n",
                    "a\n\n",
                    "a\tb",
                    "a\r\nb",
                    "a\u0085b",
                    "a\u2028b",
                    "\uFEFFa",
                    "é",
                    "日本",
                    "\uD83D\uDE00",
                    "2027-01-31",
                    "12:30",
                    "a:",
                    ":a",
                    "---",
                    "--- a",
                    "...",
                    "a ",
                    "? a",
                    "=",
                    "<<",
                    "a'b",
                    "it's",
                    "docker.io/library/nginx:1",
                    "^v[0-9]+$",
                    "a; b",
                    "x\u0000y",
                    "x\u007Fy",
                    "\u00A0",
                    "a\nb ",
                    "-----BEGIN\nx\n",
                    "object.spec.replicas < 5 &&\n  has(object.spec)",
                    "Inf",
                    ".nan",
                    "+1",
                    "_1",
                    "a]");

    @Test
    void givesBackEveryTextInJsonAndYaml() {
        for (String text : TEXTS) {
            check(
                    Map.of(
                            "key",
                            text,
                            "list",
                            List.of(text, "x"),
                            "in",
                            List.of(Map.of(text, text))));
        }
    }

    @Test
    void givesBackGeneratedTrees() {
        long seed = Long.getLong("seed", 20_261_124L);
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            Object tree = tree(random, 4);
            try {
                check(Map.of("root", tree));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", run " + run + ": " + tree, e);
            }
        }
    }

    @Test
    void isReadable() {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("type", "hostPath");
        rule.put("allowed", List.of("a", "b, c"));
        rule.put("ports", List.of(80L, 443L));
        rule.put("message", "Not here: ask the team's owner.");
        rule.put("empty", List.of());
        rule.put("key", "one\ntwo\n");

        assertThat(TreeText.yaml(Map.of("rules", List.of(rule, Map.of("on", true)))))
                .isEqualTo(
                        """
                        rules:
                          - type: hostPath
                            allowed: [a, "b, c"]
                            ports: [80, 443]
                            message: "Not here: ask the team's owner."
                            empty: []
                            key: |
                              one
                              two
                          - "on": true
                        """);
    }

    private static Object tree(Random random, int depth) {
        return switch (depth == 0 ? random.nextInt(3) : random.nextInt(6)) {
            case 0 -> random.nextBoolean();
            case 1 -> (long) random.nextInt(2_000_000) - 1_000_000;
            case 2 -> text(random);
            case 3 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(tree(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), tree(random, depth - 1));
                }
                yield map;
            }
        };
    }

    private static String text(Random random) {
        if (random.nextInt(3) == 0) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        String letters = "abZ09 .,:;-_/'\"\\#[]{}&*!|>%@`~?=\n\té\u2028";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static void check(Map<String, Object> tree) {
        String yaml = TreeText.yaml(tree);
        assertThat(read(yaml)).as(yaml).isEqualTo(tree);
        String json = TreeText.json(tree);
        assertThat(read(json)).as(json).isEqualTo(tree);
    }

    private static Object read(String text) {
        return plain(Documents.first(Source.of("test", text)).root());
    }

    private static Object plain(Node node) {
        return switch (node.kind()) {
            case TRUE -> true;
            case FALSE -> false;
            case NUMBER -> node.document().asLong(node.index(), 0);
            case ARRAY -> node.elements().stream().map(TreeTextTest::plain).toList();
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.members().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
                yield map;
            }
            case STRING, KEY -> node.text();
            case NULL -> "null!";
        };
    }
}
