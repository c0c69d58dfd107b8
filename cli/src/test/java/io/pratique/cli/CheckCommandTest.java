package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String input, String... arguments) {
        return Main.run(
                List.of(arguments),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String pod(String spec) {
        return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\nspec:\n" + spec;
    }

    @Test
    void blocksPodThatSharesHostPid() {
        int code =
                run(pod("  hostPID: yes\n  containers: [{name: a, image: nginx}]\n"), "check", "-");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("BLOCK", "hostPID", "stdin:6");
    }

    @Test
    void blocksPrivilegedInitContainerOfEveryItemOfAList() {
        String item =
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"initContainers\":[{\"name\":\"i\",\"securityContext\":{\"privileged\":true}}],\"containers\":[]}}";
        int code =
                run(
                        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
                                + item
                                + ","
                                + item
                                + "]}",
                        "check",
                        "-",
                        "--output=jsonl");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(1)).contains("\"verdict\":\"block\""))
                .satisfies(lines -> assertThat(lines.get(2)).contains("\"block\":2"));
    }

    @Test
    void judgesTheOtherDocumentsBesideOneThatCannotBeRead() {
        int code =
                run(
                        pod("  containers: [{name: a, image: nginx}]\n") + "---\na: [\n",
                        "check",
                        "-",
                        "--output",
                        "jsonl");

        assertThat(code).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"name\":\"shop\"", "\"verdict\":\"error\"", "yaml-syntax");
    }

    @Test
    void doesNotCallNothingClean() {
        assertThat(run("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n", "check", "-"))
                .isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("v1 ConfigMap (1)", "Nothing was found to judge");
    }

    @Test
    void refusesUnknownOptions() {
        assertThat(run("", "check", "-", "--polcy", "x")).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--polcy");
    }

    @Test
    void judgesInTheNamespaceThatIsGivenForObjectsThatDoNotSayTheirs(@TempDir Path folder)
            throws IOException {
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(
                policy,
                """
                apiVersion: pratique.io/v1
                kind: SecurityPolicy
                metadata: {name: shop}
                spec:
                  platform: kubernetes
                  rules: [{type: hostPID, action: block, namespaces: [shop]}]
                """);
        String manifest = pod("  hostPID: true\n  containers: [{name: a, image: nginx}]\n");

        assertThat(run(manifest, "check", "-", "--policy", policy.toString())).isZero();
        assertThat(run(manifest, "check", "-", "--policy", policy.toString(), "-n", "shop"))
                .isEqualTo(1);
    }

    @Test
    void writesNothingBetweenTheLinesOfJson() {
        run(pod("  containers: [{name: a, image: nginx}]\n"), "check", "-", "-o", "jsonl");

        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
    }
}
