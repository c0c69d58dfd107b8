package io.pratique.cli.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.TextEdit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {
    private static final long SEED = 20261124;

    private static String diff(String text, TextEdit... edits) {
        return UnifiedDiff.of("a.yaml", text.getBytes(StandardCharsets.UTF_8), List.of(edits));
    }

    @Test
    void showsThreeLinesAroundAChange() {
        assertThat(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", new TextEdit(8, 9, "five")))
                .isEqualTo(
                        """
                        --- a/a.yaml
                        +++ b/a.yaml
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
    }

    @Test
    void showsAnInsertedLineAsAdded() {
        assertThat(diff("1\n2\n", new TextEdit(2, 2, "new\n")))
                .isEqualTo("--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,3 @@\n 1\n+new\n 2\n");
    }

    @Test
    void saysWhereAnEndOfLineIsMissing() {
        assertThat(diff("1\n2", new TextEdit(3, 3, "\nnew")))
                .isEqualTo(
                        "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,3 @@\n 1\n-2\n\\ No newline at end of file\n+2\n+new\n\\ No newline at end of file\n");
    }

    @Test
    void saysNothingWhenNothingDiffers() {
        assertThat(diff("1\n2\n")).isEmpty();
        assertThat(diff("1\n2\n", new TextEdit(0, 1, "1"))).isEmpty();
    }

    @Test
    void quotesNamesAsGitDoes() {
        byte[] text = "a\n".getBytes(StandardCharsets.UTF_8);
        List<TextEdit> edits = List.of(new TextEdit(0, 1, "b"));
        assertThat(UnifiedDiff.of("a b.yaml", text, edits)).startsWith("--- a/a b.yaml\t\n");
        assertThat(UnifiedDiff.of("é\n\".yaml", text, edits))
                .startsWith("--- \"a/\\303\\251\\012\\\".yaml\"\n");
    }

    @Test
    void isTakenByGitAndByPatchAndMakesTheEditedText(@TempDir Path folder)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        for (int round = 0; round < 40; round++) {
            StringBuilder text = new StringBuilder();
            String end = random.nextInt(4) == 0 ? "\r\n" : "\n";
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append("l").append(random.nextInt(4)).append(end);
            }
            if (random.nextBoolean()) {
                text.setLength(text.length() - end.length());
            }
            byte[] old = text.toString().getBytes(StandardCharsets.UTF_8);
            List<TextEdit> edits = new ArrayList<>();
            int at = random.nextInt(4);
            while (at < old.length) {
                int stop = Math.min(old.length, at + random.nextInt(6));
                edits.add(
                        new TextEdit(
                                at, stop, List.of("", "x", "y\n", "\nz").get(random.nextInt(4))));
                at = stop + random.nextInt(20);
            }
            byte[] expected = applied(old, edits);
            String diff = UnifiedDiff.of("a b.yaml", old, edits);
            if (diff.isEmpty()) {
                assertThat(expected).isEqualTo(old);
                continue;
            }
            Path file = folder.resolve("a b.yaml");
            Path patch = folder.resolve("p.diff");
            Files.writeString(patch, diff);
            for (List<String> command :
                    List.of(
                            List.of("git", "apply", "--whitespace=nowarn", "p.diff"),
                            List.of("patch", "-p1", "-s", "--binary", "-i", "p.diff"))) {
                Files.write(file, old);
                Process process;
                try {
                    process =
                            new ProcessBuilder(command)
                                    .directory(folder.toFile())
                                    .redirectErrorStream(true)
                                    .start();
                } catch (IOException _) {
                    continue; // The machine does not have this program.
                }
                String said =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                String context =
                        "seed " + SEED + " round " + round + " " + command + "\n" + diff + said;
                assertThat(process.exitValue()).as(context).isZero();
                byte[] made =
                        expected.length == 0 && !Files.exists(file)
                                ? new byte[0]
                                : Files.readAllBytes(file);
                assertThat(made).as(context).isEqualTo(expected);
            }
        }
    }

    private static byte[] applied(byte[] old, List<TextEdit> edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (TextEdit edit : edits) {
            out.write(old, at, edit.start() - at);
            out.writeBytes(edit.text().getBytes(StandardCharsets.UTF_8));
            at = edit.end();
        }
        out.write(old, at, old.length - at);
        return out.toByteArray();
    }
}
