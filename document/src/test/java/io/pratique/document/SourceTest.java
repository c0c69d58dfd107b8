package io.pratique.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SourceTest {
    private static final String[] PIECES = {
        "a",
        "bc",
        "\n",
        "\r\n",
        "\n\n",
        "\u00e4",
        "\u20ac",
        "\ud83d\ude00",
        " ",
        "0123456789012345678901234567890123456789"
    };

    @Test
    void knowsLineAndColumnOfEveryCharacter() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            boolean ascii = seed % 2 == 0;
            StringBuilder text = new StringBuilder(seed % 3 == 0 ? "\ufeff" : "");
            int size = random.nextInt(6000);
            while (text.length() < size) {
                String piece = PIECES[random.nextInt(PIECES.length)];
                if (!ascii || piece.chars().allMatch(c -> c < 128)) {
                    text.append(piece);
                }
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            Source source = Source.of("seed " + seed, bytes);
            int line = 1;
            int column = 1;
            for (int i = source.start(); i <= bytes.length; i++) {
                if (i < bytes.length && (bytes[i] & 0xC0) == 0x80) {
                    continue;
                }
                assertThat(source.position(i))
                        .as("seed %d, offset %d", seed, i)
                        .isEqualTo(new Position(line, column));
                if (i < bytes.length && bytes[i] == '\n') {
                    line++;
                    column = 1;
                } else {
                    column++;
                }
            }
        }
    }

    @Test
    void findsManyPlacesOnOneLineOfFiveMegabytes() {
        byte[] bytes = "[\"\u00e4\"]".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        Source source = Source.of("list", bytes);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    for (int i = 0; i < bytes.length; i += 60) {
                        assertThat(source.position(i).column()).isEqualTo(i / 6 * 5 + 1);
                    }
                });
    }

    @Test
    void saysWhichByteIsNoUtf8() {
        byte[] bytes = "name: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> Source.of("latin", bytes))
                .isInstanceOfSatisfying(
                        InvalidDocument.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(InvalidDocument.Code.NOT_UTF8);
                            assertThat(e.position()).isEqualTo(new Position(1, 10));
                            assertThat(e.getMessage()).contains("byte 9", "0xe9");
                        });
    }
}
