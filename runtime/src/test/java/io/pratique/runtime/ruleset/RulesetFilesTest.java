package io.pratique.runtime.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pratique.runtime.form.FormProblem;
import io.pratique.runtime.form.InvalidForm;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleAction;
import io.pratique.runtime.rule.RuleLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesetFilesTest {
    private static final String TEXT =
            """
            apiVersion: pratique.io/v1
            kind: RuntimeRuleset
            metadata: {name: web.strict}
            spec:
              description: for the shop
              labels:
                - {key: app, value: shop}
                - {key: app, value: cart}
              clusterLabels: [{key: stage, value: test}]
              clusterLabelMatch: notAny
              rules:
                - {id: PQ-0001, action: isolate}
                - {id: PQ-0002}
                - {id: Third, mitigation: terminate}
            """;
    private static final List<DetectionRule> RULES =
            new RuleLoader(LoadOptions.standard())
                    .load(
                            "rules",
                            rule("First", "PQ-0001", "log")
                                    + rule("Second", "PQ-0002", "terminate")
                                    + rule("Third", "PQ-0003", "log")
                                    + rule("Fourth", "PQ-0004", "log"))
                    .rules();

    private static String rule(String name, String id, String action) {
        return "- rule: %s\n  id: %s\n  action: %s\n".formatted(name, id, action)
                + "  desc: d\n  output: o\n  priority: INFO\n  condition: proc.name = x\n";
    }

    private static RulesetFiles.Result read(String text) {
        return RulesetFiles.read(
                List.of(RuleLoader.Input.of("r.yaml", text.getBytes(StandardCharsets.UTF_8))),
                RULES);
    }

    @Test
    void readsARuleset() {
        RulesetFiles.Result result = read(TEXT);
        assertThat(result.problems()).isEmpty();
        Ruleset ruleset = result.rulesets().getFirst();
        assertThat(ruleset.name()).isEqualTo("web.strict");
        assertThat(ruleset.selects(Map.of("app", "cart"), Map.of())).isTrue();
        assertThat(ruleset.selects(Map.of("app", "other"), Map.of())).isFalse();
        assertThat(ruleset.selects(Map.of("app", "cart"), Map.of("stage", "test"))).isFalse();
    }

    @Test
    void rulesWithTheStrongestActionAndShowsWhatEcsCannotDo() {
        Rulesets rulesets =
                new Rulesets(
                        read(TEXT
                                        + "---\n"
                                        + TEXT.replace("web.strict", "lax")
                                                .replace("isolate", "log"))
                                .rulesets());
        assertThat(rulesets.enabled(RULES))
                .extracting(DetectionRule::name)
                .containsExactly("First", "Second", "Third");
        Map<String, String> shop = Map.of("app", "shop");
        Rulesets.Ruling ruling =
                rulesets.ruling(RULES.getFirst(), shop, Map.of(), Enforcement.Capability.KUBERNETES)
                        .orElseThrow();
        assertThat(ruling.ruleset().name()).isEqualTo("web.strict");
        assertThat(ruling.enforcement().done()).isEqualTo(RuleAction.ISOLATE);
        assertThat(
                        rulesets.ruling(
                                RULES.getFirst(),
                                Map.of("app", "x"),
                                Map.of(),
                                Enforcement.Capability.KUBERNETES))
                .isEmpty();
        Enforcement onEcs =
                rulesets.ruling(
                                RULES.getFirst(),
                                Map.of(),
                                Map.of(),
                                Enforcement.Capability.ECS_STOPS_TASKS)
                        .orElseThrow()
                        .enforcement();
        assertThat(onEcs.isDowngraded()).isTrue();
        assertThat(onEcs.done()).isEqualTo(RuleAction.LOG);
        assertThat(onEcs.reason()).contains("cannot isolate");
        assertThat(
                        rulesets.ruling(
                                        RULES.get(1),
                                        shop,
                                        Map.of(),
                                        Enforcement.Capability.ECS_WATCHES)
                                .orElseThrow()
                                .enforcement()
                                .asked())
                .as("an entry without an action takes the rule's own")
                .isEqualTo(RuleAction.TERMINATE);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(read(TEXT.replace("web.strict", "web strict")).problems().getFirst().toString())
                .contains("r.yaml:3:18: wrong-value: metadata.name");
        assertThat(read(TEXT.replace("isolate", "isolat")).problems().getFirst().hint())
                .isEqualTo("Did you mean 'isolate'?");
        assertThat(read(TEXT.replace("PQ-0001", "PQ-0009")).problems())
                .extracting(FormProblem::code)
                .containsExactly(FormProblem.Code.UNKNOWN_REFERENCE);
        assertThat(read(TEXT.replace("PQ-0002", "PQ-0001")).rulesets()).isEmpty();
        assertThat(read(TEXT.replace("description", "descripton")).problems().getFirst().hint())
                .isEqualTo("Did you mean 'description'?");
    }

    @Test
    void refusesAnotherName() {
        Ruleset before = read(TEXT).rulesets().getFirst();
        Ruleset after = read(TEXT.replace("web.strict", "other")).rulesets().getFirst();
        assertThatThrownBy(() -> RulesetFiles.requireSameName(before, after))
                .isInstanceOf(InvalidForm.class)
                .hasMessageContaining("never changes");
    }

    @Test
    void keepsTheLastGoodSetOfCustomRules() {
        CustomRules custom = new CustomRules(LoadOptions.standard(), RULES);
        RuleLoader.Input good = input(rule("Mine", "CR-0001", "isolate"));
        assertThat(custom.dryRun(List.of(good)).accepted()).isTrue();
        assertThat(custom.current().version()).isZero();
        assertThat(custom.replace(List.of(good)).accepted()).isTrue();
        CustomRules.Accepted first = custom.current();
        assertThat(first.rules()).hasSize(1);

        assertThat(custom.replace(List.of(input("- rule: broken\n"))).errors()).isNotEmpty();
        assertThat(
                        custom.replace(
                                        List.of(
                                                input(
                                                        rule("Mine", "", "log")
                                                                .replace("  id: \n", ""))))
                                .refusals())
                .singleElement()
                .asString()
                .contains("has no id");
        assertThat(custom.replace(List.of(input(rule("First", "CR-2", "log")))).refusals())
                .singleElement()
                .asString()
                .contains("name of a managed rule");
        assertThat(custom.current()).isSameAs(first);
    }

    private static RuleLoader.Input input(String text) {
        return RuleLoader.Input.of("custom.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
