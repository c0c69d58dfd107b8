package io.pratique.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PositionInsideTest {
    private static String inside(String text, int line, int column) {
        Document document = Documents.first(Source.of("test", text));
        int node = document.root().get("a").orElseThrow().index();
        return document.positionInside(node, line, column).toString();
    }

    @Test
    void findsCharactersOfPlainAndQuotedTexts() {
        assertThat(inside("a: bcd\n", 1, 3)).isEqualTo("1:6");
        assertThat(inside("a: 'bcd'\n", 1, 3)).isEqualTo("1:7");
        assertThat(inside("{\"a\": \"bcd\"}", 1, 1)).isEqualTo("1:8");
    }

    @Test
    void findsCharactersOfLiteralBlocksAcrossLines() {
        String text = "x: 1\na: |\n    one\n\n      two\n    three\n";
        assertThat(inside(text, 1, 1)).isEqualTo("3:5");
        assertThat(inside(text, 3, 3)).isEqualTo("5:7");
        assertThat(inside(text, 4, 2)).isEqualTo("6:6");
    }

    @Test
    void findsThemAlsoWhereTheLibraryHasReadTheDocument() {
        String text = "x: &anchor 1\na: |\n    one\n\n      two\ny: *anchor\n";
        assertThat(inside(text, 1, 1)).isEqualTo("3:5");
        assertThat(inside(text, 3, 3)).isEqualTo("5:7");
    }

    @Test
    void fallsBackToTheTextWhereItDoesNotStandInTheSourceAsItIs() {
        assertThat(inside("{\"a\": \"b\\ncd\"}", 2, 1)).isEqualTo("1:7");
        assertThat(inside("a: >\n  one\n  two\n", 1, 5)).isEqualTo("1:4");
    }
}
