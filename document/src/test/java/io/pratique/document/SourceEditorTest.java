package io.pratique.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceEditorTest {
    private static Changes.Change write(String pointer, String json) {
        return new Changes.Change.Write(pointer, json);
    }

    private static Changes.Change remove(String pointer) {
        return new Changes.Change.Remove(pointer);
    }

    private static Changes.Change append(String pointer, String json) {
        return new Changes.Change.Append(pointer, json);
    }

    private static String edited(String text, Changes.Change... changes) throws NotEditable {
        Source source = Source.of("test", text);
        Changes all = new Changes();
        for (Changes.Change change : changes) {
            assertThat(all.add(List.of(change))).as("%s", change).isTrue();
        }
        List<TextEdit> edits = new SourceEditor(source).edits(Documents.first(source), all);
        return new String(SourceEditor.apply(source, edits), StandardCharsets.UTF_8);
    }

    private static void refused(String why, String text, Changes.Change... changes) {
        assertThatThrownBy(() -> edited(text, changes))
                .isInstanceOf(NotEditable.class)
                .hasMessageContaining(why);
    }

    @Test
    void replacesScalarsAndKeepsTheirQuotesAndComments() throws NotEditable {
        assertThat(
                        edited(
                                "a: true # why\nb: 'x'\nc: \"y\"\nd:   z\n",
                                write("/a", "false"),
                                write("/b", "\"it's\""),
                                write("/c", "\"new\""),
                                write("/d", "\"true\"")))
                .isEqualTo("a: false # why\nb: 'it''s'\nc: \"new\"\nd:   \"true\"\n");
    }

    @Test
    void addsMembersBehindTheLastLineOfABlock() throws NotEditable {
        assertThat(
                        edited(
                                "spec:\n    a: 1 # one\n\n    # about nothing\nother: 2\n",
                                write("/spec/b", "{\"c\":{\"d\":[\"X\"]}}")))
                .isEqualTo(
                        "spec:\n    a: 1 # one\n    b:\n        c:\n            d: [\"X\"]\n\n    # about nothing\nother: 2\n");
    }

    @Test
    void joinsObjectsThatSeveralChangesWrite() throws NotEditable {
        assertThat(
                        edited(
                                "c:\n  - name: a\n    image: x\n  - name: b\n",
                                write("/c/0/s", "{\"p\":false}"),
                                write("/c/0/s", "{\"q\":{\"drop\":[\"ALL\"]}}"),
                                write("/c/0/s", "{\"q\":{\"drop\":[\"ALL\",\"X\"]}}")))
                .isEqualTo(
                        "c:\n  - name: a\n    image: x\n    s:\n      p: false\n      q:\n        drop: [\"ALL\", \"X\"]\n  - name: b\n");
    }

    @Test
    void putsTheInnerAdditionBeforeTheOuterOneAtTheSameLine() throws NotEditable {
        assertThat(edited("a:\n  b:\n    c: 1", write("/a/b/d", "2"), write("/e", "3")))
                .isEqualTo("a:\n  b:\n    c: 1\n    d: 2\ne: 3");
    }

    @Test
    void keepsLineEndsAndAByteOrderMark() throws NotEditable {
        assertThat(edited("\uFEFFa:\r\n  b: 1\r\nc: 2", write("/a/d", "3"), write("/e", "4")))
                .isEqualTo("\uFEFFa:\r\n  b: 1\r\n  d: 3\r\nc: 2\r\ne: 4");
    }

    @Test
    void addsToBracesAndBrackets() throws NotEditable {
        assertThat(edited("a: {b: 1}\nc: [X]\n", write("/a/d", "2"), append("/c", "\"W\"")))
                .isEqualTo("a: {b: 1, d: 2}\nc: [X, W]\n");
        assertThat(edited("a: {}\nb: []\n", write("/a/d", "2"), append("/b", "\"Y\"")))
                .isEqualTo("a: {d: 2}\nb: [\"Y\"]\n");
        assertThat(edited("a: [\n  'X', # x\n  'Y', # y\n]\n", append("/a", "\"Z\"")))
                .isEqualTo("a: [\n  'X', # x\n  'Y',\n  'Z', # y\n]\n");
    }

    @Test
    void addsToBlockLists() throws NotEditable {
        assertThat(edited("a:\n- X\n- Y # y\nb: 1\n", append("/a", "\"Z\"")))
                .isEqualTo("a:\n- X\n- Y # y\n- Z\nb: 1\n");
        assertThat(edited("a:\n  - \"X\"", append("/a", "\"Z\"")))
                .isEqualTo("a:\n  - \"X\"\n  - \"Z\"");
    }

    @Test
    void fillsWhatIsNull() throws NotEditable {
        assertThat(
                        edited(
                                "a:\nb: ~ # n\nc: null\n",
                                write("/a/x", "1"),
                                write("/b/x", "2"),
                                write("/c", "3")))
                .isEqualTo("a:\n  x: 1\nb: # n\n  x: 2\nc: 3\n".replace("b: # n", "b: # n"));
        assertThat(
                        edited(
                                "{a: null, b: }\n".replace("{", "x: {"),
                                write("/x/a/w", "1"),
                                write("/x/b/w", "2")))
                .isEqualTo("x: {a: {w: 1}, b: {w: 2} }\n");
    }

    @Test
    void removesMembersWithTheirBlocks() throws NotEditable {
        assertThat(edited("a: 1\nb: # gone\n  c:\n    - d\n# stays\ne: 2\n", remove("/b")))
                .isEqualTo("a: 1\n# stays\ne: 2\n");
        assertThat(edited("a: 1\nb: 2\nc: 3", remove("/b"), remove("/c"))).startsWith("a: 1");
    }

    @Test
    void leavesAnEmptyObjectOrListWhereNothingIsLeft() throws NotEditable {
        assertThat(edited("a:\n  b:\n    c: 1 # x\nd: 2\n", remove("/a/b/c")))
                .isEqualTo("a:\n  b: {} # x\nd: 2\n");
        assertThat(edited("a:\n  - x\n  - y\n", remove("/a/0"), remove("/a/1")))
                .isEqualTo("a: []\n");
        assertThat(edited("a:\n  - x\n", remove("/a/0"), append("/a", "\"z\"")))
                .isEqualTo("a: [z]\n");
        assertThat(edited("a: [x, y]\nb: {c: 1}\n", remove("/a/0"), remove("/a/1"), remove("/b/c")))
                .isEqualTo("a: []\nb: {}\n");
    }

    @Test
    void removesTheFirstMemberOfAnElement() throws NotEditable {
        assertThat(
                        edited(
                                "a:\n  - b: 1\n    c: 2\n  - b: 3\n    d: 4\n",
                                remove("/a/0/b"),
                                remove("/a/1/d")))
                .isEqualTo("a:\n  - c: 2\n  - b: 3\n");
        assertThat(edited("a:\n  - b: 1\n    # about c\n    c: 2\n", remove("/a/0/b")))
                .isEqualTo("a:\n  -\n    # about c\n    c: 2\n");
    }

    @Test
    void replacesTheOnlyMemberByOthers() throws NotEditable {
        assertThat(
                        edited(
                                "a:\n  b: 1 # x\nc: 2\n",
                                remove("/a/b"),
                                write("/a/d", "1"),
                                write("/a/e", "{\"f\":2}")))
                .isEqualTo("a:\n  d: 1\n  e:\n    f: 2\nc: 2\n");
        assertThat(
                        edited(
                                "a:\n  - b: 1\n    # about c\n    c: 1",
                                remove("/a/0/b"),
                                remove("/a/0/c"),
                                write("/a/0/d", "1")))
                .isEqualTo("a:\n  - d: 1\n    # about c");
        assertThat(edited("a: {b: 1}\n", remove("/a/b"), write("/a/d", "1")))
                .isEqualTo("a: {d: 1}\n");
    }

    @Test
    void removesElementsFromBrackets() throws NotEditable {
        assertThat(edited("a: [p, q, r, s]\n", remove("/a/0"), remove("/a/2"), remove("/a/3")))
                .isEqualTo("a: [q]\n");
        assertThat(edited("a: [p, q, r, s]\n", remove("/a/1"), append("/a", "\"t\"")))
                .isEqualTo("a: [p, r, s, t]\n");
    }

    @Test
    void changesJsonInItsOwnStyle() throws NotEditable {
        assertThat(
                        edited(
                                "{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}\n",
                                write("/a/c", "{\"d\":{\"e\":[\"x\"]}}"),
                                write("/f", "true")))
                .isEqualTo(
                        "{\n\t\"a\": {\n\t\t\"b\": 1,\n\t\t\"c\": {\n\t\t\t\"d\": {\n\t\t\t\t\"e\": [\"x\"]\n\t\t\t}\n\t\t}\n\t},\n\t\"f\": true\n}\n");
        assertThat(
                        edited(
                                "{\"a\":{\"b\":1,\"c\":[\"x\",\"y\"]}}",
                                write("/a/d", "2"),
                                remove("/a/b"),
                                remove("/a/c/1")))
                .isEqualTo("{\"a\":{\"c\":[\"x\"],\"d\":2}}");
        assertThat(
                        edited(
                                "{\"a\": null, \"b\": \"x\"}",
                                write("/a/c", "1"),
                                write("/b", "\"\\\"\"")))
                .isEqualTo("{\"a\": {\"c\": 1}, \"b\": \"\\\"\"}");
    }

    @Test
    void keepsBlocksOfTextWhole() throws NotEditable {
        assertThat(edited("a:\n  t: |\n    one\n\n    two\n\nb: 1\n", write("/a/c", "2")))
                .isEqualTo("a:\n  t: |\n    one\n\n    two\n  c: 2\n\nb: 1\n");
        assertThat(edited("a:\n  x: 1\n  t: |+\n    one\n\nb: 1\n", write("/a/c", "2")))
                .isEqualTo("a:\n  x: 1\n  c: 2\n  t: |+\n    one\n\nb: 1\n");
    }

    @Test
    void countsPlacesInBytesAlsoBehindLettersOfMoreThanOne() throws NotEditable {
        assertThat(edited("ä: \"日本😀\" # ü\nb: {c: é, d: 1}\n", write("/b/e", "2"), remove("/b/c")))
                .isEqualTo("ä: \"日本😀\" # ü\nb: {d: 1, e: 2}\n");
    }

    @Test
    void writesOverWhatIsMergedIn() throws NotEditable {
        assertThat(edited("base: &b {p: true}\nc:\n  <<: *b\n", write("/c/p", "false")))
                .isEqualTo("base: &b {p: true}\nc:\n  <<: *b\n  p: false\n");
    }

    @Test
    void refusesWhatNeedsAGuess() {
        refused("anchor", "a: &x\n  b: 1\nc: *x\n", write("/a/b", "2"));
        refused("alias", "a: &x\n  b: 1\nc: *x\n", write("/c/b", "2"));
        refused("elsewhere", "a: &x {b: 1}\nc:\n  <<: *x\n", remove("/c/b"));
        refused("tag", "a: !Sub {b: 1}\n", write("/a/Fn::Sub/b", "2"));
        refused("single value", "a: text\n", write("/a/b", "2"));
        refused("plain word", "a:\n  ? b\n  : 1\n", write("/a/c", "2"));
        refused("comment", "a: [x, # about x\n y]\n", remove("/a/0"));
        refused("comment", "a:\n  - x\n  # about y\n  - y\n", remove("/a/0"), remove("/a/1"));
        refused("something else", "a: &x {b: {k: 1}}\nc:\n  <<: *x\n", write("/c/b/l", "2"));
    }

    @Test
    void changesOneDocumentOfSeveral() throws NotEditable {
        Source source = Source.of("test", "# top\na: 1\n---\na: 2\n--- # third\na: 3\n...\n");
        StringBuilder out = new StringBuilder();
        SourceEditor editor = new SourceEditor(source);
        Documents.yaml(
                source,
                slice -> {
                    Changes changes = new Changes();
                    changes.add(List.of(write("/b", "true")));
                    try {
                        out.append(
                                        new String(
                                                SourceEditor.apply(
                                                        source,
                                                        editor.edits(slice.read(), changes)),
                                                StandardCharsets.UTF_8))
                                .append("====\n");
                    } catch (NotEditable e) {
                        throw new AssertionError(e);
                    }
                });
        assertThat(out)
                .hasToString(
                        """
                        # top
                        a: 1
                        b: true
                        ---
                        a: 2
                        --- # third
                        a: 3
                        ...
                        ====
                        # top
                        a: 1
                        ---
                        a: 2
                        b: true
                        --- # third
                        a: 3
                        ...
                        ====
                        # top
                        a: 1
                        ---
                        a: 2
                        --- # third
                        a: 3
                        b: true
                        ...
                        ====
                        """);
    }

    @Test
    void saysWhenChangesContradictEachOther() {
        Changes changes = new Changes();
        assertThat(changes.add(List.of(write("/a", "1")))).isTrue();
        assertThat(changes.add(List.of(write("/a", "1")))).isTrue();
        assertThat(changes.add(List.of(write("/b", "1"), write("/a", "2")))).isFalse();
        assertThat(changes.add(List.of(write("/a/b", "2")))).isFalse();
        assertThat(changes.add(List.of(remove("/a")))).isFalse();
        assertThat(changes.add(List.of(write("/b", "2")))).isTrue();
    }
}
