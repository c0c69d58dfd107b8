package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.capture.RawEvent;
import io.pratique.runtime.capture.ScapWriter;
import io.pratique.runtime.capture.Simulation;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest {
    private static final String RULES =
            """
            - rule: Shadow read
              desc: d
              condition: evt.type in (open, openat) and fd.name = /etc/shadow and evt.is_open_read = true
              output: read by %proc.name of %proc.pname in %container.id (%k8s.pod.name)
              priority: error
              tags: [a, b]
            - rule: Shell
              desc: d
              condition: evt.type = execve and proc.name = sh
              output: shell %proc.cmdline
              priority: notice
            """;

    @TempDir private Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path capture = Path.of("");
    private Path rules = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Simulation simulation =
                Simulation.parse(
                        """
                        process 10 /usr/sbin/nginx -- parent=1 uid=33 container=web
                        spawn 11 10 /bin/sh -c "cat /etc/shadow"
                        open 11 /etc/shadow O_RDONLY
                        open 11 /etc/hosts O_RDONLY
                        """);
        capture = folder.resolve("a.scap");
        SystemState state = new SystemState(StateLimits.standard());
        try (ScapWriter writer = new ScapWriter(Files.newOutputStream(capture), true)) {
            boolean isFirst = true;
            while (simulation.next(state)) {
                if (isFirst) {
                    state.describe(writer.system());
                    isFirst = false;
                }
                RawEvent event = simulation.event();
                writer.event(event);
            }
        }
        rules = Files.writeString(folder.resolve("r.yaml"), RULES);
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Main.run(
                List.of(arguments),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsFalcosLineForEveryRuleThatFires() {
        assertThat(run("replay", capture.toString(), "--rules", rules.toString())).isZero();
        assertThat(out().lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith(": Notice shell sh -c cat /etc/shadow");
        assertThat(out())
                .contains(
                        "Error read by sh of nginx in "
                                + Simulation.containerId("web").substring(0, 12)
                                + " (<NA>)");
    }

    @Test
    void printsFalcosObjectOneALine() {
        assertThat(run("replay", capture.toString(), "-r", rules.toString(), "-o", "json"))
                .isZero();
        JsonNode alert = JsonMapper.shared().readTree(out().lines().toList().getLast());
        assertThat(alert.get("rule").asString()).isEqualTo("Shadow read");
        assertThat(alert.get("priority").asString()).isEqualTo("Error");
        assertThat(alert.get("hostname").asString()).isEqualTo("sample");
        assertThat(alert.get("output_fields").get("proc.name").asString()).isEqualTo("sh");
        assertThat(alert.get("output_fields").get("k8s.pod.name").isNull()).isTrue();
        assertThat(alert.get("tags")).hasSize(2);
    }

    @Test
    void judgesWhatIsInFrontOfACutAndSaysWhereItIs() throws IOException {
        Path plain = folder.resolve("cut.scap");
        try (java.util.zip.GZIPInputStream in =
                new java.util.zip.GZIPInputStream(Files.newInputStream(capture))) {
            byte[] all = in.readAllBytes();
            Files.write(plain, Arrays.copyOf(all, all.length - 30));
        }
        int code = run("replay", plain.toString(), capture.toString(), "-r", rules.toString());
        assertThat(code).isEqualTo(2);
        assertThat(out().lines()).hasSize(4);
        assertThat(err()).contains("cut.scap", "cut off", "at byte");
    }

    @Test
    void readsTheRestWhenAFileIsMissing() {
        String missing = folder.resolve("missing.scap").toString();
        assertThat(run("replay", missing, capture.toString(), "-r", rules.toString())).isEqualTo(2);
        assertThat(err()).contains("there is no such file");
        assertThat(out().lines()).hasSize(2);
    }

    @Test
    void judgesByTheRulesThatAreValid() throws IOException {
        Path broken =
                Files.writeString(
                        folder.resolve("broken.yaml"),
                        RULES
                                + "- rule: Bad\n  desc: d\n  condition: proc.nme = x\n  output: o\n  priority: info\n");
        assertThat(run("replay", capture.toString(), "-r", broken.toString())).isEqualTo(2);
        assertThat(err()).contains("proc.nme");
    }

    @Test
    void wantsRules() {
        assertThat(run("replay", capture.toString())).isEqualTo(3);
        assertThat(err()).contains("--rules");
    }

    @Test
    void convertsEventsToLinesOfJson() {
        assertThat(run("convert", capture.toString(), "--filter", "fd.name startswith /etc"))
                .isZero();
        List<String> lines = out().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode event = JsonMapper.shared().readTree(lines.getFirst());
        assertThat(event.get("evt.type").asString()).isEqualTo("openat");
        assertThat(event.get("proc.name").asString()).isEqualTo("sh");
        assertThat(event.get("fd.num").asInt()).isEqualTo(3);
        assertThat(event.get("args").get("name").asString()).isEqualTo("/etc/shadow");
    }

    @Test
    void convertsToASmallerCapture() {
        Path part = folder.resolve("part.scap");
        assertThat(
                        run(
                                "convert",
                                capture.toString(),
                                "-o",
                                "scap",
                                "--filter",
                                "evt.type = openat",
                                "--to",
                                part.toString()))
                .isZero();
        assertThat(run("convert", part.toString(), "--fields", "evt.type,fd.name")).isZero();
        assertThat(out().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"evt.type\":\"openat\""));
    }

    @Test
    void saysWhatIsWrongWithAFilter() {
        assertThat(run("convert", capture.toString(), "--filter", "proc.nme = x")).isEqualTo(3);
        assertThat(err()).contains("proc.nme", "proc.name");
        assertThat(run("convert", capture.toString(), "-o", "scap")).isEqualTo(3);
    }
}
