package io.pratique.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.model.Workload;
import io.pratique.policy.Manifests.PodKind;
import io.pratique.policy.rule.Facts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The public fixtures of kubernetes/pod-security-admission, of every version: the name of their
 * file is the expected answer. See the README beside them.
 */
class PodSecurityFixturesTest {
    private static final Path SHARED = Path.of("../../shared/data/pod-security");
    private static final Facts FACTS = Facts.at(Instant.EPOCH);

    private final Map<String, CompiledPolicy> policies = new HashMap<>();

    /** A pod with the versions it is for, the first and last of each range. */
    private record Fixture(String name, List<int[]> ranges, Map<String, Object> pod) {}

    @ParameterizedTest
    @CsvSource({
        "baseline, pass",
        "baseline, fail",
        "restricted, pass",
        "restricted, fail",
    })
    void decidesEveryVersionAsKubernetesDoes(String level, String verdict) {
        List<String> wrong = new ArrayList<>();
        int decisions = 0;
        for (Fixture fixture : fixtures(level + "-" + verdict)) {
            for (int[] range : fixture.ranges()) {
                for (int minor = range[0]; minor <= range[1]; minor++) {
                    decisions++;
                    String text = Manifests.yaml(fixture.pod());
                    judge(level, "v1." + minor, verdict, fixture.name(), text, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
        // As many as upstream has files: nothing was lost on the way here.
        assertThat(decisions)
                .isEqualTo(
                        switch (level + "-" + verdict) {
                            case "baseline-pass" -> 433;
                            case "baseline-fail" -> 1_122;
                            case "restricted-pass" -> 618;
                            default -> 2_364;
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "baseline, pass",
        "baseline, fail",
        "restricted, pass",
        "restricted, fail",
    })
    void decidesTheSameInEveryKindFormatAndRole(String level, String verdict) {
        List<String> wrong = new ArrayList<>();
        for (Fixture fixture : fixtures(level + "-" + verdict)) {
            for (int[] range : fixture.ranges()) {
                everywhere(level, "v1." + range[1], verdict, fixture.name(), fixture.pod(), wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void decidesAsTheSharedFixturesSay() throws IOException {
        assumeTrue(Files.isDirectory(SHARED), "the shared fixtures are not beside this checkout");
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SHARED)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                Path relative = SHARED.relativize(file);
                String level = relative.getName(0).toString();
                String version = relative.getName(1).toString();
                String verdict = relative.getName(2).toString();
                String text = Files.readString(file);
                judge(level, version, verdict, relative.toString(), text, wrong);
                Map<String, Object> pod =
                        Manifests.map(Manifests.of(Documents.first(Source.of("f", text)).root()));
                everywhere(level, version, verdict, relative.toString(), pod, wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void decidesGeneratedPodsAsKubernetesDid() {
        List<String> wrong = new ArrayList<>();
        List<String> lines = resource("generated.jsonl").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Object> line =
                    Manifests.map(
                            Manifests.of(Documents.first(Source.of("g", lines.get(i))).root()));
            Workload pod = Manifests.workload("line " + (i + 1), Manifests.json(line.get("pod")));
            for (String level : List.of("baseline", "restricted")) {
                String answers = (String) line.get(level);
                for (int minor = 0; minor < answers.length(); minor++) {
                    String preset = "pod-security:" + level + ":v1." + minor;
                    Decision decision = policy(preset).decide(pod, FACTS);
                    Verdict expected = answers.charAt(minor) == '1' ? Verdict.ALLOW : Verdict.BLOCK;
                    if (decision.verdict() != expected) {
                        wrong.add(preset + " line " + (i + 1) + " " + decision);
                    }
                }
            }
        }
        assertThat(lines).hasSizeGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    /** As docs/policies/starter.md says; the pods of two fixtures add NET_RAW and nothing else. */
    @Test
    void theStarterPolicyFindsWhatBaselineBlocks() {
        CompiledPolicy baseline = policy("pod-security:baseline:latest");
        CompiledPolicy starter = policy("starter:kubernetes");
        int newest = 0;
        for (Fixture fixture : fixtures("baseline-fail")) {
            boolean current =
                    fixture.ranges().stream().anyMatch(range -> range[1] == Presets.NEWEST);
            if (current && !fixture.name().matches("capabilities_baseline[01]")) {
                newest++;
                Workload workload =
                        Manifests.workload(fixture.name(), Manifests.yaml(fixture.pod()));
                assertThat(types(starter.decide(workload, FACTS)))
                        .as(fixture.name())
                        .containsAll(types(baseline.decide(workload, FACTS)));
            }
        }
        assertThat(newest).isGreaterThan(30);
    }

    private static Set<String> types(Decision decision) {
        Set<String> types = new TreeSet<>();
        decision.violations().forEach(violation -> types.add(violation.type()));
        return types;
    }

    private CompiledPolicy policy(String preset) {
        return policies.computeIfAbsent(
                preset, name -> CompiledPolicy.of(List.of(Presets.of(name).orElseThrow())));
    }

    @Test
    void judgesLaterVersionsAsTheNewestThatIsKnown() {
        assertThat(Presets.of("pod-security:baseline:v1.99").orElseThrow().rules())
                .isEqualTo(Presets.of("pod-security:baseline:latest").orElseThrow().rules());
    }

    @Test
    void namesEveryPresetThatThereIs() {
        assertThat(Presets.names())
                .hasSize(2 + 2 * (Presets.NEWEST + 2))
                .contains(
                        "pod-security:baseline:v1.0",
                        "pod-security:restricted:v1." + Presets.NEWEST,
                        "pod-security:restricted:latest",
                        "starter:ecs")
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(Presets.of(name)).isPresent());
    }

    /** All kinds, both formats, and with the init containers as ephemeral ones. */
    private void everywhere(
            String level,
            String version,
            String verdict,
            String name,
            Map<String, Object> pod,
            List<String> wrong) {
        for (Map<String, Object> variant : List.of(pod, cloned(pod), moved(pod))) {
            for (PodKind kind : PodKind.values()) {
                Map<String, Object> object = kind.around(variant);
                String where = name + " in a " + kind;
                judge(level, version, verdict, where, Manifests.yaml(object), wrong);
                judge(level, version, verdict, where, Manifests.json(object), wrong);
            }
        }
    }

    private void judge(
            String level,
            String version,
            String verdict,
            String name,
            String text,
            List<String> wrong) {
        Decision decision =
                policy("pod-security:" + level + ":" + version)
                        .decide(Manifests.workload(name, text), FACTS);
        Verdict expected = verdict.equals("fail") ? Verdict.BLOCK : Verdict.ALLOW;
        if (decision.verdict() != expected) {
            wrong.add(level + " " + version + " " + name + " " + decision + "\n" + text);
        }
    }

    /** Init containers also as ephemeral ones. */
    private static Map<String, Object> cloned(Map<String, Object> pod) {
        Map<String, Object> copy = Manifests.map(Manifests.copy(pod));
        Map<String, Object> spec = Manifests.map(copy.get("spec"));
        if (spec.containsKey("initContainers")) {
            spec.put("ephemeralContainers", Manifests.copy(spec.get("initContainers")));
        }
        return copy;
    }

    /** Init containers as ephemeral ones only: nobody but the rule itself can find them there. */
    private static Map<String, Object> moved(Map<String, Object> pod) {
        Map<String, Object> copy = cloned(pod);
        Manifests.map(copy.get("spec")).remove("initContainers");
        return copy;
    }

    private static List<Fixture> fixtures(String file) {
        String[] documents = resource(file + ".yaml").split("(?m)^---\n", -1);
        List<Fixture> fixtures = new ArrayList<>();
        for (String document : documents) {
            if (!document.isEmpty()) {
                int end = document.indexOf('\n');
                int colon = document.indexOf(": ");
                fixtures.add(
                        new Fixture(
                                document.substring(2, colon),
                                ranges(document.substring(colon + 2, end)),
                                new LinkedHashMap<>(
                                        Manifests.map(
                                                Manifests.of(
                                                        Documents.first(Source.of(file, document))
                                                                .root())))));
            }
        }
        return fixtures;
    }

    /** {@code v1.0-v1.7 v1.9}. */
    private static List<int[]> ranges(String written) {
        List<int[]> ranges = new ArrayList<>();
        for (String range : written.split(" ", -1)) {
            String[] ends = range.split("-", -1);
            ranges.add(
                    new int[] {
                        Integer.parseInt(ends[0].substring(3)),
                        Integer.parseInt(ends[ends.length - 1].substring(3))
                    });
        }
        return ranges;
    }

    private static String resource(String name) {
        try (InputStream in =
                PodSecurityFixturesTest.class.getResourceAsStream("/pod-security/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
