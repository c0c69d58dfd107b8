package io.pratique.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.posture.evidence.Redaction;
import io.pratique.posture.secret.SecretDetectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretDetectorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X | AKIAABCDEFGHIJKLMNOP | aws-access-key",
                "DATABASE_URL | postgres://u:s3cret@db/x | url-password",
                "DB_PASSWORD | hunter | name",
                "apiKey | 12345 | name",
                "DATA | wJalrXUtnFEMI+K7MDENG/bPxRfiCYzz12345678 | entropy"
            })
    void findsSecretsByFormatNameAndRandomness(String name, String value, String id) {
        assertThat(SecretDetectors.detect(name, value)).contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "DB_PASSWORD_FILE, /run/secrets/db",
        "TOKEN_TTL, 3600",
        "SECRET_NAME, prod/db",
        "DB_PASSWORD, ${DB_PASSWORD}",
        "PASSWORD, changeme",
        "KEY_ID, AKIAIOSFODNN7EXAMPLE",
        "COMMIT, 0123456789abcdef0123456789abcdef01234567",
        "PWD, /srv",
        "MODE, fast"
    })
    void leavesReferencesExamplesAndDigestsAlone(String name, String value) {
        assertThat(SecretDetectors.detect(name, value)).isEmpty();
    }

    /** Trivy misses lines with punctuation behind the value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN export DB_PASSWORD=\"hunter2\"; make",
                "/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter2,",
                "app --password hunter2 --port 80",
                "app --api-key=abcdefgh",
                "RUN curl https://user:hunter2@host/x",
                "RUN echo '-----BEGIN RSA PRIVATE KEY-----'"
            })
    void findsSecretsInCommandLines(String line) {
        assertThat(SecretDetectors.inText(line)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN apt-get install -y password-store",
                "app --password-file /run/secrets/p",
                "COPY token.go /src/",
                "RUN make MODE=fast"
            })
    void takesWordsForWords(String line) {
        assertThat(SecretDetectors.inText(line)).isEmpty();
    }

    @Test
    void judgesWhatWasRedacted() {
        String marker = Redaction.of("github-token", "ghp_x").marker();
        assertThat(marker).doesNotContain("ghp_x");
        assertThat(SecretDetectors.detect("X", marker)).contains("github-token");
        String plain = Redaction.of(Redaction.NONE, "fast").marker();
        assertThat(SecretDetectors.detect("MODE", plain)).isEmpty();
        assertThat(SecretDetectors.detect("DB_PASSWORD", plain)).contains("name");
    }
}
