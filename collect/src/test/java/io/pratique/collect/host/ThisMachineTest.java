package io.pratique.collect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pratique.collect.Evidence;
import io.pratique.collect.RootedFiles;
import io.pratique.collect.Value;
import io.pratique.collect.docker.UnixDockerApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is read of the machine the tests run on is what its own tools say. */
class ThisMachineTest {
    private final RootedFiles files = new RootedFiles(Path.of("/"));

    /** The output of a tool; the test is skipped, and says so, when it is not there. */
    private static String run(String... command) throws IOException {
        boolean there = false;
        for (String folder : System.getenv("PATH").split(":", -1)) {
            there |= Files.isExecutable(Path.of(folder, command[0]));
        }
        assumeTrue(there, () -> command[0] + " is not on this machine: nothing to compare with");
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void filesAreWhatStatSays() throws IOException {
        Path link = Files.createTempFile("pratique", "x");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("/etc/passwd"));
        for (String path :
                List.of(
                        "/etc/passwd",
                        "/etc/shadow",
                        "/tmp",
                        "/dev/null",
                        "/usr/bin/su",
                        link.toString())) {
            if (!Files.exists(Path.of(path))) {
                continue;
            }
            io.pratique.collect.HostFiles.Status status = files.lstat(path);
            String said = run("stat", "-c", "%a %u %g %Hd:%Ld", path).strip();
            assertThat(
                            Integer.toOctalString(status.mode())
                                    + " "
                                    + status.uid()
                                    + " "
                                    + status.gid()
                                    + " "
                                    + status.device())
                    .as(path)
                    .isEqualTo(said);
        }
        assertThat(files.lstat(link.toString()).target()).isEqualTo("/etc/passwd");
        assertThat(files.stat(link.toString()).type()).isEqualTo("file");
        Files.delete(link);
    }

    @Test
    void processesAreWhatPsSays() throws IOException {
        Map<Integer, String> before = ps();
        List<Processes.Running> running = new Processes(files).all();
        Map<Integer, String> after = ps();
        int compared = 0;
        for (Processes.Running process : running) {
            String said = before.get(process.pid());
            // Only what was the same before and after was so in between.
            if (said != null && said.equals(after.get(process.pid()))) {
                assertThat(process.parent() + " " + process.uid() + " " + process.name())
                        .isEqualTo(said);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(2);
        Set<Integer> seen = new TreeSet<>();
        running.forEach(process -> seen.add(process.pid()));
        assertThat(seen).contains((int) ProcessHandle.current().pid());
    }

    private static Map<Integer, String> ps() throws IOException {
        Map<Integer, String> said = new java.util.TreeMap<>();
        for (String line : run("ps", "-eo", "pid=,ppid=,ruid=,comm=").lines().toList()) {
            String[] words = line.strip().split("\\s+", 4);
            said.put(Integer.parseInt(words[0]), words[1] + " " + words[2] + " " + words[3]);
        }
        return said;
    }

    @Test
    void mountsAreWhatFindmntSays() throws IOException {
        List<String> found = new ArrayList<>();
        for (Mounts.Mount mount : Mounts.read(files).mounts()) {
            found.add(mount.target() + " " + mount.device() + " " + mount.type());
        }
        List<String> said = new ArrayList<>();
        for (String line : run("findmnt", "-rno", "TARGET,MAJ:MIN,FSTYPE").lines().toList()) {
            said.add(line.replace("\\x20", " "));
        }
        assumeTrue(!said.isEmpty(), "findmnt says nothing");
        assertThat(found).containsExactlyInAnyOrderElementsOf(said);
    }

    @Test
    void groupsAreWhatGetentSays() throws IOException {
        List<String> found = new ArrayList<>();
        for (Accounts.Group group : Accounts.read(files).groups()) {
            found.add(group.name() + ":" + group.gid() + ":" + String.join(",", group.members()));
        }
        List<String> said = new ArrayList<>();
        for (String line : run("getent", "group").lines().toList()) {
            String[] columns = line.split(":", 4);
            said.add(columns[0] + ":" + columns[2] + ":" + columns[3]);
        }
        // Others may come from a directory, and then there is a hole.
        assertThat(said).containsAll(found);
    }

    @Test
    void listenersAreWhatSsSays() throws IOException {
        try (java.net.ServerSocket open =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Value.Items listeners = new Listeners(files).all(new Processes(files).all());
            Set<String> found = new TreeSet<>();
            boolean mine = false;
            for (Value item : listeners.items()) {
                Value.Fields listener = (Value.Fields) item;
                if (listener.text("protocol").orElseThrow().startsWith("tcp")) {
                    found.add(((Value.Numeral) listener.get("port").orElseThrow()).written());
                }
                mine |=
                        listener.get("port")
                                        .equals(
                                                java.util.Optional.of(
                                                        Value.of(open.getLocalPort())))
                                && listener.get("pid")
                                        .equals(
                                                java.util.Optional.of(
                                                        Value.of(ProcessHandle.current().pid())));
            }
            assertThat(mine).as("our own socket, with our own pid").isTrue();
            Set<String> said = new TreeSet<>();
            for (String line : run("ss", "-Hltn").lines().toList()) {
                String address = line.strip().split("\\s+", -1)[3];
                said.add(address.substring(address.lastIndexOf(':') + 1));
            }
            assertThat(found).contains(Integer.toString(open.getLocalPort()));
            // Other tests may open and close some meanwhile.
            assertThat(said).contains(Integer.toString(open.getLocalPort()));
        }
    }

    /** A host is read in less than a second; the best of five, as others work on this machine. */
    @Test
    void isReadInLessThanASecond() throws IOException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            try (UnixDockerApi docker =
                    new UnixDockerApi(
                            Path.of("/nonexistent/docker.sock"),
                            Duration.ofSeconds(1),
                            1 << 20,
                            System::nanoTime)) {
                long start = System.nanoTime();
                Evidence evidence =
                        new HostCollector(
                                        files,
                                        docker,
                                        new HostCollector.Settings("/nonexistent/docker.sock", "1"),
                                        Clock.systemUTC(),
                                        new byte[] {1})
                                .collect();
                best = Math.min(best, (System.nanoTime() - start) / 1_000_000);
                assertThat(evidence.subjects()).isNotEmpty();
            }
        }
        assertThat(best).isLessThan(1_000);
    }
}
