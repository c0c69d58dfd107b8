package io.pratique.runtime.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.filter.FakeEvent;
import io.pratique.runtime.form.FormProblem;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.Priority;
import io.pratique.runtime.rule.RuleLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationFilesTest {
    private static final List<DetectionRule> RULES =
            new RuleLoader(LoadOptions.standard())
                    .load(
                            "rules",
                            """
                            - rule: Shell
                              id: CR-0001
                              desc: d
                              output: o
                              priority: INFO
                              condition: proc.name = bash
                            - rule: Connect
                              desc: d
                              output: o
                              priority: INFO
                              condition: evt.type = connect
                            """)
                    .rules();
    private static final String GOOD =
            """
            title: Many shells
            name: many_shells
            id: 6b1b1c3e
            level: high
            tags: [attack.execution]
            correlation:
              type: event_count
              rules: CR-0001
              group-by: [container.id, user]
              aliases:
                user: {CR-0001: user.name}
              timespan: 5m
              condition: {gt: 9}
            ---
            title: Shells and then a connection
            name: after
            correlation:
              type: temporal_ordered
              rules: [many_shells, Connect]
              group-by: [container.id]
              timespan: 1h
              generate: false
            ---
            title: Backup
            suppression:
              rules: [Shell]
              where: {proc.pname: backup}
              group-by: [container.id]
              timespan: 10m
              until: 2026-01-01T00:00:00Z
              owner: ops
            """;

    private static CorrelationFiles.Result read(String text) {
        return CorrelationFiles.read(
                List.of(RuleLoader.Input.of("c.yaml", text.getBytes(StandardCharsets.UTF_8))),
                RULES);
    }

    @Test
    void readsSigmasForm() {
        CorrelationFiles.Result result = read(GOOD);
        assertThat(result.problems()).isEmpty();
        assertThat(result.correlations()).hasSize(2);
        CorrelationRule many = result.correlations().getFirst();
        assertThat(many.type()).isEqualTo(CorrelationRule.Type.EVENT_COUNT);
        assertThat(many.priority()).isEqualTo(Priority.ERROR);
        assertThat(many.threshold()).isEqualTo(new Threshold(10, OptionalLong.empty()));
        assertThat(many.timespan()).isEqualTo(300_000_000_000L);
        assertThat(many.generate()).isTrue();
        assertThat(result.correlations().get(1).generate()).isFalse();
        assertThat(result.suppressions().getFirst().pass()).isEqualTo(1);
        assertThat(result.suppressions().getFirst().until())
                .isEqualTo(OptionalLong.of(1_767_225_600_000_000_000L));
    }

    @Test
    void readsWhatTheyAskForFromTheEvent() {
        OccurrenceReader reader =
                new OccurrenceReader(
                        read(GOOD),
                        new FakeEvent()
                                .with("container.id", "abc")
                                .with("user.name", "root")
                                .with("proc.pname", "sh"));
        assertThat(reader.read(RULES.getFirst(), 7))
                .isEqualTo(
                        new Occurrence(
                                "Shell",
                                "CR-0001",
                                7,
                                Map.of(
                                        "container.id",
                                        "abc",
                                        "user.name",
                                        "root",
                                        "proc.pname",
                                        "sh")));
        assertThat(reader.read(RULES.get(1), 8).fields()).isEqualTo(Map.of("container.id", "abc"));
    }

    private static FormProblem only(String... lines) {
        CorrelationFiles.Result result =
                read("title: t\ncorrelation:\n" + String.join("\n", lines).indent(2));
        assertThat(result.problems()).hasSize(1);
        return result.problems().getFirst();
    }

    @Test
    void saysWhereAndWhatIsWrong() {
        String count = "type: event_count";
        String shell = "rules: [Shell]";
        String span = "timespan: 5m";
        FormProblem type = only("type: event_cuont", shell, span);
        assertThat(type.toString())
                .isEqualTo(
                        "c.yaml:3:9: wrong-value: correlation.type: 'event_cuont' is none of"
                                + " event_count, value_count, temporal, temporal_ordered. Did you"
                                + " mean 'event_count'?");
        assertThat(only(count, shell, "timespan: 5x").message()).contains("'5x' is no timespan");
        assertThat(only(count, shell, span).hint()).contains("gte: 10");
        FormProblem unknown = only(count, "rules: [Shel]", span, "condition: {gte: 2}");
        assertThat(unknown.code()).isEqualTo(FormProblem.Code.UNKNOWN_NAME);
        assertThat(unknown.hint()).contains("Shell");
        assertThat(only(count, shell, "group-by: [proc.nmae]", span, "condition: {gte: 2}").path())
                .isEqualTo("correlation.group-by");
        assertThat(only(count, shell, span, "condition: {gte: 3, lt: 2}").message())
                .contains("no count");
        assertThat(only("type: value_count", shell, span, "condition: {gte: 3}").message())
                .contains("needs the field");
    }

    @Test
    void findsCircles() {
        CorrelationFiles.Result result =
                read(
                        """
                        title: a
                        correlation: {type: event_count, rules: [b], timespan: 1m, condition: {gte: 2}}
                        ---
                        title: b
                        correlation: {type: event_count, rules: [a], timespan: 1m, condition: {gte: 2}}
                        ---
                        title: good
                        correlation: {type: event_count, rules: [Shell], timespan: 1m, condition: {gte: 2}}
                        """);
        assertThat(result.correlations()).extracting(CorrelationRule::name).containsExactly("good");
        assertThat(result.problems())
                .extracting(FormProblem::code)
                .containsExactly(FormProblem.Code.CIRCLE);
    }

    @Test
    void neverFailsOnWhatIsNoCorrelation() {
        String odd = " :{}[]-\n'\"ax\0001&*\377";
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
            for (int k = 0; k <= random.nextInt(4); k++) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) odd.charAt(random.nextInt(odd.length()));
            }
            CorrelationFiles.Result result =
                    CorrelationFiles.read(List.of(RuleLoader.Input.of("fuzz", bytes)), RULES);
            assertThat(result.correlations().size() + result.suppressions().size())
                    .isLessThanOrEqualTo(3);
        }
    }
}
