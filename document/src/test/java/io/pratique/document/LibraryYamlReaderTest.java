package io.pratique.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibraryYamlReaderTest {
    @Test
    void readsACharacterOfTwoUnitsAcrossTheEndOfTheLibrarysBuffer() {
        for (int length = 1000; length < 1060; length++) {
            String text = "x".repeat(length) + "😀y";
            String yaml = "a: &a \"" + text + "\"\nb: *a\n";
            Source source = Source.of("test", yaml);
            Document document = Documents.first(source);
            assertThat(document.text(document.member(0, "b"))).isEqualTo(text);
        }
    }
}
