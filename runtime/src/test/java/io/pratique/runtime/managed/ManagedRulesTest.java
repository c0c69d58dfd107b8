package io.pratique.runtime.managed;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.rule.LoadResult;
import io.pratique.runtime.sample.Sample;
import io.pratique.runtime.sample.SampleRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ManagedRulesTest {
    private static final RulePack PACK = RulePack.managed();

    @Test
    void loadWithoutErrorOrWarning() {
        List<String> problems = new ArrayList<>();
        for (LoadResult result : PACK.rules().results()) {
            result.problems()
                    .forEach(problem ->
                            problems.add(
                                    problem.file()
                                            + ":"
                                            + problem.position()
                                            + ": "
                                            + problem.message()));
        }
        assertThat(problems).isEmpty();
    }

    /** By the compiled engine and by the interpreter, which must agree. */
    @Test
    void fireOnTheirSamplesAndNotOnTheirNearMisses() {
        SampleRun run = new SampleRun(PACK.rules().rules());
        List<String> wrong = new ArrayList<>();
        for (Sample sample : PACK.samples()) {
            SampleRun.Outcome outcome = run.run(sample);
            if (!outcome.isPassed()) {
                wrong.add(
                        sample.file()
                                + ":"
                                + sample.position()
                                + ": "
                                + sample.rule()
                                + ": "
                                + outcome.message());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void sayAllThatIsAskedOfThem() {
        TreeSet<String> missing = new TreeSet<>();
        for (ManagedRule rule : PACK.managedRules()) {
            Map<String, Boolean> needs = new LinkedHashMap<>();
            needs.put("id", rule.id().matches("PQ-\\d{4}"));
            needs.put("description", !rule.rule().description().isBlank());
            needs.put("rationale", rule.rationale().length() > 20);
            needs.put("falsePositives", rule.falsePositives().length() > 10);
            needs.put("response", rule.response().length() > 20);
            needs.put("version", rule.version().matches("[1-9]\\d*"));
            needs.put("tactic", !rule.tactics().isEmpty());
            needs.put("technique", !rule.techniques().isEmpty());
            needs.put("positive sample", has(rule, true));
            needs.put("near miss", has(rule, false));
            needs.forEach((need, isThere) -> {
                if (!isThere) {
                    missing.add(rule.id() + " " + rule.rule().name() + ": " + need);
                }
            });
        }
        assertThat(missing).isEmpty();
    }

    private static boolean has(ManagedRule rule, boolean fires) {
        return PACK.samples().stream()
                .anyMatch(sample -> sample.rule().equals(rule.id()) && sample.fires() == fires);
    }

    /** A rule that is withdrawn stays in the list, with {@code withdrawn} behind its name. */
    @Test
    void haveIdsThatAreNeverUsedAgain() throws IOException {
        Map<String, String> listed = new LinkedHashMap<>();
        for (String line : resource("ids.tsv").lines().toList()) {
            if (!line.startsWith("#")) {
                String[] words = line.split("\t", -1);
                assertThat(listed.put(words[0], words.length > 2 ? "" : words[1]))
                        .as(words[0])
                        .isNull();
            }
        }
        Map<String, String> loaded = new LinkedHashMap<>();
        PACK.managedRules().forEach(rule -> loaded.put(rule.id(), rule.rule().name()));
        listed.values().removeIf(String::isEmpty);
        assertThat(loaded).isEqualTo(listed);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Optional.ofNullable(RulePack.class.getResourceAsStream(name)).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
