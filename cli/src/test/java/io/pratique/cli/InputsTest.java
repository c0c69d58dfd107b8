package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pratique.document.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the words of a command line stand for, tried on real files. */
@Timeout(60)
class InputsTest {
    private static final String POD =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: NAME}\nspec: {containers: [{name: a, image: a}]}\n";

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int check(InputStream in, String... words) {
        List<String> all = new ArrayList<>(List.of("check", "--output", "jsonl"));
        all.addAll(List.of(words));
        return Main.run(
                all,
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private int check(Object... words) {
        String[] texts = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            texts[i] = words[i].toString();
        }
        return check(InputStream.nullInputStream(), texts);
    }

    /** The names of the pods that were judged, in order. */
    private List<String> judged() {
        return lines().stream()
                .filter(line -> line.contains("\"kind\":\"Pod\""))
                .map(line -> text(line, "name"))
                .toList();
    }

    private List<String> errors() {
        return lines().stream()
                .filter(line -> line.contains("\"verdict\":\"error\""))
                .map(line -> text(line, "code"))
                .toList();
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String text(String line, String key) {
        String from = line.substring(line.indexOf("\"" + key + "\":\"") + key.length() + 4);
        return from.substring(0, from.indexOf('"'));
    }

    private Path pod(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        String name = file.getFileName().toString();
        return Files.writeString(file, POD.replace("NAME", name.replaceAll("[^a-z0-9]", "-")));
    }

    @Test
    void readsTheManifestsOfAFolderAndOfThoseBelowByName() throws IOException {
        pod("b.yaml");
        pod("a.yml");
        pod("sub/deep/c.YAML");
        pod("a-b/d.yaml");
        Files.writeString(
                folder.resolve("e.json"),
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"e-json\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"a\"}]}}");
        pod("notes.txt");

        check(folder);

        assertThat(judged()).containsExactly("d-yaml", "a-yml", "b-yaml", "e-json", "c-----");
        assertThat(errors()).isEmpty();
    }

    @Test
    void readsAFileOfAnyNameWhenItIsNamed() throws IOException {
        check(pod("deployment.tpl"));

        assertThat(judged()).containsExactly("deployment-tpl");
    }

    @Test
    void leavesCopiesOfOtherProjectsOutUnlessTheyAreNamed() throws IOException {
        pod(".git/a.yaml");
        pod("node_modules/b/b.yaml");
        pod(".hidden/c.yaml");

        check(folder);
        assertThat(judged()).containsExactly("c-yaml");

        out.reset();
        check(folder.resolve("node_modules"));
        assertThat(judged()).containsExactly("b-yaml");
    }

    @Test
    void expandsPatternsAsAShellDoes() throws IOException {
        pod("k8s/a.yaml");
        pod("k8s/one/b.yaml");
        pod("k8s/one/two/c.yaml");
        pod("k8s/one/two/d.txt");
        pod("k8s/.secret/e.yaml");
        pod("other/f.yaml");

        check(folder + "/k8s/**/*.yaml");
        assertThat(judged()).containsExactly("a-yaml", "b-yaml", "c-yaml");

        out.reset();
        check(folder + "/k8s/*/two/[cd].*");
        assertThat(judged()).containsExactly("c-yaml", "d-txt");

        out.reset();
        check(folder + "/{k8s,other}");
        assertThat(judged())
                .containsExactlyInAnyOrder("a-yaml", "b-yaml", "c-yaml", "e-yaml", "f-yaml");

        out.reset();
        assertThat(check(folder + "/k8s/*.json")).isEqualTo(2);
        assertThat(errors()).containsExactly("no-such-file");
        assertThat(lines().getFirst()).contains("no file or folder matches");
    }

    @Test
    void takesANameForItselfBeforeItTakesItForAPattern() throws IOException {
        pod("a.yaml");
        check(pod("[a].yaml"));

        assertThat(judged()).containsExactly("-a--yaml");
    }

    @Test
    void refusesAPatternThatIsNone() throws IOException {
        assertThat(check(folder + "/[a", pod("b.yaml"))).isEqualTo(2);
        assertThat(errors()).containsExactly("bad-pattern");
        assertThat(judged()).containsExactly("b-yaml");
    }

    @Test
    void judgesAFileOnceHoweverOftenItIsReached() throws IOException {
        Path file = pod("real/a.yaml");
        Files.createSymbolicLink(folder.resolve("real/z.yaml"), Path.of("a.yaml"));
        Files.createSymbolicLink(folder.resolve("again"), Path.of("real"));

        check(folder, file, folder.resolve("real"));

        assertThat(judged()).containsExactly("a-yaml");
        assertThat(errors()).isEmpty();
    }

    @Test
    void judgesTwoNamesOfOneFileUnderBoth() throws IOException {
        Path file = pod("a.yaml");
        Files.createLink(folder.resolve("b.yaml"), file);

        check(folder, folder);

        assertThat(
                        lines().stream()
                                .filter(line -> line.contains("\"Pod\""))
                                .map(line -> text(line, "path")))
                .startsWith(file.toString(), folder.resolve("b.yaml").toString());
    }

    @Test
    void isNotCaughtByLinksThatLoop() throws IOException {
        pod("a/a.yaml");
        Files.createSymbolicLink(folder.resolve("a/up"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("a/here"), Path.of("."));
        for (int i = 0; i < 20; i++) {
            Path sub = Files.createDirectories(folder.resolve("web/" + i));
            Files.createSymbolicLink(sub.resolve("x"), Path.of("../" + (i + 1) % 20));
            Files.createSymbolicLink(sub.resolve("y"), Path.of("../" + (i + 7) % 20));
        }

        assertThat(check(folder)).isNotEqualTo(2);
        assertThat(judged()).containsExactly("a-yaml");

        out.reset();
        check(folder + "/**/*.yaml");
        assertThat(judged()).containsExactly("a-yaml");
    }

    @Test
    void saysWhichLinksLeadNowhere() throws IOException {
        pod("a.yaml");
        Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("gone.yaml"));
        Files.createSymbolicLink(folder.resolve("c.yaml"), Path.of("c.yaml"));
        Files.createSymbolicLink(folder.resolve("folder"), Path.of("gone"));
        Files.createSymbolicLink(folder.resolve("image.png"), Path.of("gone"));
        Files.createSymbolicLink(folder.resolve(".#a.yaml"), Path.of("user@host.1"));

        assertThat(check(folder)).isEqualTo(2);
        assertThat(errors()).containsExactly("broken-link", "link-loop", "broken-link");
        assertThat(judged()).containsExactly("a-yaml");
    }

    @Test
    void saysWhatMayNotBeRead() throws IOException {
        Path file = pod("a.yaml");
        pod("shut/b.yaml");
        pod("c.yaml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(
                folder.resolve("shut"), PosixFilePermissions.fromString("---------"));
        try {
            assumeTrue(!Files.isReadable(file), "root may read everything");
            assertThat(check(folder)).isEqualTo(2);
            assertThat(errors()).containsExactly("unreadable", "unreadable");
            assertThat(judged()).containsExactly("c-yaml");
        } finally {
            Files.setPosixFilePermissions(
                    folder.resolve("shut"), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void saysWhatIsNotThere() throws IOException {
        assertThat(check(folder.resolve("gone.yaml"), pod("a.yaml"), "")).isEqualTo(2);
        assertThat(errors()).containsExactly("no-such-file");
        assertThat(judged()).containsExactly("a-yaml");
    }

    @Test
    void saysThatAFileVanished() throws IOException {
        Path first = pod("a.yaml");
        Path second = pod("b.yaml");
        pod("c.yaml");
        List<Outcome> outcomes = new ArrayList<>();
        Inputs inputs =
                new Inputs(
                        folder.getFileSystem(),
                        new Inputs.Found() {
                            @Override
                            public void file(Path file, long size, boolean named) {
                                try {
                                    // The second goes between being listed and being read.
                                    Files.deleteIfExists(second);
                                    SourceFile.read(file);
                                } catch (IOException e) {
                                    outcomes.add(Inputs.unreadableFile(file.toString(), e));
                                }
                            }

                            @Override
                            public void standardInput() {}

                            @Override
                            public void problem(Outcome.Failed problem) {
                                outcomes.add(problem);
                            }
                        });

        inputs.find(folder.toString());

        assertThat(first).exists();
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.path()).isEqualTo(second.toString()));
        assertThat(Inputs.unreadableFile("b", new java.nio.file.NoSuchFileException("b")).code())
                .isEqualTo("vanished");
    }

    @Test
    void readsAPipeThatIsNamedAndNotOneThatIsFound() throws Exception {
        Path pipe = folder.resolve("pipe.yaml");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);

        assertThat(check(folder)).isEqualTo(2);
        assertThat(errors()).containsExactly("not-a-file");

        out.reset();
        byte[] large = ("# " + "x".repeat(200_000) + "\n" + POD).getBytes(StandardCharsets.UTF_8);
        Thread writer =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try (var stream =
                                    Files.newOutputStream(pipe, StandardOpenOption.WRITE)) {
                                stream.write(large);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
        check(pipe);
        writer.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(judged()).containsExactly("NAME");
        assertThat(lines().getFirst()).contains("\"line\":2");
    }

    @Test
    void refusesADeviceWithoutEnd() {
        assumeTrue(Files.exists(Path.of("/dev/zero")));

        assertThat(check("/dev/zero")).isEqualTo(2);
        assertThat(errors()).containsExactly("too-large");
    }

    @Test
    void refusesFilesOverTheLimitAndJudgesTheOthers() throws IOException {
        Path large = folder.resolve("a.yaml");
        try (FileChannel channel =
                FileChannel.open(large, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {'#'}), Source.MAX_BYTES);
        }
        pod("b.yaml");

        assertThat(check(folder)).isEqualTo(2);
        assertThat(errors()).containsExactly("too-large");
        assertThat(lines().getFirst()).contains("64 MiB", "Split it");
        assertThat(judged()).containsExactly("b-yaml");
    }

    @Test
    void refusesStandardInputOverTheLimit() {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return '#';
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) {
                        java.util.Arrays.fill(bytes, from, from + length, (byte) '#');
                        return length;
                    }
                };

        assertThat(check(endless, "-")).isEqualTo(2);
        assertThat(errors()).containsExactly("too-large");
    }

    @Test
    void readsStandardInputBesideFilesInTheirOrder() throws IOException {
        InputStream in = new ByteArrayInputStream(POD.getBytes(StandardCharsets.UTF_8));

        check(in, pod("b.yaml").toString(), "-", pod("a.yaml").toString());

        assertThat(judged()).containsExactly("b-yaml", "NAME", "a-yaml");
    }

    @Test
    void doesNotCallAnEmptyFolderClean() {
        assertThat(check(folder)).isEqualTo(2);
        assertThat(lines()).singleElement().asString().contains("\"workloads\":0");
    }

    @Test
    void readsFilesWhoseNamesAreNoText() throws Exception {
        // A name that is not UTF-8 cannot be written in Java: a shell makes it.
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "printf 'apiVersion: v1\\nkind: Pod\\nmetadata: {name: odd}\\nspec: {containers: [{name: a, image: a}]}\\n' >\"$1/$(printf 'caf\\351.yaml')\"",
                                "sh",
                                folder.toString())
                        .start();
        assumeTrue(process.waitFor() == 0);

        check(folder);

        assertThat(judged()).containsExactly("odd");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Files.write(
                folder.resolve("a.yaml"), "a: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        pod("b.yaml");

        assertThat(check(folder)).isEqualTo(2);
        assertThat(errors()).containsExactly("not-utf8");
        assertThat(judged()).containsExactly("b-yaml");
    }

    @Test
    void listsWhatLiesInAFolderAndIsNoManifestAndRefusesItWhenNamed() throws IOException {
        Path other =
                Files.writeString(
                        folder.resolve("package.json"), "{\"name\":\"x\",\"scripts\":{}}");
        Files.writeString(
                folder.resolve("Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        Files.writeString(folder.resolve("list.json"), "[1]");
        pod("a.yaml");

        assertThat(check(folder)).isLessThan(2);
        assertThat(judged()).containsExactly("a-yaml");
        assertThat(lines().getLast()).contains("documents without apiVersion and kind\":3");

        out.reset();
        assertThat(check(other)).isEqualTo(2);
        assertThat(errors()).containsExactly("unknown-document");
    }

    @Test
    void refusesAManifestWithoutItsKindWhereverItLies() throws IOException {
        Files.writeString(
                folder.resolve("a.yaml"),
                "apiVersion: v1\nmetadata: {name: a}\nspec: {containers: []}\n");
        Files.writeString(folder.resolve("b.yaml"), "spec: {containers: []}\n");

        assertThat(check(folder)).isEqualTo(2);
        assertThat(errors()).containsExactly("unknown-document", "unknown-document");
    }

    @Test
    void countsAndListsOtherKinds() throws IOException {
        Files.writeString(
                folder.resolve("a.yaml"),
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\n");
        pod("b.yaml");

        assertThat(check(folder)).isLessThan(2);
        assertThat(lines().getLast()).contains("\"v1 ConfigMap\":1", "\"example.com/v1 Thing\":1");
    }
}
