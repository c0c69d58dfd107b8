package io.pratique.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pratique.document.InvalidDocument.Code;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sources: what is odd about files, and what becomes of it. */
class DocumentsTest {
    /** Every document of a source: its tree, or the code and place of its error. */
    private static List<Object> all(Source source) {
        List<Object> all = new ArrayList<>();
        try {
            switch (Documents.formatOf(source)) {
                case JSON ->
                        Documents.json(
                                source,
                                new Documents.JsonParts() {
                                    @Override
                                    public void item(Documents.Slice slice) {
                                        all.add(read(slice));
                                    }

                                    @Override
                                    public void document(Document document, boolean itemsGiven) {
                                        all.add(Trees.of(document.root()));
                                    }
                                });
                case YAML -> Documents.yaml(source, slice -> all.add(read(slice)));
            }
        } catch (InvalidDocument e) {
            all.add(e.code().id() + " " + e.position());
        }
        return all;
    }

    private static Object read(Documents.Slice slice) {
        try {
            return Trees.of(slice.read().root());
        } catch (InvalidDocument e) {
            return e.code().id() + " " + e.position();
        }
    }

    private static List<Object> all(String text) {
        return all(Source.of("test", text));
    }

    private static InvalidDocument failure(String text) {
        Source source = Source.of("test", text);
        List<InvalidDocument> failures = new ArrayList<>();
        Documents.yaml(
                source,
                slice -> {
                    try {
                        slice.read();
                    } catch (InvalidDocument e) {
                        failures.add(e);
                    }
                });
        assertThat(failures).as(text).hasSize(1);
        return failures.getFirst();
    }

