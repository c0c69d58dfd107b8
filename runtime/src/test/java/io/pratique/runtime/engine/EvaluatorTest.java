package io.pratique.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.filter.FakeEvent;
import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final int EXECVE = number("execve");
    private static final int OPEN = number("open");

    private static int number(String name) {
        return EventTable.standard().numbers(List.of(name)).numbers().max().orElseThrow();
    }

    private static List<DetectionRule> rules(String... conditions) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < conditions.length; i++) {
            text.append("- rule: r")
                    .append(i)
                    .append("\n  desc: d\n  output: o\n  priority: INFO\n  condition: |\n    ")
                    .append(conditions[i])
                    .append('\n');
        }
        RuleFiles files = new RuleLoader(LoadOptions.standard()).load("test", text.toString());
        assertThat(files.results().getFirst().errors()).isEmpty();
        return files.rules();
    }

    private static List<String> matches(Evaluator evaluator, int type, List<DetectionRule> rules) {
        int[] into = new int[rules.size()];
        int count = evaluator.matches(type, into);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(rules.get(into[i]).name());
        }
        return names;
    }

    @Test
    void firesAllMatchingRulesInTheOrderOfTheirDefinition() {
        List<DetectionRule> rules =
                rules(
                        "proc.name = bash",
                        "evt.type = execve and proc.name = sh",
                        "evt.type = execve and proc.name = bash",
                        "evt.type = open and proc.name = bash",
                        "proc.name startswith b");
        Evaluator evaluator =
                CompiledRules.compile(rules)
                        .evaluator(
                                new FakeEvent()
                                        .with("proc.name", "bash")
                                        .with("evt.type", "execve"));
        assertThat(matches(evaluator, EXECVE, rules)).containsExactly("r0", "r2", "r4");
        assertThat(matches(evaluator, OPEN, rules)).containsExactly("r0", "r3", "r4");
        assertThat(matches(evaluator, -1, rules)).isEmpty();
        assertThat(matches(evaluator, 100_000, rules)).isEmpty();
    }

    @Test
    void takesAMissingValueForFalseWhateverTheOperator() {
        List<DetectionRule> rules =
                rules(
                        "proc.name != bash",
                        "not proc.name = bash",
                        "proc.name exists",
                        "proc.pid != 1",
                        "not proc.pid < 5",
                        "fd.ip != 10.0.0.1");
        Evaluator evaluator = CompiledRules.compile(rules).evaluator(new FakeEvent());
        assertThat(matches(evaluator, OPEN, rules)).containsExactly("r1", "r4");
    }

    @Test
    void neverTriesARuleThatIsTurnedOff() {
        String text =
                """
                - rule: off
                  desc: d
                  output: o
                  priority: INFO
                  enabled: false
                  condition: proc.name = bash
                - rule: on
                  desc: d
                  output: o
                  priority: INFO
                  condition: proc.name = bash
                """;
        List<DetectionRule> rules =
                new RuleLoader(LoadOptions.standard()).load("test", text).rules();
        Evaluator evaluator =
                CompiledRules.compile(rules).evaluator(new FakeEvent().with("proc.name", "bash"));
        assertThat(matches(evaluator, OPEN, rules)).containsExactly("on");
    }

    @Test
    void readsEachFieldAtMostOnceAnEvent() {
        String[] conditions = new String[40];
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] =
                    "proc.name in (a%d, b%d) or proc.name startswith x%d or fd.name contains y%d"
                                    .formatted(i, i, i, i)
                            + " or proc.name glob *z%d?".formatted(i);
        }
        List<DetectionRule> rules = rules(conditions);
        Map<String, Integer> reads = new HashMap<>();
        FakeEvent event = new FakeEvent().with("proc.name", "b7").with("fd.name", "/tmp/y3");
        FieldSource counting =
                field -> {
                    var reader = event.reader(field);
                    return into -> {
                        reads.merge(field.text(), 1, Integer::sum);
                        return reader.read(into);
                    };
                };
        Evaluator evaluator = CompiledRules.compile(rules).evaluator(counting);
        assertThat(matches(evaluator, OPEN, rules)).contains("r7", "r3");
        assertThat(reads).isEqualTo(Map.of("proc.name", 1, "fd.name", 1));
        event.with("proc.name", "a1").without("fd.name");
        assertThat(matches(evaluator, OPEN, rules)).containsExactly("r1");
        assertThat(reads).isEqualTo(Map.of("proc.name", 2, "fd.name", 2));
    }

    @Test
    void compilesConditionsThatAreFarTooLongForOneMethod() {
        StringBuilder or = new StringBuilder("evt.type = open and (proc.pid = 1");
        StringBuilder and = new StringBuilder("evt.type = open");
        StringBuilder deep = new StringBuilder("proc.pid = 1");
        for (int i = 2; i < 3_000; i++) {
            or.append(" or proc.pid > ").append(i).append(" and proc.vpid < ").append(i);
            and.append(" and proc.ppid != ").append(i);
        }
        for (int i = 0; i < 450; i++) {
            deep.insert(0, "not (fd.num = " + i + " or ").append(")");
        }
        List<DetectionRule> rules = rules(or + ")", and.toString(), deep.toString());
        FakeEvent event =
                new FakeEvent()
                        .with("proc.pid", 2_500)
                        .with("proc.vpid", 2_400)
                        .with("proc.ppid", 5_000)
                        .with("fd.num", -1);
        Evaluator evaluator = CompiledRules.compile(rules).evaluator(event);
        assertThat(matches(evaluator, OPEN, rules)).containsExactly("r0", "r1");
        event.with("proc.pid", 1).with("proc.ppid", 77);
        assertThat(matches(evaluator, OPEN, rules)).containsExactly("r0", "r2");
    }

    @Test
    void compilesMoreRulesThanOneClassCanHold() {
        String[] conditions = new String[500];
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] =
                    "evt.type = open and fd.name glob /a?%d*x and proc.pid != %d".formatted(i, i);
        }
        List<DetectionRule> rules = rules(conditions);
        CompiledRules compiled = CompiledRules.compile(rules, 40);
        assertThat(compiled.size().classes()).isEqualTo(16);
        assertThat(compiled.size().interpreted()).isZero();
        FakeEvent event = new FakeEvent().with("fd.name", "/aZ499yx").with("proc.pid", 7);
        Evaluator evaluator = compiled.evaluator(event);
        assertThat(matches(evaluator, OPEN, rules)).containsExactly("r4", "r49", "r499");
        assertThat(evaluator.concerns(OPEN)).isTrue();
        assertThat(evaluator.concerns(EXECVE)).isFalse();
        event.with("proc.pid", 49);
        assertThat(matches(evaluator, OPEN, rules)).containsExactly("r4", "r499");
        assertThat(matches(evaluator, EXECVE, rules)).isEmpty();
    }

    @Test
    void interpretsARuleThatNoClassCanHold() {
        StringBuilder condition = new StringBuilder("evt.type = open and (proc.pid = 1");
        for (int i = 0; i < 9_000; i++) {
            condition.append(" or fd.name glob /a?").append(i).append("*x");
        }
        List<DetectionRule> rules =
                rules("fd.num = 3", condition + ")", "evt.type = open and fd.num = 3");
        CompiledRules compiled = CompiledRules.compile(rules);
        assertThat(compiled.size().interpreted()).isEqualTo(1);
        FakeEvent event =
                new FakeEvent()
                        .with("evt.type", "open")
                        .with("fd.name", "/a_8999__x")
                        .with("proc.pid", 7)
                        .with("fd.num", 3);
        Evaluator evaluator = compiled.evaluator(event);
        assertThat(matches(evaluator, OPEN, rules)).containsExactly("r0", "r1", "r2");
        assertThat(matches(evaluator, EXECVE, rules)).containsExactly("r0");
    }

    @Test
    void allocatesNothingForEventsThatMatchNothing() throws IOException {
        List<DetectionRule> rules =
                new RuleLoader(LoadOptions.standard())
                        .load(
                                "generated",
                                new GeneratedRules(new Random(5), new Vocabulary()).file(60))
                        .rules();
        // The values do not change, as those of a source that keeps what it found do not.
        FieldSource source =
                field -> {
                    byte[] bytes = {'/', 'n', 'o', 't', 'h', 'i', 'n', 'g', ' ', '1'};
                    return into -> {
                        switch (field.type().kind()) {
                            case TEXT, BYTES -> into.setBytes(bytes, 0, bytes.length);
                            case ADDRESS, NETWORK -> into.setBytes(bytes, 0, 4);
                            case NUMBER, BOOL -> into.setNumber(1);
                            case REAL -> into.setReal(0.5);
                        }
                        return true;
                    };
                };
        assertThat(rules).hasSizeGreaterThan(40);
        Evaluator evaluator = CompiledRules.compile(rules).evaluator(source);
        int[] into = new int[rules.size()];
        int types = EventTable.standard().size();
        long sum = 0;
        for (int i = 0; i < 20_000; i++) {
            sum += evaluator.matches(i % types, into);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 20_000; i++) {
            sum += evaluator.matches(i % types, into);
        }
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(sum).isPositive();
        // The bean itself makes a few objects; 20,000 events that made one each would be far more.
        assertThat(allocated).isLessThan(20_000);
    }

    @Test
    void replacesRulesBetweenTwoEvents() {
        FakeEvent event = new FakeEvent().with("proc.name", "bash");
        List<String> seen = new ArrayList<>();
        Detector detector =
                new Detector(
                        CompiledRules.compile(rules("proc.name = bash")),
                        event,
                        rule -> seen.add(rule.conditionText().strip()));
        detector.judge(OPEN);
        detector.replace(CompiledRules.compile(rules("proc.name = sh", "proc.name startswith ba")));
        detector.judge(OPEN);
        event.with("proc.name", "sh");
        detector.judge(OPEN);
        assertThat(seen)
                .containsExactly("proc.name = bash", "proc.name startswith ba", "proc.name = sh");
        assertThat(detector.events()).isEqualTo(3);
        assertThat(detector.detections()).isEqualTo(3);
    }
}
