package io.pratique.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.model.KubernetesReader;
import io.pratique.model.ReadResult;
import io.pratique.policy.rule.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public fixtures of kubernetes/pod-security-admission, where they are at hand: their folder is
 * the expected answer.
 */
class PodSecurityFixturesTest {
    private static final Path FIXTURES = Path.of("../../shared/data/pod-security");

    @Test
    void decidesAsTheFolderOfEachFixtureSays() throws IOException {
        assumeTrue(Files.isDirectory(FIXTURES), "the public fixtures are not beside this checkout");
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                Path relative = FIXTURES.relativize(file);
                String preset = "pod-security:" + relative.getName(0) + ":" + relative.getName(1);
                CompiledPolicy policy =
                        CompiledPolicy.of(List.of(Presets.of(preset).orElseThrow()));
                ReadResult read =
                        new KubernetesReader(KubernetesReader.KNOWN_CUSTOM_KINDS)
                                .read(
                                        Documents.first(
                                                Source.of(
                                                        file.toString(), Files.readAllBytes(file))),
                                        0);
                assertThat(read).isInstanceOf(ReadResult.Judgeable.class);
                Decision decision =
                        policy.decide(
                                ((ReadResult.Judgeable) read).workload(), Facts.at(Instant.EPOCH));
                Verdict expected =
                        relative.getName(2).toString().equals("fail")
                                ? Verdict.BLOCK
                                : Verdict.ALLOW;
                if (decision.verdict() != expected) {
                    wrong.add(relative + ": " + decision);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
