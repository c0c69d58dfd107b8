package io.pratique.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private final Redaction redaction =
            new Redaction("key of a machine".getBytes(StandardCharsets.UTF_8));

    static Value.Fields json(String text) {
        return (Value.Fields) Value.of(Documents.first(Source.of("test", text)).root());
    }

    private Redaction.Redacted redact(String text) {
        return redaction.redact(json(text));
    }

    @Test
    void takesEveryValueOfAnEnvironmentAndKeepsTheNames() {
        Redaction.Redacted kept =
                redact(
                        "{\"Config\":{\"Env\":[\"PATH=/bin\",\"DB_PASSWORD=hunter2\",\"EMPTY=\",\"BARE\"]}}");

        assertThat(kept.fields().toString())
                .contains("PATH=REDACTED(none,", "DB_PASSWORD=REDACTED(name,", "EMPTY=", "BARE")
                .doesNotContain("hunter2", "/bin");
        assertThat(kept.pointers()).containsExactly("/Config/Env/0", "/Config/Env/1");
    }

    @Test
    void takesTheValuesOfPairsAndMaps() {
        Redaction.Redacted kept =
                redact(
                        "{\"environment\":[{\"name\":\"A\",\"value\":\"plain one\"}],"
                                + "\"env\":{\"B\":\"plain two\",\"C\":7}}");

        assertThat(kept.fields().toString()).doesNotContain("plain one", "plain two", "7]");
        assertThat(kept.pointers()).containsExactly("/environment/0/value", "/env/B", "/env/C");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--password=CANARY",
                "mysqld --root-password CANARY -v",
                "curl -H 'Authorization: Bearer CANARYCANARY'",
                "postgres://app:CANARY@db/x",
                "postgres://app:CAN@ARY:CANARY@db/x",
                "https://CANARYCANARYCANARY@git.example/x",
                "https://b/x?X-Amz-Signature=CANARYCANARY&a=1",
                "{\"auths\":{\"r\":{\"password\":\"CANARY\"}}}",
                "{\\\"password\\\":\\\"CANARY\\\"}",
                "RUN API_KEY=CANARY make",
                "token: CANARY",
                "-----BEGIN RSA PRIVATE KEY-----\nCANARY\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nCANARY cut off",
                "client_secret='CANARY with spaces'",
                "sk_live_CANARYCANARYCANARY",
                "--log-opt splunk-token=CANARY"
            })
    void takesSecretsOutOfAnyText(String text) {
        assertThat(redaction.redact(text)).contains("REDACTED(").doesNotContain("CANARY");
        assertThat(redaction.detect(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tls-private-key-file=/var/lib/kubelet/pki/kubelet.key",
                "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "unix:///var/run/docker.sock",
                "http://proxy.example:3128/",
                "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock",
                "imagePullCredentialsVerificationPolicy=NeverVerifyPreloadedImages",
                "/bin/sh -c #(nop) ADD file:abc in / "
            })
    void keepsWhatIsNoSecret(String text) {
        assertThat(redaction.redact(text)).isEqualTo(text);
    }

    @Test
    void takesTheArgumentBehindAnOption() {
        assertThat(redact("{\"Args\":[\"--db-password\",\"CANARY\",\"-v\"]}").fields().toString())
                .doesNotContain("CANARY")
                .contains("-v");
        assertThat(redact("{\"Args\":[\"--password-file\",\"/run/x\"]}").fields().toString())
                .contains("/run/x");
    }

    @Test
    void takesMembersThatAreNamedSecrets() {
        Redaction.Redacted kept =
                redact(
                        "{\"auths\":{\"r\":{\"auth\":\"CANARY\"}},\"splunk-token\":\"CANARY\",\"pwd\":123456,"
                                + "\"secrets\":[\"CANARY\"],\"tlsPrivateKeyFile\":\"/pki/k\"}");

        assertThat(kept.fields().toString()).doesNotContain("CANARY", "123456").contains("/pki/k");
        assertThat(kept.pointers())
                .containsExactly("/auths/r/auth", "/splunk-token", "/pwd", "/secrets/0");
    }

    @Test
    void saysOfEqualValuesThatTheyAreEqualAndOnlyOnOneMachine() {
        String here = redaction.variable("A=x");
        assertThat(redaction.variable("A=x")).isEqualTo(here);
        assertThat(redaction.variable("A=y")).isNotEqualTo(here);
        assertThat(new Redaction(new byte[] {1}).variable("A=x")).isNotEqualTo(here);
        assertThat(redaction.variable(here)).as("redacting twice changes nothing").isEqualTo(here);
    }

    /**
     * Secrets of every kind at random places of a random document: none is left when it is written.
     */
    @Test
    void noSeededCanaryIsWritten() throws IOException {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<String> canaries = new ArrayList<>();
            Value.Fields doc = grow(random, 4, canaries);
            Evidence evidence =
                    new Evidence(
                            "test",
                            "1",
                            Instant.EPOCH,
                            Evidence.Origin.LIVE,
                            Map.of(),
                            new Coverage(List.of()),
                            List.of(
                                    Evidence.Subject.live(
                                            "docker.host", "h", Map.of(), doc, redaction)));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new EvidenceWriter().write(evidence, out);
            String written = out.toString(StandardCharsets.UTF_8);
            for (String canary : canaries) {
                assertThat(written).as("seed %s", seed).doesNotContain(canary);
            }
        }
    }

    private static Value.Fields grow(Random random, int depth, List<String> canaries) {
        Facts facts = new Facts();
        int members = 1 + random.nextInt(5);
        for (int i = 0; i < members; i++) {
            String canary = "Cn4" + Long.toString(random.nextLong() >>> 1, 36) + "zQ9w7";
            switch (random.nextInt(depth > 0 ? 9 : 7)) {
                case 0 -> facts.put("Env", Value.ofTexts(List.of("N" + i + "=" + canary)));
                case 1 -> facts.put("DB_PASSWORD" + i, canary);
                case 2 -> facts.put("Cmd" + i, Value.ofTexts(List.of("run", "--api-key", canary)));
                case 3 -> facts.put("url" + i, "amqp://u:" + canary + "@h:5672/%2f");
                case 4 -> facts.put("note" + i, "x secret=" + canary + " y");
                case 5 -> facts.put("auth", canary);
                case 6 -> facts.put("blob" + i, "{\"token\": \"" + canary + "\"}");
                case 7 -> {
                    canary = "";
                    facts.put("nested" + i, grow(random, depth - 1, canaries));
                }
                default -> {
                    canary = "";
                    facts.put(
                            "list" + i,
                            new Value.Items(
                                    List.of(grow(random, depth - 1, canaries), Value.of(3))));
                }
            }
            if (!canary.isEmpty()) {
                canaries.add(canary);
            }
        }
        return facts.done();
    }
}
