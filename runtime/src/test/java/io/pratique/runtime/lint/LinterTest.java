package io.pratique.runtime.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.engine.PublicRules;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinterTest {
    private static List<LintFinding> lint(String... files) {
        List<RuleLoader.Input> inputs = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            inputs.add(
                    RuleLoader.Input.of(
                            "f" + i + ".yaml", files[i].getBytes(StandardCharsets.UTF_8)));
        }
        RuleFiles loaded = new RuleLoader(LoadOptions.standard()).load(inputs);
        assertThat(loaded.results()).allMatch(result -> result.isSuccessful());
        return Linter.lint(inputs, loaded);
    }

    private static String rule(String name, String condition) {
        return "- rule: %s\n  desc: d\n  output: o\n  priority: INFO\n  condition: >\n    %s\n"
                .formatted(name, condition);
    }

    private static List<LintFinding.Code> codes(String condition) {
        return lint(rule("r", "evt.type = open and " + condition)).stream()
                .map(LintFinding::code)
                .toList();
    }

    @Test
    void findsConditionsThatContradictThemselves() {
        for (String condition :
                List.of(
                        "proc.name = a and proc.name = b",
                        "proc.name = a and not proc.name startswith a",
                        "proc.name in (a, b) and proc.name != a and not proc.name = b",
                        "evt.type = close",
                        "fd.num > 5 and fd.num < 3",
                        "proc.pid = 1 and proc.pid > 7",
                        "fd.name startswith /etc and fd.name startswith /usr",
                        "not fd.name exists and fd.name contains x",
                        "proc.name = a and (proc.name = b or proc.name = c)",
                        "evt.num = 0",
                        "proc.name = a and (fd.num = 1 or evt.num = 0) and not (fd.num = 1)",
                        "proc.name in ()")) {
            assertThat(codes(condition)).as(condition).contains(LintFinding.Code.NEVER_FIRES);
        }
    }

    @Test
    void leavesConditionsThatCanHold() {
        for (String condition :
                List.of(
                        "proc.name = a and not proc.name = b",
                        "proc.name in (a, b) and proc.name in (b, c)",
                        "proc.aname = a and proc.aname = b",
                        "fd.num > 2 and fd.num < 4",
                        "not proc.name = a and not proc.name exists",
                        "fd.name startswith /etc and fd.name startswith /etc/ssh",
                        "(proc.name = a or proc.name = b) and not proc.name = a",
                        "fd.ip = 10.0.0.1 and fd.ip = 10.0.0.2",
                        "fd.sip in (10.0.0.1) and fd.snet in (10.0.0.0/8)")) {
            assertThat(codes(condition)).as(condition).doesNotContain(LintFinding.Code.NEVER_FIRES);
        }
    }

    @Test
    void findsRulesThatAreTooBroad() {
        assertThat(lint(rule("r", "proc.name = a")))
                .extracting(LintFinding::code)
                .containsExactly(LintFinding.Code.TOO_BROAD);
        assertThat(lint(rule("r", "not proc.name = a and evt.type != open")))
                .extracting(LintFinding::message)
                .contains("the condition says only what must not be");
    }

    @Test
    void findsCostlyChecksBeforeCheapOnes() {
        assertThat(codes("proc.cmdline contains x and proc.name = a"))
                .containsExactly(LintFinding.Code.COSTLY_FIRST);
        assertThat(codes("proc.name = a and proc.cmdline contains x")).isEmpty();
    }

    @Test
    void findsPartsThatAlwaysHoldAndPatternsThatArePlain() {
        assertThat(codes("(proc.name != a or proc.name != b)"))
                .containsExactly(LintFinding.Code.ALWAYS_HOLDS);
        List<LintFinding> regex = lint(rule("r", "evt.type = open and proc.name regex \"(a|b)\""));
        assertThat(regex).hasSize(1);
        assertThat(regex.getFirst().hint()).isEqualTo("Write proc.name in (a, b).");
        assertThat(lint(rule("r", "evt.type = open and fd.name glob *.so")).getFirst().hint())
                .isEqualTo("Write fd.name endswith .so.");
        assertThat(codes("fd.name glob /tmp/?.so")).isEmpty();
        assertThat(codes("fd.name regex \"/tmp/[a-z]*\"")).isEmpty();
    }

    @Test
    void findsRulesThatSayTheSame() {
        List<LintFinding> findings =
                lint(
                        rule("first", "evt.type = open and proc.name in (a, b)")
                                + rule("second", "proc.name in (b, a) and evt.type = open")
                                + rule(
                                        "third",
                                        "evt.type = open and proc.name in (a, b) and fd.num = 1"));
        assertThat(findings)
                .extracting(finding -> finding.code() + " " + finding.rule())
                .containsExactly("SAME_CONDITION second", "COVERED third", "COVERED third");
        assertThat(findings.get(1).hint()).contains("first match");
    }

    @Test
    void findsWhatIsAppendedInTheWrongPlace() {
        String base = rule("r", "evt.type = open and proc.name = a");
        List<LintFinding> findings =
                lint(
                        base,
                        """
                        - rule: r
                          condition: or proc.name = b
                          override: {condition: append}
                        """);
        assertThat(findings)
                .filteredOn(f -> f.code() == LintFinding.Code.APPEND_PRECEDENCE)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.file()).isEqualTo("f1.yaml");
                    assertThat(finding.message())
                            .contains("(evt.type = open and proc.name = a) or …");
                });
        assertThat(
                        lint(
                                base,
                                """
                                - rule: r
                                  condition: and not proc.name = b
                                  override: {condition: append}
                                """))
                .isEmpty();
        assertThat(lint(base, rule("r", "evt.type = open and proc.name = z")))
                .extracting(LintFinding::code)
                .containsExactly(LintFinding.Code.REDEFINED);
    }

    @Test
    void goesThroughDeepConditions() {
        StringBuilder deep = new StringBuilder("proc.pid = 1");
        for (int i = 0; i < 450; i++) {
            deep.insert(0, (i % 2 == 0 ? "not (" : "(") + "fd.num = " + i + " or ").append(")");
        }
        assertThat(codes(deep.toString())).doesNotContain(LintFinding.Code.NEVER_FIRES);
    }

    @Test
    void findsLittleInThePublicRules() throws Exception {
        RuleLoader.Input input = RuleLoader.Input.of("stable", PublicRules.bytes());
        RuleFiles files = new RuleLoader(LoadOptions.standard()).load(List.of(input));
        List<LintFinding> findings = Linter.lint(List.of(input), files);
        assertThat(findings)
                .extracting(LintFinding::code)
                .doesNotContain(
                        LintFinding.Code.NEVER_FIRES,
                        LintFinding.Code.TOO_BROAD,
                        LintFinding.Code.ALWAYS_HOLDS,
                        LintFinding.Code.APPEND_PRECEDENCE,
                        LintFinding.Code.REDEFINED);
    }
}
