package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixRunTest {
    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              hostPID: true # why?
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: a
                  image: x
                  env: [{name: TOKEN, value: hunter2}]
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;

    private static final String MENDED = POD.replace("  hostPID: true # why?\n", "");

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String input, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--policy", "pod-security:restricted:v1.34"));
        return Main.run(
                words,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsADiffAndNothingElseToStandardOutput() {
        assertThat(run(POD, "check", "-", "--fix")).isEqualTo(1);
        assertThat(said(out))
                .isEqualTo(
                        """
                        --- a/stdin
                        +++ b/stdin
                        @@ -2,7 +2,6 @@
                         kind: Pod
                         metadata: {name: p}
                         spec:
                        -  hostPID: true # why?
                           securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                           containers:
                             - name: a
                        """);
        assertThat(said(err)).contains("Mended 1 violation in 1 file", "1 workload: 1 blocked");
    }

    @Test
    void writesACopyAtThePathOfTheFileAndLeavesTheFileAlone() throws IOException {
        Path file = folder.resolve("in/k8s/pod.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, POD);
        Path copies = folder.resolve("out");

        assertThat(run("", "check", file.toString(), "--fix-to", copies.toString())).isEqualTo(1);

        assertThat(Files.readString(file)).isEqualTo(POD);
        Path copy = copies.resolve(Path.of("/").relativize(file.toAbsolutePath()));
        assertThat(Files.readString(copy)).isEqualTo(MENDED);
        assertThat(copy.getParent().toFile().list()).hasSize(1);
        assertThat(said(out)).contains("hostPID");
        assertThat(said(err)).contains("wrote " + copy);
    }

    @Test
    void neverWritesOverTheFileItself() throws IOException {
        Path file = folder.resolve("pod.yaml");
        Files.writeString(file, POD);

        assertThat(run("", "check", file.toString(), "--fix-to", "/")).isEqualTo(2);

        assertThat(Files.readString(file)).isEqualTo(POD);
        assertThat(said(err)).contains("the copy would be the file itself");
    }

    @Test
    void saysWhenAFolderCannotBeWrittenTo() throws IOException {
        Path file = folder.resolve("pod.yaml");
        Files.writeString(file, POD);
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "a file, and no folder");

        assertThat(run("", "check", file.toString(), "--fix-to", blocked.toString())).isEqualTo(2);
        assertThat(said(err)).contains("cannot write");
    }

    @Test
    void mendsAFileThatIsNamedTwiceOnce() throws IOException {
        Path file = folder.resolve("pod.yaml");
        Files.writeString(file, POD);

        run("", "check", file.toString(), file.toString(), "--fix");

        assertThat(said(out).lines().filter(line -> line.startsWith("---"))).hasSize(1);
    }

    @Test
    void listsWhatItDoesNotMendWithItsPatch() {
        String shared =
                POD.replace("hostPID: true", "hostPID: &yes true")
                        .replace("image: x", "image: x\n      tty: *yes");

        run(shared, "check", "-", "--fix");

        assertThat(said(out)).isEmpty();
        assertThat(said(err))
                .contains("Nothing was mended", "1 violation not mended", "\"op\":\"remove\"");
    }

    @Test
    void refusesADiffBesideAReport() {
        assertThat(run(POD, "check", "-", "--fix", "--output", "json")).isEqualTo(3);
        assertThat(said(err)).contains("--fix-to DIR");
    }
}