    @Test
    void keepsAnErrorFromTheDocumentsAroundIt() {
        assertThat(all("a: 1\n---\na: [1\n---\nb: 2\n---\nc: *none\n---\nd: {x: 3}\n"))
                .containsExactly(
                        Map.of("a", "!number 1"),
                        "yaml-syntax 4:1",
                        Map.of("b", "!number 2"),
                        "yaml-syntax 7:4",
                        Map.of("d", Map.of("x", "!number 3")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | []",
                "'\\n\\n' | []",
                "'# only\\n# comments\\n' | []",
                "'---\\n' | []",
                "'---' | []",
                "'---\\n---\\n# x\\n---\\n' | []",
                "'...\\n' | []",
                "'a: b' | [{a=b}]",
                "'---\\na: b\\n---\\nc: d\\n' | [{a=b}, {c=d}]",
                "'--- # why\\na: b\\n' | [{a=b}]",
                "'---   \\na: b\\n' | [{a=b}]",
                "'---\\t\\na: b\\n' | [{a=b}]",
                "'--- {a: b}\\n--- [c]\\n' | [{a=b}, [c]]",
                "'--- |\\n  x\\n---\\na: b\\n' | [x\\n, {a=b}]",
                "'--- &x {a: b}\\n' | [{a=b}]",
                "'--- !t {a: b}\\n' | [{Fn::t={a=b}}]",
                "'a: b\\n...\\nc: d\\n' | [{a=b}, {c=d}]",
                "'a: b\\n...\\n---\\nc: d\\n' | [{a=b}, {c=d}]",
                "'%YAML 1.1\\n---\\na: b\\n' | [{a=b}]",
                "'# x\\n%YAML 1.1\\n---\\na: b\\n---\\nc: d' | [{a=b}, {c=d}]",
                "'%foo: x' | [yaml-syntax 1:5]",
                "'---\\n%foo: x' | [yaml-syntax 2:5]",
                "'a: |\\n  x\\n  ---\\nb: c' | [{a=x\\n---\\n, b=c}]",
                "'---a: b' | [{---a=b}]",
                "'a: b # x\\rc: d\\n' | [{a=b, c=d}]",
                "'a: # x\\r  c: d\\n' | [{a={c=d}}]",
                "'a: \"b\" # x\\rc: d\\n' | [{a=b, c=d}]",
                "'a: b\\n# x\\rc: d\\n' | [{a=b, c=d}]",
                "'\\r\\na: b\\r\\n---\\r\\nc: d\\r\\n' | [{a=b}, {c=d}]",
                "'a: b\\r---\\rc: d\\r' | [{a=b}, {c=d}]",
                "'# x\\ra: b\\r' | [{a=b}]",
                "'{\"a\": 1}\\n{\"b\": 2}' | [{a=!number 1}, {b=!number 2}]",
                "'{\"a\": 1}\\n---\\nb: 2\\n---\\n{\"c\": 3}' | [{a=!number 1}, {b=!number 2}, {c=!number 3}]",
                "'{a: b}' | [{a=b}]",
                "'{ # x\\n a: b}' | [{a=b}]",
                "'{}' | [{}]",
                "'[]' | [[]]",
                "'{\"a\": 1} x' | [{a=!number 1}, json-syntax 1:10]"
            })
    void findsTheDocumentsOfAStream(String text, String expected) {
        String unescaped = text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");

        assertThat(all(unescaped).toString()).isEqualTo(expected.replace("\\n", "\n"));
    }

    @Test
    void leavesOutAByteOrderMark() {
        assertThat(all("\uFEFFa: b")).containsExactly(Map.of("a", "b"));
        assertThat(all("\uFEFF{\"a\": \"b\"}")).containsExactly(Map.of("a", "b"));
        assertThat(
                        Documents.first(Source.of("test", "\uFEFFa: b"))
                                .root()
                                .get("a")
                                .orElseThrow()
                                .position())
                .isEqualTo(new Position(1, 4));
    }

    @Test
    void givesTheItemsOfAListUnread() {
        assertThat(
                        all(
                                "{\"kind\": \"List\", \"items\": [{\"kind\": \"a\"}, {\"kind\": }, {\"kind\": \"b\"}]}"))
                .containsExactly(
                        Map.of("kind", "a"),
                        "json-syntax 1:52",
                        Map.of("kind", "b"),
                        Map.of("kind", "List", "items", List.of()));
    }

    @Test
    void givesItemsWithoutAKindWithTheirList() {
        for (String item :
                List.of("{}", "{\"a\": {\"kind\": 1}}", "{\"a\": \"}\\\"\", \"b\": [1, {}]}")) {
            assertThat(all("{\"kind\": \"PodList\", \"items\": [" + item + "]}"))
                    .as(item)
                    .singleElement()
                    .asString()
                    .contains("items=[{");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'a: 1\nb: 2\na: 3\n', DUPLICATE_KEY, 3, 1, stands twice",
        "'x:\n- {a: 1, \"a\": 2}\n', DUPLICATE_KEY, 2, 10, stands twice",
        "'a: &x {k: 1}\nb:\n  k: 2\n  <<: *x\n', DUPLICATE_KEY, 4, 3, stands above <<",
        "'a: &x {k: 1}\nb:\n  <<: *x\n  <<: *x\n', DUPLICATE_KEY, 4, 3, stands twice",
        "'a: *x\n', YAML_SYNTAX, 1, 4, names no anchor",
        "'a: &x [*x]\n', YAML_SYNTAX, 1, 8, names no anchor",
        "'a:\n\tb: c\n', YAML_SYNTAX, 2, 1, TAB",
        "'a:\n  b: c\n d: e\n', YAML_SYNTAX, 3, 2, ''",
        "'[a]: b\n', YAML_SYNTAX, 1, 1, a key must be a text",
        "'<<: x\n', YAML_SYNTAX, 1, 5, can be merged",
        "'a: \"x\ny: z\n', YAML_SYNTAX, 3, 1, ''",
        "'a: !!binary \"*\"\n', YAML_SYNTAX, 1, 4, Base64",
        "'a: b # x\u2028  c: d\n', YAML_SYNTAX, 1, 9, U+2028",
        "'a: é\u0085\n', YAML_SYNTAX, 1, 5, U+0085",
        "'a: b\n--- # \u2029c: d\n', YAML_SYNTAX, 2, 7, U+2029",
        "'a: \u0000\n', YAML_SYNTAX, 1, 4, U+0000",
        "'é: \"\u0007\"\n', YAML_SYNTAX, 1, 5, U+0007"
    })
    void saysWhereAYamlDocumentIsWrong(
            String text, Code code, int line, int column, String message) {
        InvalidDocument failure = failure(text);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.position()).isEqualTo(new Position(line, column));
        assertThat(failure.getMessage()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: Pod\nmetadata: {{ include \"x\" . }}\n",
                "{{- if .Values.x }}\nkind: Pod\n",
                "a:\n  {{- toYaml .Values.a | nindent 2 }}\n",
                "image: {{ $image }}:{{ .Values.tag }}\n"
            })
    void recognisesAHelmTemplate(String text) {
        assertThat(failure(text).hint()).contains("helm template");
    }

    @Test
    void doesNotTakeEveryErrorForAHelmTemplate() {
        assertThat(failure("a: \"{{ .x }}\"\nb: [1\n").hint()).doesNotContain("helm");
    }

    @Test
    void refusesAnAliasBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(9))
                    .append("*a%d]\n".formatted(i - 1));
        }
        InvalidDocument failure = failure(bomb.toString());

