package io.pratique.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The compiled engine and the interpreter say the same about generated rules and events. */
class EqualityTest {
    private static final int FILES = Integer.getInteger("engine.files", 12);
    private static final long SEED = Long.getLong("engine.seed", 20_260_928);

    @Test
    void agreesWithTheInterpreterOnGeneratedRulesAndEvents() {
        long pairs = 0;
        long matches = 0;
        int loaded = 0;
        for (int f = 0; f < FILES; f++) {
            long seed = SEED + f;
            Vocabulary vocabulary = new Vocabulary();
            String text = new GeneratedRules(new Random(seed), vocabulary).file(60);
            RuleFiles files = new RuleLoader(LoadOptions.standard()).load("generated", text);
            loaded += files.rules().size();
            GeneratedEvents events = new GeneratedEvents(seed, vocabulary);
            Comparison comparison = new Comparison(files.rules(), events);
            for (int e = 0; e < 400; e++) {
                int type = events.next();
                matches += comparison.requireSame(type, "seed " + seed + ", event " + e);
                pairs += files.rules().size();
            }
        }
        // Most of what is generated must be valid, and a good part of it must fire.
        assertThat(loaded).isGreaterThan(FILES * 45);
        assertThat(pairs).isGreaterThan(20_000L * FILES / 12);
        assertThat(matches).isGreaterThan(pairs / 50);
    }

    @Test
    void agreesWithTheInterpreterOnThePublicRules() throws IOException {
        List<DetectionRule> rules = PublicRules.stable();
        GeneratedEvents events =
                new GeneratedEvents(SEED, new Vocabulary(), PublicRules.constants(rules));
        Comparison comparison = new Comparison(rules, events);
        Random random = new Random(SEED);
        for (int e = 0; e < 4_000; e++) {
            List<Integer> types =
                    rules.get(random.nextInt(rules.size())).eventTypes().numbers().boxed().toList();
            int type = types.get(random.nextInt(types.size()));
            events.next(type);
            comparison.requireSame(type, "event " + e);
        }
        // Values are drawn from what the rules ask for: nearly every rule must have fired.
        assertThat(comparison.fired()).hasSizeGreaterThan(rules.size() * 3 / 4);
    }

    /** Both engines over the same events. */
    static final class Comparison {
        private final List<DetectionRule> rules;
        private final List<Interpreter.Judge> judges = new ArrayList<>();
        private final Evaluator evaluator;
        private final int[] found;
        private final Set<String> fired = new TreeSet<>();

        Comparison(List<DetectionRule> rules, GeneratedEvents events) {
            this.rules = rules;
            for (DetectionRule rule : rules) {
                judges.add(Interpreter.prepare(rule.filter(), events));
            }
            evaluator = CompiledRules.compile(rules).evaluator(events);
            found = new int[rules.size()];
        }

        /** The number of matches. */
        int requireSame(int type, String where) {
            String name = GeneratedEvents.names().get(type);
            boolean always = name.equals("asyncevent") || name.equals("pluginevent");
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < rules.size(); i++) {
                DetectionRule rule = rules.get(i);
                if (rule.enabled()
                        && (always || rule.eventTypes().contains(type))
                        && judges.get(i).holds()) {
                    expected.add(rule.name() + ": " + rule.conditionText());
                }
            }
            List<String> actual = new ArrayList<>();
            int count = evaluator.matches(type, found);
            for (int i = 0; i < count; i++) {
                DetectionRule rule = rules.get(found[i]);
                fired.add(rule.name());
                actual.add(rule.name() + ": " + rule.conditionText());
            }
            assertThat(actual).as(where + " of type " + name).isEqualTo(expected);
            return count;
        }

        Set<String> fired() {
            return fired;
        }
    }
}
