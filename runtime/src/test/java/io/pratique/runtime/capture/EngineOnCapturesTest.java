package io.pratique.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.engine.CompiledRules;
import io.pratique.runtime.engine.Evaluator;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The compiled engine says of real events what the interpreter says, for all filters at once. */
class EngineOnCapturesTest {
    private static CompiledRules rules() throws IOException {
        StringBuilder yaml = new StringBuilder();
        try (InputStream in = EngineOnCapturesTest.class.getResourceAsStream("filters.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line ->
                            yaml.append("- rule: ")
                                    .append("R")
                                    .append(yaml.length())
                                    .append("\n  desc: d\n  condition: >\n    ")
                                    .append(line)
                                    .append("\n  output: o\n  priority: info\n"));
        }
        RuleFiles files =
                new RuleLoader(LoadOptions.standard())
                        .load(
                                List.of(
                                        RuleLoader.Input.of(
                                                "filters",
                                                yaml.toString().getBytes(StandardCharsets.UTF_8))));
        assertThat(files.results().getFirst().errors()).isEmpty();
        assertThat(files.rules()).hasSizeGreaterThan(75);
        return CompiledRules.compile(files.rules());
    }

    @Test
    void agreesWithTheInterpreterOnEveryEvent() throws IOException {
        CompiledRules compiled = rules();
        for (String capture : List.of("curl_google", "single_ipv6_conn", "test_ipv6_client")) {
            SystemState state = new SystemState(StateLimits.standard());
            Evaluator evaluator = compiled.evaluator(state.fields());
            List<Interpreter.Judge> judges =
                    compiled.rules().stream()
                            .map(rule -> Interpreter.prepare(rule.filter(), state.fields()))
                            .toList();
            int[] matching = new int[judges.size()];
            try (ScapReader reader = ScapReader.of(Captures.open(capture))) {
                while (reader.next(state)) {
                    RawEvent event = reader.event();
                    state.apply(event);
                    int count = evaluator.matches(event.type().number(), matching);
                    List<String> found = new ArrayList<>();
                    Arrays.stream(matching, 0, count)
                            .sorted()
                            .forEach(i -> found.add(compiled.rules().get(i).conditionText()));
                    List<String> expected = new ArrayList<>();
                    for (int i = 0; i < judges.size(); i++) {
                        if (judges.get(i).holds()) {
                            expected.add(compiled.rules().get(i).conditionText());
                        }
                    }
                    List<String> both = new ArrayList<>(found);
                    both.retainAll(expected);
                    found.removeAll(both);
                    expected.removeAll(both);
                    assertThat(found)
                            .as("%s event %d", capture, event.number())
                            .isEqualTo(expected);
                }
            }
        }
    }
}
