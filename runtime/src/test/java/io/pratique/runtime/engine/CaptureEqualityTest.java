package io.pratique.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.capture.ScapReader;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleLoader;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Both engines over captures, with the state's own fields; run when ../shared is there. */
class CaptureEqualityTest {
    private static List<Path> captures() throws IOException {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path folder = up.resolve("shared/data/falco/captures");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    return files.filter(file -> file.toString().endsWith(".scap"))
                            .sorted()
                            .toList();
                }
            }
        }
        Assumptions.abort("the captures are not beside this checkout");
        throw new IllegalStateException();
    }

    @Test
    void agreesWithTheInterpreterOnCaptures() throws IOException {
        List<DetectionRule> rules = new ArrayList<>(PublicRules.stable());
        rules.addAll(
                new RuleLoader(LoadOptions.standard())
                        .load(
                                "generated",
                                new GeneratedRules(new Random(4), new Vocabulary()).file(150))
                        .rules());
        long events = 0;
        long matches = 0;
        for (Path file : captures()) {
            SystemState state = new SystemState(StateLimits.standard());
            List<Interpreter.Judge> judges = new ArrayList<>();
            for (DetectionRule rule : rules) {
                judges.add(Interpreter.prepare(rule.filter(), state.fields()));
            }
            Evaluator evaluator = CompiledRules.compile(rules).evaluator(state.fields());
            int[] into = new int[rules.size()];
            try (ScapReader reader = ScapReader.of(Files.newInputStream(file))) {
                while (reader.next(state)) {
                    state.apply(reader.event());
                    int type = reader.event().type().number();
                    String name = reader.event().type().name();
                    boolean always = name.equals("asyncevent") || name.equals("pluginevent");
                    List<String> expected = new ArrayList<>();
                    for (int i = 0; i < rules.size(); i++) {
                        if ((always || rules.get(i).eventTypes().contains(type))
                                && judges.get(i).holds()) {
                            expected.add(rules.get(i).conditionText());
                        }
                    }
                    List<String> actual = new ArrayList<>();
                    int count = evaluator.matches(type, into);
                    for (int i = 0; i < count; i++) {
                        actual.add(rules.get(into[i]).conditionText());
                    }
                    assertThat(actual)
                            .as(file.getFileName() + " event " + reader.event().number())
                            .isEqualTo(expected);
                    events++;
                    matches += count;
                }
            }
        }
        assertThat(events).isGreaterThan(1_000);
        assertThat(matches).isGreaterThan(events);
    }
}
