package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the shells that are there: bash always is where this is built, zsh and fish often are not.
 */
class CompletionTest {
    @TempDir private Path folder;

    private static String script(String shell) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(
                        Main.run(
                                List.of("completion", shell),
                                new ByteArrayInputStream(new byte[0]),
                                printed,
                                printed))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static boolean exists(String shell) {
        return Files.isExecutable(Path.of("/bin/" + shell))
                || Files.isExecutable(Path.of("/usr/bin/" + shell));
    }

    /** What bash offers behind some words, split as bash splits them. */
    private List<String> complete(String... words) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("pratique.bash"), script("bash"));
        StringBuilder line = new StringBuilder("source " + script + "\nCOMP_WORDS=(");
        for (String word : words) {
            line.append('\'').append(word).append("' ");
        }
        line.append(")\nCOMP_CWORD=")
                .append(words.length - 1)
                .append("\n_pratique\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
        String test = Files.writeString(folder.resolve("test.sh"), line).toString();
        return run("bash", test).lines().filter(text -> !text.isEmpty()).toList();
    }

    @Test
    void isGoodBash() throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("x"), script("bash"));
        run("bash", "-n", script.toString());
    }

    @Test
    void isGoodZshAndFish() throws IOException, InterruptedException {
        assumeTrue(exists("zsh") || exists("fish"), "neither zsh nor fish is here");
        if (exists("zsh")) {
            run(
                    "zsh",
                    "-n",
                    Files.writeString(folder.resolve("_pratique"), script("zsh")).toString());
        }
        if (exists("fish")) {
            run(
                    "fish",
                    "-n",
                    Files.writeString(folder.resolve("x.fish"), script("fish")).toString());
        }
    }

    @Test
    void completesCommands() throws IOException, InterruptedException {
        assertThat(complete("pratique", "")).contains("check", "policy", "completion", "--version");
        assertThat(complete("pratique", "po")).containsExactly("policy");
        assertThat(complete("pratique", "policy", "d")).containsExactly("diff");
        assertThat(complete("pratique", "help", "policy", "v")).containsExactly("validate");
    }

    @Test
    void completesOptionsAndTheirValues() throws IOException, InterruptedException {
        assertThat(complete("pratique", "check", "--fa")).containsExactly("--fail-on");
        assertThat(complete("pratique", "check", "--fail-on", "")).containsExactly("log", "block");
        assertThat(complete("pratique", "check", "--fail-on", "=", "b")).containsExactly("block");
        assertThat(complete("pratique", "policy", "print", "-o", "j")).containsExactly("json");
        assertThat(complete("pratique", "completion", "z")).containsExactly("zsh");
        assertThat(complete("pratique", "policy", "rules", "hostP"))
                .containsExactly("hostPID", "hostPorts", "hostPath");
    }

    @Test
    void completesPresetsAcrossTheirColons() throws IOException, InterruptedException {
        assertThat(complete("pratique", "policy", "print", "star"))
                .containsExactly("starter:kubernetes", "starter:ecs");
        assertThat(complete("pratique", "policy", "print", "starter", ":", "k"))
                .containsExactly("kubernetes");
        assertThat(
                        complete(
                                "pratique",
                                "check",
                                "--policy",
                                "pod-security",
                                ":",
                                "restricted",
                                ":",
                                "l"))
                .containsExactly("latest");
    }

    @Test
    void completesFiles() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("my policy.yaml"), "");
        assertThat(complete("pratique", "check", "my")).containsExactly("my policy.yaml");
        assertThat(complete("pratique", "policy", "validate", "my"))
                .containsExactly("my policy.yaml");
    }

    @Test
    void knowsEveryCommandInEveryShell() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            String script = script(shell);
            for (String word : Commands.POLICY) {
                assertThat(script).as(shell).contains("policy " + word);
            }
        }
    }
}