        assertThat(failure.code()).isEqualTo(Code.TOO_MANY_ALIASES);
        assertThat(failure.position().line()).isBetween(4, 7);
    }

    @Test
    void refusesABombOfMergedMappings() {
        StringBuilder bomb = new StringBuilder("a0: &a0 {k: v}\n");
        for (int i = 1; i < 60; i++) {
            bomb.append(
                    "a%d: &a%d {<<: [*a%d, *a%d], k%d: [*a%d, *a%d]}\n"
                            .formatted(i, i, i - 1, i - 1, i, i - 1, i - 1));
        }

        assertThat(failure(bomb.toString()).code()).isEqualTo(Code.TOO_MANY_ALIASES);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 5_000, 100_000})
    void refusesWhatIsNestedTooDeep(int depth) {
        for (String text :
                List.of(
                        "a: " + "[".repeat(depth) + "]".repeat(depth),
                        "a: " + "{a: ".repeat(depth) + "}".repeat(depth),
                        "- ".repeat(depth) + "x",
                        "a: " + "!x [".repeat(depth) + "]".repeat(depth))) {
            InvalidDocument failure = failure(text);
            assertThat(failure.code()).isEqualTo(Code.TOO_DEEP);
            assertThat(failure.position().line()).isEqualTo(1);
            assertThat(failure.position().column()).isBetween(200, 1_300);
        }
    }

    @Test
    void refusesAFileOverTheLimit() {
        assertThatExceptionOfType(InvalidDocument.class)
                .isThrownBy(() -> Source.of("big", new byte[Source.MAX_BYTES + 1]))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.TOO_LARGE))
                .withMessageContaining("67108864");
    }

    @Test
    void refusesBytesThatAreNotUtf8AtTheirPlace() {
        byte[] bytes = "a: b\nc: é\nd: x".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte) 0xE9;

        assertThatExceptionOfType(InvalidDocument.class)
                .isThrownBy(() -> Source.of("latin", bytes))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(Code.NOT_UTF8);
                    assertThat(e.position()).isEqualTo(new Position(3, 4));
                    assertThat(e.hint()).isEqualTo("Save it as UTF-8.");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
    void saysThatAFileIsUtf16(String charset) {
        byte[] bytes = "kind: Pod\n".getBytes(java.nio.charset.Charset.forName(charset));

        try {
            Source source = Source.of("wide", bytes);
            assertThat(all(source)).singleElement().asString().startsWith("yaml-syntax 1:");
        } catch (InvalidDocument e) {
            assertThat(e.code()).isEqualTo(Code.NOT_UTF8);
            assertThat(e.hint()).contains("UTF-16");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "yes, true",
        "Yes, true",
        "YES, true",
        "on, true",
        "y, true",
        "true, true",
        "True, true",
        "no, false",
        "off, false",
        "n, false",
        "FALSE, false",
        "tRue, tRue",
        "yEs, yEs",
        "'\"yes\"', yes",
        "'''on''', on",
        "!!bool yes, true",
        "'!!bool \"on\"', true",
        "'!!str yes', yes",
        "'! yes', yes",
        "~, !null",
        "null, !null",
        "Null, !null",
        "nULL, nULL",
        "'\"null\"', null",
        "!!binary L2V0Yw==, /etc",
        "!!str 5, 5",
        "!!int \"5\", !number 5"
    })
    void readsWordsAsKubectlDoes(String written, String expected) {
        assertThat(all("a: " + written + "\n"))
                .containsExactly(
                        Map.of(
                                "a",
                                switch (expected) {
                                    case "true" -> (Object) true;
                                    case "false" -> false;
                                    default -> expected;
                                }));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "10, 10",
        "-3, -3",
        "+3, 3",
        "0644, 420",
        "-010, -8",
        "0o17, 15",
        "0O17, 15",
        "0x1F, 31",
        "0X1f, 31",
        "0b11, 3",
        "0B11, 3",
        "1_000, 1000",
        "1e3, 1000",
        "08, 8",
        "9223372036854775807, 9223372036854775807"
    })
    void readsNumbersAsKubectlDoes(String written, long expected) {
        Document d = Documents.first(Source.of("test", "a: " + written + "\n"));

        assertThat(d.asLong(d.member(0, "a"), -99)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "1.5",
                "1e400",
                ".inf",
                ".nan",
                "0777777777777777777777777"
            })
    void givesNoLongForOtherNumbers(String written) {
        Document d = Documents.first(Source.of("test", "a: " + written + "\n"));

        assertThat(d.kind(d.member(0, "a"))).isEqualTo(Kind.NUMBER);
        assertThat(d.asLong(d.member(0, "a"), -99)).isEqualTo(-99);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12:30",
                "1.2.3",
                "2026-01-01",
                "0x",
                "0b2",
                "1-2",
                ".",
                "+",
                "1e",
                "_1",
                "\"1\"",
                "'0644'"
            })
    void takesWhatOnlyLooksLikeANumberForAText(String written) {
        Document d = Documents.first(Source.of("test", "a: " + written + "\n"));

        assertThat(d.kind(d.member(0, "a"))).isEqualTo(Kind.STRING);
    }

    @Test
    void mergesMappings() {
        assertThat(
                        all(
                                """
                                base: &base {a: 1, b: 2}
                                more: &more {b: 3, c: 4}
                                one:
                                  <<: *base
                                  b: own
                                list:
                                  <<: [*more, *base]
                                equal:
                                  a: 1
                                  <<: *base
                                quoted:
                                  "<<": x
                                """))
                .singleElement()
                .asString()
                .contains("one={b=own, a=!number 1}")
                .contains("list={b=!number 3, c=!number 4, a=!number 1}")
                .contains("equal={a=!number 1, b=!number 2}")
                .contains("quoted={<<=x}");
    }

    @Test
    void makesOfAShortFormWhatTheLongFormIs() {
        String shortForm = "a: !Sub\n- x\n- {y: !Ref Z}\nb: !GetAtt A.B\nc: !Condition D\n";
        String longForm =
                "a: {\"Fn::Sub\": [x, {y: {Ref: Z}}]}\nb: {\"Fn::GetAtt\": A.B}\nc: {Condition: D}\n";

        assertThat(all(shortForm)).isEqualTo(all(longForm));
        Document d = Documents.first(Source.of("test", shortForm));
        assertThat(d.position(d.member(0, "a"))).isEqualTo(new Position(1, 4));
        assertThat(d.position(d.member(0, "b"))).isEqualTo(new Position(4, 4));
    }

    @Test
    void neverFailsOtherwiseThanByAnInvalidDocument() {
        String[] samples = {
            "a: &x [1, 'b', \"c\\n\", {d: *x}]\ne: |\n  text\n  more\nf: >-\n  folded\n\n  text\n? g\n: h\n<<: {i: j}\nk: !Ref l\n",
            "%YAML 1.1\n---\n- - a\n  - b\n-   c: d\n    e: ~\n...\n---\n\"k\\u0041\": 'it''s'\nn: 0x1F # c\n",
            "{\"kind\": \"List\", \"items\": [{\"kind\": \"a\", \"b\": [1, 2.5e3, \"\\u0041\\n\"]}, {}], \"c\": null}",
            "apiVersion: v1\r\nkind: Pod\r\nspec:\r\n  containers: # x\r\n  - name: a\r\n    image: 'b:1'\r\n"
        };
        String alphabet = "{}[]\",:\\/'#&*!|>?%@`-+.~<= \n\r\t\u0000\u0085\u2028\uFEFFé01eExyn";
        for (int seed = 0; seed < 30_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(samples[random.nextInt(samples.length)]);
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(5)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, c);
                    case 2 -> {
                        int to = Math.min(text.length(), at + random.nextInt(20));
                        text.insert(random.nextInt(text.length()), text.substring(at, to));
                    }
                    default -> text.insert(at, c);
                }
                if (text.isEmpty()) {
                    text.append(c);
                }
            }
            try {
                all(text.toString());
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ":\n" + text, e);
            }
        }
    }

    @Test
    void neverFailsOnAnyBytes() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            try {
                all(Source.of("bytes", bytes));
            } catch (InvalidDocument e) {
                assertThat(e.position().line()).isPositive();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
