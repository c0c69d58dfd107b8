package io.pratique.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pratique.model.ImageReference.Fault;
import io.pratique.model.ImageReference.ParseResult;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final long SEED = 20_261_124L;
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @Test
    void completesTheNameOfAnOfficialImage() {
        ImageReference nginx = ImageReference.of("nginx");

        assertThat(nginx.written()).isEqualTo("nginx");
        assertThat(nginx.registry()).isEqualTo("docker.io");
        assertThat(nginx.repository()).isEqualTo("library/nginx");
        assertThat(nginx.name()).isEqualTo("docker.io/library/nginx");
        assertThat(nginx.familiarName()).isEqualTo("nginx");
        assertThat(nginx).hasToString("docker.io/library/nginx");
    }

    @Test
    void asksForLatestWhenNeitherTagNorDigestIsWritten() {
        assertThat(ImageReference.of("nginx").tag()).isEmpty();
        assertThat(ImageReference.of("nginx").effectiveTag()).contains("latest");
        assertThat(ImageReference.of("nginx:1.29").effectiveTag()).contains("1.29");
        assertThat(ImageReference.of("nginx@" + DIGEST).effectiveTag()).isEmpty();
        assertThat(ImageReference.of("nginx:1.29@" + DIGEST).effectiveTag()).contains("1.29");
    }

    @Test
    void isPinnedByADigestOnly() {
        assertThat(ImageReference.of("nginx:1.29").isPinned()).isFalse();
        assertThat(ImageReference.of("nginx:1.29@" + DIGEST).isPinned()).isTrue();
        assertThat(ImageReference.of("nginx:1.29@" + DIGEST).digest()).contains(DIGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io",
        "index.docker.io/nginx, docker.io",
        "Example.COM:5000/app, example.com",
        "localhost:5000/app, localhost",
        "[2001:DB8::1]:5000/app, [2001:db8::1]",
        "[2001:DB8::1]/app, [2001:db8::1]"
    })
    void findsOneHostInAllSpellingsOfARegistry(String text, String host) {
        assertThat(ImageReference.of(text).registryHost()).isEqualTo(host);
    }

    @Test
    void keepsTheCaseOfARegistrySinceLowerCaseWouldNameAnotherImage() {
        assertThat(ImageReference.of("Foo/bar").registry()).isEqualTo("Foo");
        assertThat(ImageReference.of("foo/bar").registry()).isEqualTo("docker.io");
    }

    @Test
    void isEqualToAnotherSpellingOfTheSameReference() {
        ImageReference whole = ImageReference.of("index.docker.io/library/nginx:1@" + DIGEST);
        ImageReference familiar = ImageReference.of("nginx:1@" + DIGEST);

        assertThat(whole).isEqualTo(familiar).hasSameHashCodeAs(familiar);
        assertThat(whole)
                .isNotEqualTo(ImageReference.of("nginx@" + DIGEST))
                .isNotEqualTo(ImageReference.of("nginx:1"))
                .isNotEqualTo(ImageReference.of("nginx:2@" + DIGEST))
                .isNotEqualTo(ImageReference.of("ghcr.io/library/nginx:1@" + DIGEST))
                .isNotEqualTo(ImageReference.of("httpd:1@" + DIGEST));
    }

    @Test
    void refusesATextThatIsTooLong() {
        assertThat(refusal("a/".repeat(512) + "a").code()).isEqualTo(Fault.TOO_LONG);
        assertThat(refusal("a/".repeat(512) + "a").offset()).isEqualTo(ImageReference.MAX_LENGTH);
    }

    @Test
    void acceptsTheLongestPartsTogether() {
        String registry = ("a".repeat(62) + ".").repeat(3) + "example:65535";
        String longest =
                registry
                        + "/"
                        + "b".repeat(255)
                        + ":"
                        + "c".repeat(128)
                        + "@sha512:"
                        + "d".repeat(128);

        assertThat(ImageReference.of(longest)).hasToString(longest);
    }

    @Test
    void throwsWhatParseSays() {
        ParseResult.Invalid refusal = refusal("docker/Docker");

        assertThatExceptionOfType(InvalidImageReference.class)
                .isThrownBy(() -> ImageReference.of("docker/Docker"))
                .withMessage("the repository has the upper-case letter 'D'")
                .satisfies(thrown -> {
                    assertThat(thrown.code()).isEqualTo(refusal.code());
                    assertThat(thrown.offset()).isEqualTo(refusal.offset()).isEqualTo(7);
                    assertThat(thrown.hint()).isEqualTo(refusal.hint());
                    assertThat(thrown.getMessage()).isEqualTo(refusal.message());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx\u0000", "nginx\u001b[31m", "nginx\u202e", "n\ud83d\ude00"})
    void showsNoControlCharacterInItsMessages(String text) {
        assertThat(refusal(text).message()).matches("[ -~]+").contains("U+");
    }

    @ParameterizedTest
    @EnumSource
    void everyFaultHasAnExample(Fault fault) {
        String text =
                switch (fault) {
                    case EMPTY -> "";
                    case TOO_LONG -> "a".repeat(1_025);
                    case SCHEME -> "https://ghcr.io/app";
                    case WHITE_SPACE -> "nginx ";
                    case PLACEHOLDER -> "nginx:${TAG}";
                    case IMAGE_ID -> "0".repeat(64);
                    case REGISTRY -> "ghcr.io:/app";
                    case REPOSITORY -> "ghcr.io/";
                    case UPPER_CASE -> "Nginx";
                    case NAME_TOO_LONG -> "a".repeat(248);
                    case TAG -> "nginx:-";
                    case DIGEST -> "nginx@latest";
                    case DIGEST_ALGORITHM -> "nginx@md5:00";
                    case DIGEST_LENGTH -> "nginx@sha256:00";
                };

        assertThat(refusal(text).code()).isEqualTo(fault);
        assertThat(refusal(text).hint()).matches("[A-Z].*[.…]");
    }

    @Test
    void readsItsOwnCanonicalAndFamiliarFormsAsTheSameImage() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            String text = reference(random);
            ImageReference read = ImageReference.of(text);

            assertThat(ImageReference.of(read.canonical()))
                    .as("canonical form of '%s', seed %d", text, SEED)
                    .isEqualTo(read)
                    .hasToString(read.canonical());
            assertThat(ImageReference.of(read.familiarName()).name())
                    .as("familiar form of '%s', seed %d", text, SEED)
                    .isEqualTo(read.name());
            assertThat(read.written()).isEqualTo(text);
        }
    }

    @Test
    void survivesRandomTexts() {
        Random random = new Random(SEED);
        // Mostly characters that mean something, so that the scanner gets past the first one.
        String alphabet = "aZ0f9.-_/:@[]% ${}\n\u0000\u00e9\ud83d\ude00sha256";
        Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> {
                    for (int i = 0; i < 300_000; i++) {
                        StringBuilder text = new StringBuilder();
                        int length = random.nextInt(i % 100 == 0 ? 1_200 : 40);
                        for (int k = 0; k < length; k++) {
                            text.append(
                                    random.nextInt(20) == 0
                                            ? (char) random.nextInt(0x1_0000)
                                            : alphabet.charAt(random.nextInt(alphabet.length())));
                        }
                        checkOutcome(text.toString());
                    }
                });
    }

    @Test
    void survivesDamagedReferences() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(reference(random));
            for (int k = random.nextInt(3); k >= 0; k--) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, (char) (random.nextInt(4) == 0 ? random.nextInt(256) : '/'));
            }
            checkOutcome(text.toString());
        }
    }

    /** Ten thousand times the worst texts of the full length must not take noticeable time. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a/", "a.", "a-", "-", "a_", "a__", "[", "[:", ":", "@", "a:", "."})
    void takesTimeLinearInTheLength(String unit) {
        String text = unit.repeat(ImageReference.MAX_LENGTH / unit.length());
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        checkOutcome(text);
                    }
                });
    }

    private static void checkOutcome(String text) {
        switch (ImageReference.parse(text)) {
            case ParseResult.Valid(ImageReference reference) -> {
                if (!ImageReference.of(reference.canonical()).equals(reference)) {
                    throw new AssertionError("not read again as itself: " + text);
                }
            }
            case ParseResult.Invalid invalid -> {
                if (invalid.offset() < 0 || invalid.offset() > text.length()) {
                    throw new AssertionError("offset " + invalid.offset() + " of: " + text);
                }
            }
        }
    }

    private static ParseResult.Invalid refusal(String text) {
        return switch (ImageReference.parse(text)) {
            case ParseResult.Invalid invalid -> invalid;
            case ParseResult.Valid valid -> throw new AssertionError(valid.toString());
        };
    }

    /** A valid reference. */
    private static String reference(Random random) {
        StringBuilder text = new StringBuilder();
        switch (random.nextInt(8)) {
            case 0 -> text.append("docker.io/");
            case 1 -> text.append("index.docker.io/");
            case 2 -> text.append("localhost/");
            case 3 -> text.append("[::1]:").append(random.nextInt(70_000)).append('/');
            case 4 -> text.append("Reg-").append(random.nextInt(100)).append(".example/");
            case 5 -> text.append("my_host.lan/");
            default -> {
                // No registry.
            }
        }
        if (random.nextInt(3) == 0) {
            text.append("library/");
        }
        if (random.nextInt(10) == 0) {
            text.append("localhost/");
        }
        for (int parts = random.nextInt(3); parts > 0; parts--) {
            text.append(component(random)).append('/');
        }
        text.append(random.nextInt(50) == 0 ? "0a".repeat(32) : component(random));
        if (random.nextBoolean()) {
            text.append(":v").append(random.nextInt(1_000)).append("._-A");
        }
        if (random.nextInt(3) == 0) {
            text.append('@').append(DIGEST);
        }
        // 64 digits alone would be an image id.
        return text.length() == 64 && text.indexOf("/") < 0 ? text + ":x" : text.toString();
    }

    private static String component(Random random) {
        String[] separators = {".", "_", "__", "-", "---", ""};
        return "c"
                + random.nextInt(100)
                + separators[random.nextInt(separators.length)]
                + (char) ('a' + random.nextInt(26));
    }
}
