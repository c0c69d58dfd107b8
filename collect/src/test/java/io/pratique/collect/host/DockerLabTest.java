package io.pratique.collect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.EvidenceWriter;
import io.pratique.collect.RootedFiles;
import io.pratique.collect.Value;
import io.pratique.collect.docker.UnixDockerApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real dockerd with good and bad configurations. It needs root and the folder that {@code
 * lab/docker/install.sh} prints, in the variable PRATIQUE_LAB_DOCKER; without them it is skipped.
 */
class DockerLabTest {
    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private Path home;
    private Process daemon;

    @BeforeEach
    void findDocker() {
        String named = System.getenv("PRATIQUE_LAB_DOCKER");
        assumeTrue(
                named != null && Files.isExecutable(Path.of(named, "usr/sbin/dockerd")),
                "SKIPPED: no dockerd to test with. Run lab/docker/install.sh and set"
                        + " PRATIQUE_LAB_DOCKER to what it prints");
        assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: dockerd needs root");
        home = Path.of(named);
    }

    private Process start(List<String> words, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .merge(
                        "PATH",
                        home + "/usr/sbin:" + home + "/usr/bin:",
                        (before, ours) -> ours + before);
        return builder.start();
    }

    private void dockerd(String configuration, String... more) throws Exception {
        Path file = folder.resolve("daemon.json");
        Files.writeString(file, configuration);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                home + "/usr/sbin/dockerd",
                                "--config-file",
                                file.toString(),
                                "--data-root",
                                folder + "/data",
                                "--exec-root",
                                folder + "/exec",
                                "-H",
                                "unix://" + folder + "/d.sock",
                                "--pidfile",
                                folder + "/pid",
                                "--iptables=false",
                                "--bridge=none",
                                "--storage-driver=overlay2"));
        words.addAll(List.of(more));
        daemon = start(words, folder.resolve("log"));
        for (int i = 0; i < 300; i++) {
            if (docker("version") == 0) {
                return;
            }
            assertThat(daemon.isAlive())
                    .as(() -> {
                        try {
                            return Files.readString(folder.resolve("log"));
                        } catch (IOException e) {
                            return e.toString();
                        }
                    })
                    .isTrue();
            Thread.sleep(100);
        }
        throw new AssertionError("dockerd does not answer");
    }

    private int docker(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(home + "/usr/bin/docker", "-H"));
        all.add("unix://" + folder + "/d.sock");
        all.addAll(List.of(words));
        return start(all, folder.resolve("docker.log")).waitFor();
    }

    @AfterEach
    void stop() throws Exception {
        if (daemon != null) {
            daemon.destroy();
            if (!daemon.waitFor(30, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
    }

    private Evidence collect() throws IOException {
        Path socket = folder.resolve("d.sock");
        try (UnixDockerApi api =
                new UnixDockerApi(socket, Duration.ofSeconds(10), 32 << 20, System::nanoTime)) {
            return new HostCollector(
                            new RootedFiles(Path.of("/")),
                            api,
                            new HostCollector.Settings(socket.toString(), "lab"),
                            Clock.systemUTC(),
                            new byte[] {1})
                    .collect();
        }
    }

    @Test
    void aDaemonThatIsConfiguredWellIsSeenSo() throws Exception {
        Path seccomp = folder.resolve("seccomp.json");
        Files.writeString(seccomp, "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[]}");
        dockerd(
                "{\"live-restore\":true,\"userland-proxy\":false,\"no-new-privileges\":true,"
                        + "\"log-driver\":\"json-file\",\"log-opts\":{\"max-size\":\"1m\"},"
                        + "\"default-ulimits\":{\"nofile\":{\"Name\":\"nofile\",\"Hard\":1024,\"Soft\":512}}}",
                "--seccomp-profile=" + seccomp);
        Evidence evidence = collect();
        Value.Fields host = FakeHost.host(evidence);

        assertThat(host.fields("info").isTrue("LiveRestoreEnabled")).isTrue();
        Value.Fields daemonView = host.fields("daemon");
        assertThat(daemonView.items("unread")).isEmpty();
        assertThat(daemonView.fields("effective").members())
                .containsEntry("no-new-privileges", Value.of(true))
                .containsEntry("userland-proxy", Value.of(false))
                .containsEntry("iptables", Value.of(false))
                .containsEntry("bridge", Value.of("none"));
        assertThat(daemonView.fields("origin").members())
                .containsEntry("no-new-privileges", Value.of(folder + "/daemon.json"))
                .containsEntry("bridge", Value.of("command line"));
        assertThat(host.fields("files").fields(folder + "/daemon.json").text("mode")).isPresent();
        assertThat(host.fields("seccompProfiles").fields(seccomp.toString()).text("defaultAction"))
                .hasValue("SCMP_ACT_ALLOW");
        assertThat(host.fields("networks").members()).as("--bridge=none").isEmpty();
        assertThat(host.fields("dockerRoot").get("mountPoint"))
                .as("it mounts its folder onto itself")
                .contains(Value.of(false));
        assertThat(evidence.coverage().entries())
                .filteredOn(entry -> entry.source().startsWith("docker"))
                .allMatch(entry -> entry.status() == Coverage.Status.OK);
        assertThat(FakeHost.subject(evidence, "docker.host", id(evidence)).relations())
                .containsEntry("containers", List.of());
    }

    @Test
    void aDaemonThatIsOpenIsSeenSo() throws Exception {
        dockerd(
                "{\"insecure-registries\":[\"registry.lab:5000\"],\"experimental\":true,\"debug\":true}",
                "-H",
                "tcp://127.0.0.1:23751",
                "--log-level=debug",
                "--default-ulimit",
                "nofile=9:10");
        Value.Fields host = FakeHost.host(collect());
        Value.Fields effective = host.fields("daemon").fields("effective");

        assertThat(effective.items("hosts"))
                .containsExactly(
                        Value.of("unix://" + folder + "/d.sock"),
                        Value.of("tcp://127.0.0.1:23751"));
        assertThat(effective.items("insecure-registries"))
                .containsExactly(Value.of("registry.lab:5000"));
        assertThat(effective.fields("default-ulimits").fields("nofile").members())
                .containsEntry("Soft", Value.of(9))
                .containsEntry("Hard", Value.of(10));
        assertThat(host.fields("info").isTrue("ExperimentalBuild")).isTrue();
        assertThat(host.items("listeners"))
                .anySatisfy(listener ->
                        assertThat(((Value.Fields) listener).members())
                                .containsEntry("port", Value.of(23751))
                                .containsEntry("address", Value.of("127.0.0.1"))
                                .containsEntry("process", Value.of("dockerd")));
    }

    @Test
    void containersAreReadWithTheirLimitsAndWithoutTheirSecrets() throws Exception {
        dockerd("{}");
        Path archive = folder.resolve("image.tar");
        Path script = Path.of("..", "lab", "docker", "image.sh").toAbsolutePath().normalize();
        assertThat(
                        start(
                                        List.of(script.toString(), archive.toString()),
                                        folder.resolve("i.log"))
                                .waitFor())
                .isZero();
        assertThat(docker("load", "-i", archive.toString())).isZero();
        assertThat(
                        docker(
                                "run",
                                "-d",
                                "--name",
                                "good",
                                "--network",
                                "none",
                                "--memory",
                                "64m",
                                "--read-only",
                                "--cap-drop",
                                "ALL",
                                "-e",
                                "A=C4naryRun",
                                "--restart",
                                "on-failure:3",
                                "lab/sleep:1"))
                .isZero();
        assertThat(
                        docker(
                                "run",
                                "-d",
                                "--name",
                                "bad",
                                "--network",
                                "host",
                                "--pid",
                                "host",
                                "--privileged",
                                "-v",
                                folder + "/d.sock:/docker.sock",
                                "--label",
                                "api-token=C4naryLabel",
                                "lab/sleep:1"))
                .isZero();
        assertThat(docker("create", "--name", "not-run", "--network", "none", "lab/sleep:1"))
                .isZero();
        Evidence evidence = collect();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new EvidenceWriter().write(evidence, written);

        assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("C4nary");
        Value.Fields good = container(evidence, "/good");
        Value.Fields bad = container(evidence, "/bad");
        assertThat(good.fields("inspect").fields("HostConfig").isTrue("ReadonlyRootfs")).isTrue();
        assertThat(good.fields("cgroup").get("memory.max")).contains(Value.of(64 << 20));
        assertThat(good.fields("process").members())
                .containsEntry("uid", Value.of(1000))
                .containsEntry("seccomp", Value.of(2));
        assertThat(bad.fields("inspect").fields("HostConfig").isTrue("Privileged")).isTrue();
        assertThat(bad.fields("cgroup").get("memory.max")).contains(Value.of("max"));
        assertThat(bad.fields("process").members())
                .containsEntry("uid", Value.of(1000))
                .containsEntry("seccomp", Value.of(0));
        assertThat(evidence.subjects())
                .filteredOn(subject -> subject.kind().equals("docker.container"))
                .hasSize(2);
        Map<String, List<String>> relations =
                FakeHost.subject(evidence, "docker.host", id(evidence)).relations();
        assertThat(relations.get("containers")).hasSize(2);
        docker("rm", "-f", "good", "bad", "not-run");
    }

    private static String id(Evidence evidence) {
        return evidence.subjects().stream()
                .filter(subject -> subject.kind().equals("docker.host"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static Value.Fields container(Evidence evidence, String name) {
        return evidence.subjects().stream()
                .filter(subject -> subject.kind().equals("docker.container"))
                .map(subject -> ((Evidence.Doc) subject.content()).fields())
                .filter(doc ->
                        doc.fields("inspect").text("Name").equals(java.util.Optional.of(name)))
                .findFirst()
                .orElseThrow();
    }
}
