package io.pratique.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockYamlReaderTest {
    private static final List<String> SCALARS =
            List.of(
                    "nginx",
                    "8080",
                    "true",
                    "yes",
                    "off",
                    "null",
                    "~",
                    "''",
                    "\"\"",
                    "1.5",
                    "0644",
                    "0x1F",
                    "a b c",
                    "\"a: b\"",
                    "'it is'",
                    "\"line\\nbreak\"",
                    "http://x/y?z=1#f",
                    "a#b",
                    "a #comment",
                    "-1",
                    "-a",
                    "--flag=x",
                    "[]",
                    "{}",
                    "[a, b]",
                    "[\"a\", 'b', 3]",
                    "{a: 1, b: [x, y]}",
                    "{}  # none",
                    "*alias",
                    "&anchor x",
                    "!Ref X",
                    "|",
                    ">",
                    "a: b",
                    "\"x\" y",
                    "[a, b",
                    "@x",
                    "%x",
                    "1_000",
                    "1e3",
                    ".5",
                    "+1",
                    ".inf",
                    "=",
                    "<<",
                    "? x",
                    "12:30:45",
                    "2026-01-01",
                    "{a}",
                    "[a,]",
                    "\"\\x41\"",
                    "é",
                    "\"é\"",
                    "a\tb",
                    "- x",
                    "-",
                    "''''",
                    "'a''b'",
                    "{\"a\":1}",
                    "[a b]",
                    "0b11",
                    "00",
                    "0.0",
                    "~x",
                    "n",
                    "y");
    private static final List<String> KEYS =
            List.of(
                    "name",
                    "image",
                    "app.kubernetes.io/name",
                    "\"quoted\"",
                    "'single'",
                    "a_b",
                    "x-y",
                    "<<",
                    "on",
                    "1",
                    "a b",
                    "? k",
                    "é",
                    "-k",
                    "name",
                    "spec",
                    "k8s",
                    "$ref",
                    "\"a\\tb\"",
                    "[k]",
                    "true");

    @Test
    void makesTheSameTreeAsTheLibraryOfEveryGeneratedDocument() {
        int plain = 0;
        for (int seed = 0; seed < 60_000; seed++) {
            String yaml = new Generator(new Random(seed)).document();
            Object block = Trees.block(yaml);
            if (block.equals("not plain")) {
                continue;
            }
            plain++;
            Object library;
            try {
                library = Trees.library(yaml);
            } catch (InvalidDocument e) {
                library = e.getMessage();
            }
            assertThat(block).as("seed %d:%n%s", seed, yaml).isEqualTo(library);
        }
        assertThat(plain).isGreaterThan(5_000);
    }

    @Test
    void givesThePositionsTheLibraryGives() {
        String yaml =
                """
                # a comment
                apiVersion: v1
                items:
                - name: "a"
                  list: [x, 'y', {k: v}]
                  empty:
                -   name: b
                    text: |
                      some
                        text

                    after: 1
                """;
        Source source = Source.of("test", yaml);
        Tape block = new Tape();
        Tape library = new Tape();
        assertThat(BlockYamlReader.read(source, 0, source.length(), block)).isTrue();
        LibraryYamlReader.read(source, 0, source.length(), library);

        assertThat(Trees.positions(block.finish(source).root()))
                .isEqualTo(Trees.positions(library.finish(source).root()));
    }

    @Test
    void makesTheSameTreeAndPositionsOfDamagedManifests() {
        String manifest =
                """
                # A café
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  labels: {app: web, "tier": 'front'}
                spec:
                  template:
                    spec:
                      securityContext: {runAsUser: 1000, supplementalGroups: [1, 2]}
                      containers:
                      - name: web
                        image: "registry.example.com/web:1.0" # pinned soon
                        command: ["sh", '-c', x=y]
                        args:
                        - |
                          exec web
                            --port 80

                        - --flag=a
                        env:
                        -   name: A
                            value: "x\\n"
                        resources: {}
                      volumes:
                      - name: etc
                        hostPath:
                          path: /etc
                """;
        String alphabet = "{}[]\",:'#&*!|>?%-.~<=/$ \n\r\té\u2028yn01";
        int plain = 0;
        for (int seed = 0; seed < 40_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(manifest);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, c);
                    case 2 -> text.insert(at, c);
                    default -> {
                        int to = Math.min(text.length(), at + random.nextInt(30));
                        text.insert(random.nextInt(text.length()), text.substring(at, to));
                    }
                }
            }
            Source source = Source.of("test", text.toString());
            Tape tape = new Tape();
            if (!BlockYamlReader.read(source, 0, source.length(), tape)) {
                continue;
            }
            // Refused before either of them sees it.
            if (text.indexOf("\u2028") >= 0) {
                continue;
            }
            plain++;
            Document block = tape.finish(source);
            Tape other = new Tape();
            try {
                LibraryYamlReader.read(source, 0, source.length(), other);
            } catch (InvalidDocument e) {
                throw new AssertionError("seed " + seed + ":\n" + text, e);
            }
            Document library = other.finish(source);
            assertThat(Trees.of(block.root()))
                    .as("seed %d:%n%s", seed, text)
                    .isEqualTo(Trees.of(library.root()));
            assertThat(Trees.positions(block.root()))
                    .as("seed %d:%n%s", seed, text)
                    .isEqualTo(Trees.positions(library.root()));
        }
        assertThat(plain).isGreaterThan(5_000);
    }

    /** Writes YAML that is mostly plain, with everything that is not plain mixed in. */
    private static final class Generator {
        private final Random random;
        private final StringBuilder out = new StringBuilder();

        Generator(Random random) {
            this.random = random;
        }

        String document() {
            boolean odd = random.nextInt(4) == 0;
            block(0, 0, odd);
            if (random.nextInt(10) == 0) {
                out.append("# end\n");
            }
            if (random.nextInt(12) == 0) {
                out.setLength(out.length() - 1);
            }
            return random.nextInt(15) == 0 ? out.toString().replace("\n", "\r\n") : out.toString();
        }

        private void block(int indent, int depth, boolean odd) {
            if (random.nextInt(3) == 0) {
                sequence(indent, depth, odd);
            } else {
                mapping(indent, depth, odd, false);
            }
        }

        private void mapping(int indent, int depth, boolean odd, boolean started) {
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                if (i > 0 || !started) {
                    noise(indent);
                    out.append(" ".repeat(indent));
                }
                String key = odd && random.nextInt(6) == 0 ? pick(KEYS) : "k" + i;
                out.append(key).append(':');
                value(indent, depth, odd);
            }
        }

        private void sequence(int indent, int depth, boolean odd) {
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                noise(indent);
                out.append(" ".repeat(indent)).append('-');
                int gap = random.nextInt(6) == 0 ? 3 : 1;
                if (depth < 4 && random.nextInt(2) == 0) {
                    out.append(" ".repeat(gap));
                    mapping(indent + 1 + gap, depth + 1, odd, true);
                } else {
                    scalar(gap, indent, odd);
                }
            }
        }

        private void value(int indent, int depth, boolean odd) {
            int choice = random.nextInt(10);
            if (depth < 4 && choice < 3) {
                out.append(random.nextInt(8) == 0 ? " # below\n" : "\n");
                int deeper = random.nextInt(5) == 0 ? indent : indent + 1 + random.nextInt(4);
                if (deeper == indent) {
                    sequence(indent, depth + 1, odd);
                } else {
                    block(deeper, depth + 1, odd);
                }
            } else if (choice == 3) {
                out.append('\n');
            } else if (choice == 4) {
                literal(indent);
            } else {
                scalar(1, indent, odd);
            }
        }

        private void literal(int indent) {
            out.append(random.nextBoolean() ? " |\n" : " |-\n");
            int lines = 1 + random.nextInt(3);
            int deeper = indent + 1 + random.nextInt(3);
            for (int i = 0; i < lines; i++) {
                if (random.nextInt(5) == 0) {
                    out.append('\n');
                }
                out.append(" ".repeat(deeper + (i > 0 ? random.nextInt(3) : 0)))
                        .append("text: # ")
                        .append(i)
                        .append('\n');
            }
            if (random.nextInt(4) == 0) {
                out.append('\n');
            }
        }

        private void scalar(int gap, int indent, boolean odd) {
            String text = odd || random.nextInt(3) == 0 ? pick(SCALARS) : "v" + random.nextInt(9);
            out.append(" ".repeat(gap)).append(text);
            if (random.nextInt(12) == 0) {
                out.append("  # why");
            }
            if (random.nextInt(20) == 0) {
                out.append("  ");
            }
            out.append('\n');
            if (odd && random.nextInt(15) == 0) {
                out.append(" ".repeat(indent + random.nextInt(4))).append("more\n");
            }
        }

        private void noise(int indent) {
            if (random.nextInt(15) == 0) {
                out.append(" ".repeat(random.nextInt(indent + 3))).append("# note\n");
            }
            if (random.nextInt(15) == 0) {
                out.append('\n');
            }
        }

        private String pick(List<String> from) {
            return from.get(random.nextInt(from.size()));
        }
    }
}
