package io.pratique.collect.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixDockerApiTest {
    @TempDir Path folder;

    private UnixDockerApi api(Duration timeout, int limit) {
        return new UnixDockerApi(folder.resolve("s"), timeout, limit, System::nanoTime);
    }

    private byte[] ask(List<String> answer, int limit) throws IOException {
        try (FakeDaemon _ = new FakeDaemon(folder.resolve("s"), _ -> answer);
                UnixDockerApi api = api(Duration.ofSeconds(5), limit)) {
            return api.get("/info");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void asksWithGetOnOneConnection() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(folder.resolve("s"), FakeDaemon::ok);
                UnixDockerApi api = api(Duration.ofSeconds(5), 100)) {
            assertThat(text(api.get("/info"))).isEqualTo("/info");
            assertThat(text(api.get("/containers/json?all=1"))).isEqualTo("/containers/json?all=1");
            assertThat(daemon.requests())
                    .containsExactly("GET /info HTTP/1.1", "GET /containers/json?all=1 HTTP/1.1");
        }
    }

    @Test
    void readsChunks() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(text(ask(List.of(head + "3\r\nabc\r\n1;x=y\r\nd\r\n0\r\nT: x\r\n\r\n"), 100)))
                .isEqualTo("abcd");
    }

    @Test
    void readsToTheEndOfTheConnectionWhenThereIsNoLength() throws IOException {
        assertThat(text(ask(List.of("HTTP/1.0 200 OK\r\n\r\nab", "cd", "close"), 100)))
                .isEqualTo("abcd");
    }

    @Test
    void comesAgainWhenAKeptConnectionWasClosed() throws IOException {
        List<String> closing = new ArrayList<>(FakeDaemon.ok("x"));
        closing.add("close");
        try (FakeDaemon _ = new FakeDaemon(folder.resolve("s"), _ -> closing);
                UnixDockerApi api = api(Duration.ofSeconds(5), 100)) {
            assertThat(text(api.get("/a"))).isEqualTo("x");
            assertThat(text(api.get("/b"))).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 429, 500, 503})
    void anythingButOkIsRefused(int status) throws IOException {
        try (FakeDaemon _ = new FakeDaemon(folder.resolve("s"), _ -> FakeDaemon.status(status));
                UnixDockerApi api = api(Duration.ofSeconds(5), 100)) {
            assertThatThrownBy(() -> api.get("/info"))
                    .isInstanceOfSatisfying(
                            DockerApi.Refused.class, e -> assertThat(e.status()).isEqualTo(status));
            assertThatThrownBy(() -> api.get("/info")).isInstanceOf(DockerApi.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                ""
            })
    void whatIsCutOffIsNoAnswer(String answer) {
        assertThatThrownBy(() -> ask(List.of(answer, "close"), 100))
                .isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n"
            })
    void whatIsNoHttpIsNoAnswer(String answer) {
        assertThatThrownBy(() -> ask(List.of(answer, "close"), 100))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n"
            })
    void whatIsTooLargeIsRefusedBeforeItIsRead(String answer) {
        assertThatThrownBy(() -> ask(List.of(answer), 100)).isInstanceOf(DockerApi.TooLarge.class);
    }

    @Test
    void aHeadWithoutEndIsCut() {
        String line = "X: " + "y".repeat(1000) + "\r\n";
        assertThatThrownBy(() -> ask(List.of("HTTP/1.1 200 OK\r\n" + line.repeat(100)), 100))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aDaemonThatHangsDoesNotHoldUs() throws IOException {
        try (FakeDaemon _ =
                        new FakeDaemon(
                                folder.resolve("s"),
                                _ ->
                                        List.of(
                                                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na",
                                                "hang"));
                UnixDockerApi api = api(Duration.ofMillis(100), 100)) {
            assertThatThrownBy(() -> api.get("/info")).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void noSocketIsAnError() {
        assertThatThrownBy(() -> api(Duration.ofSeconds(1), 10).get("/info"))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "/a b", "/a\r\nX: y", "/ü"})
    void aPathCannotEndTheRequest(String path) {
        assertThatThrownBy(() -> api(Duration.ofSeconds(1), 10).get(path))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever bytes come, there is an answer or an IOException, and no end of time. */
    @Test
    void anyBytesAreAnAnswerOrAnError() throws IOException {
        String good = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder broken = new StringBuilder(good);
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                broken.setCharAt(random.nextInt(broken.length()), (char) random.nextInt(128));
            }
            Path socket = folder.resolve("f" + seed);
            try (FakeDaemon _ = new FakeDaemon(socket, _ -> List.of(broken.toString(), "close"));
                    UnixDockerApi api =
                            new UnixDockerApi(
                                    socket, Duration.ofSeconds(5), 1000, System::nanoTime)) {
                assertThat(api.get("/x")).as("seed %s", seed).isNotNull();
            } catch (IOException _) {
                // said so
            }
        }
    }
}
