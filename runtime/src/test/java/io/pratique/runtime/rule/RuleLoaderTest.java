package io.pratique.runtime.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.FakeEvent;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.language.ConditionText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleLoaderTest {
    private static RuleFiles load(String... texts) {
        List<RuleLoader.Input> inputs = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            inputs.add(
                    RuleLoader.Input.of(
                            "file" + (i + 1) + ".yaml", texts[i].getBytes(StandardCharsets.UTF_8)));
        }
        return new RuleLoader(LoadOptions.standard()).load(inputs);
    }

    private static String rule(String name, String condition) {
        return "- rule: "
                + name
                + "\n  desc: d\n  condition: "
                + condition
                + "\n  output: o %proc.name\n  priority: warning\n";
    }

    private static List<LoadCode> codes(RuleFiles files) {
        return files.results().stream()
                .flatMap(result -> result.problems().stream())
                .map(LoadProblem::code)
                .toList();
    }

    private static LoadProblem only(RuleFiles files) {
        List<LoadProblem> problems =
                files.results().stream().flatMap(r -> r.problems().stream()).toList();
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    private static String condition(RuleFiles files, String rule) {
        return ConditionText.of(files.rule(rule).orElseThrow().condition());
    }

    @Test
    void loadsAWholeFile() {
        RuleFiles files =
                load(
                        """
                        - required_engine_version: 0.57.0
                        - required_plugin_versions:
                            - name: container
                              version: 0.4.0
                        - list: shells
                          items: [bash, "zsh", 'k sh', yes, 007]
                        - macro: spawned
                          condition: (evt.type in (execve, execveat))
                        - rule: Shell
                          desc: A shell was started
                          condition: >
                            spawned and
                            proc.name in (shells)
                          output: "Shell %proc.name (user=%user.name)"
                          priority: NOTICE
                          tags: [container, T1059]
                          capture: true
                          capture_duration: 500
                        """);
        assertThat(codes(files)).isEmpty();
        DetectionRule rule = files.rule("Shell").orElseThrow();
        assertThat(rule.priority()).isEqualTo(Priority.NOTICE);
        assertThat(rule.tags()).containsExactlyInAnyOrder("container", "T1059");
        assertThat(rule.enabled()).isTrue();
        assertThat(rule.capture()).isTrue();
        assertThat(rule.captureDuration()).isEqualTo(500);
        assertThat(rule.position().line()).isEqualTo(9);
        assertThat(EventTable.standard().names(rule.eventTypes()))
                .isEqualTo(Set.of("execve", "execveat"));
        assertThat(condition(files, "Shell"))
                .isEqualTo(
                        "evt.type in (execve, execveat) and proc.name in (bash, zsh, \"k sh\", yes,"
                                + " 007)");
    }

    @Test
    void loadsOtherRulesBesideAMalformedOne() {
        RuleFiles files =
                load(
                        rule("A", "evt.type=open and proc.name = ")
                                + "- rule: B\n  desc: d\n"
                                + "- just text\n"
                                + "- macro: m\n  condition: evt.type=close and (\n"
                                + rule("C", "m")
                                + rule("D", "evt.type=open and nosuch.field = 1")
                                + rule("E", "evt.type=open and undefined_macro")
                                + rule("F", "evt.type=open"));
        assertThat(files.rules()).extracting(DetectionRule::name).containsExactly("F");
        assertThat(files.isSuccessful()).isFalse();
        assertThat(codes(files))
                .containsExactly(
                        LoadCode.YAML_VALIDATE,
                        LoadCode.YAML_VALIDATE,
                        LoadCode.COMPILE_CONDITION,
                        LoadCode.COMPILE_CONDITION,
                        LoadCode.VALIDATE,
                        LoadCode.COMPILE_CONDITION,
                        LoadCode.VALIDATE);
    }

    @Test
    void readsTheOtherItemsOfAFileThatIsNoYaml() {
        RuleFiles files =
                load(
                        rule("A", "evt.type=open")
                                + "- rule: B\n  desc: [unclosed\n  condition: x\n"
                                + rule("C", "evt.type=close"));
        assertThat(files.rules()).extracting(DetectionRule::name).containsExactly("A", "C");
        LoadProblem problem = only(files);
        assertThat(problem.code()).isEqualTo(LoadCode.YAML_PARSE);
        assertThat(problem.position().line()).isBetween(6, 10);
    }

    @Test
    void placesAnErrorInAFoldedCondition() {
        RuleFiles files =
                load(
                        """
                        - rule: A
                          desc: d
                          condition: >
                            evt.type = open and
                            (proc.name = a
                               or proc.nmae = b)
                          output: o
                          priority: error
                        """);
        LoadProblem problem = only(files);
        assertThat(problem.code()).isEqualTo(LoadCode.COMPILE_CONDITION);
        assertThat(problem.message()).contains("proc.nmae");
        assertThat(problem.hint()).contains("proc.name");
        assertThat(problem.position()).hasToString("6:11");
        assertThat(problem.snippet()).isEqualTo("       or proc.nmae = b)\n          ^\n");
        assertThat(problem.locations())
                .extracting(LoadLocation::itemType)
                .containsExactly(
                        ItemType.RULES_CONTENT,
                        ItemType.RULE,
                        ItemType.RULE_CONDITION,
                        ItemType.CONDITION_EXPRESSION);
    }

    @Test
    void placesErrorsInEveryStyleOfScalar() {
        for (String style :
                List.of(
                        "|\n    evt.type=open and\n    proc.nmae = x\n",
                        "|-\n    evt.type=open and\n    proc.nmae = x\n",
                        ">-\n\n    evt.type=open and\n\n    proc.nmae = x\n",
                        "evt.type=open and\n    proc.nmae = x\n",
                        "\"evt.type=open and\\n\\tproc.nmae = x\"\n",
                        "\"evt.type=open and \\\"x\\\" \"\n",
                        "'evt.type=open and fd.name = ''x'' and proc.nmae = x'\n",
                        "&anchor evt.type=open and proc.nmae = x\n",
                        "evt.type=open and fd.name = \u00e4\ud83d\ude00 and proc.nmae = x\n")) {
            String text =
                    "- rule: A\n  desc: d\n  output: o\n  priority: error\n  condition: " + style;
            LoadProblem problem = only(load(text));
            String wanted = style.contains("nmae") ? "proc.nmae" : "\\\"x\\\"";
            int offset = text.indexOf(wanted);
            if (!style.contains("nmae")) {
                assertThat(problem.position().line()).isEqualTo(5);
                continue;
            }
            int line = (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
            String before = text.substring(text.lastIndexOf('\n', offset) + 1, offset);
            assertThat(problem.position().line()).as(style).isEqualTo(line);
            assertThat(problem.position().column())
                    .as(style)
                    .isEqualTo(before.codePointCount(0, before.length()) + 1);
        }
    }

    @Test
    void placesAnErrorInAListWhereTheItemStands() {
        RuleFiles files =
                load(
                        "- list: ports\n  items: [80,\n    http_x]\n"
                                + rule("A", "evt.type=connect and fd.sport in (ports)"));
        LoadProblem problem = only(files);
        assertThat(problem.message()).contains("http_x");
        assertThat(problem.position()).hasToString("3:5");
    }

    @Test
    void placesAnErrorOfAMacroInTheMacro() {
        RuleFiles files =
                load(
                        "- macro: m\n  condition: evt.type=open and fd.num = abc\n"
                                + rule("A", "m")
                                + rule("B", "m"));
        assertThat(files.rules()).isEmpty();
        assertThat(files.results().getFirst().errors())
                .allMatch(problem -> problem.position().toString().equals("2:41"));
    }

    @Test
    void substitutesListsAsText() {
        RuleFiles files =
                load(
                        "- list: a\n  items: [x, y]\n"
                                + "- list: b\n  items: [a, z]\n"
                                + "- list: none\n  items: []\n"
                                + rule(
                                        "R",
                                        "evt.type=open and proc.name in (b, none) and proc.pname in"
                                                + " (none, w) and fd.name = aa and proc.exe in"
                                                + " (none)"));
        assertThat(codes(files)).isEmpty();
        assertThat(condition(files, "R"))
                .isEqualTo(
                        "evt.type = open and proc.name in (x, y, z) and proc.pname in (w) and"
                                + " fd.name = aa and proc.exe in ()");
    }

    @Test
    void putsMacrosInAsTrees() {
        RuleFiles files =
                load(
                        "- macro: ab\n  condition: proc.name = a or proc.name = b\n"
                                + rule("R", "evt.type = open and ab and not ab"));
        assertThat(condition(files, "R"))
                .isEqualTo(
                        "evt.type = open and (proc.name = a or proc.name = b) and not (proc.name ="
                                + " a or proc.name = b)");
    }

    @Test
    void appendsWithoutParentheses() {
        RuleFiles files =
                load(
                        "- macro: m\n  condition: proc.name = a and fd.num = 1\n",
                        "- macro: m\n  condition: or fd.num = 2\n  override: {condition: append}\n"
                                + "- list: l\n  items: [a]\n"
                                + "- list: l\n  items: [b]\n  override: {items: append}\n"
                                + rule("R", "evt.type = open and m and proc.name in (l)")
                                + "- rule: R\n  condition: or fd.num = 3\n  output: more\n  desc: e\n  tags: [t]\n"
                                + "  override: {condition: append, output: append, desc: append, tags: append}\n");
        // The classic trap: the appended 'or' frees the rule of its event type.
        assertThat(codes(files)).containsExactly(LoadCode.NO_EVTTYPE);
        DetectionRule rule = files.rule("R").orElseThrow();
        assertThat(condition(files, "R"))
                .isEqualTo(
                        "evt.type = open and (proc.name = a and fd.num = 1 or fd.num = 2) and"
                                + " proc.name in (a, b) or fd.num = 3");
        assertThat(rule.output().text()).isEqualTo("o %proc.name more");
        assertThat(rule.description()).isEqualTo("d e");
        assertThat(rule.tags()).containsExactly("t");
    }

    @Test
    void keepsThePlaceOfWhatIsDefinedAgain() {
        RuleFiles files =
                load(
                        rule("A", "evt.type = open") + rule("B", "evt.type = open"),
                        rule("A", "evt.type = close"));
        assertThat(files.rules()).extracting(DetectionRule::name).containsExactly("A", "B");
        assertThat(condition(files, "A")).isEqualTo("evt.type = close");
        assertThat(files.rule("A").orElseThrow().file()).isEqualTo("file2.yaml");
    }

    @Test
    void replacesKeys() {
        RuleFiles files =
                load(
                        rule("A", "evt.type = open"),
                        """
                        - rule: A
                          condition: evt.type = close
                          priority: info
                          enabled: false
                          capture_duration: 7
                          override:
                            condition: replace
                            priority: replace
                            enabled: replace
                            capture_duration: replace
                        """);
        assertThat(codes(files)).isEmpty();
        DetectionRule rule = files.rule("A").orElseThrow();
        assertThat(condition(files, "A")).isEqualTo("evt.type = close");
        assertThat(rule.priority()).isEqualTo(Priority.INFORMATIONAL);
        assertThat(rule.enabled()).isFalse();
        assertThat(rule.captureDuration()).isEqualTo(7);
    }

    @Test
    void refusesWrongOverrides() {
        String base = rule("A", "evt.type = open");
        for (String wrong :
                List.of(
                        "- rule: A\n  priority: info\n  override: {priority: append}\n",
                        "- rule: A\n  source: x\n  override: {source: replace}\n",
                        "- rule: A\n  desc: x\n  override: {desc: prepend}\n",
                        "- rule: A\n  override: {desc: append}\n",
                        "- rule: A\n  desc: x\n  output: y\n  override: {desc: append}\n",
                        "- rule: A\n  desc: x\n  override: [desc]\n",
                        "- rule: B\n  desc: x\n  override: {desc: replace}\n",
                        "- rule: B\n  desc: x\n  override: {desc: append}\n",
                        "- list: l\n  items: [a]\n  override: {items: append}\n",
                        "- macro: m\n  condition: a\n  override: {condition: append}\n",
                        "- rule: A\n  enabled: maybe\n",
                        "- rule: A\n  desc: d\n  condition: evt.type=open\n  output: o\n  priority: warning\n  source: other\n")) {
            RuleFiles files = load(base, wrong);
            assertThat(files.results().get(1).errors()).as(wrong).hasSize(1);
            assertThat(condition(files, "A")).isEqualTo("evt.type = open");
        }
        RuleFiles both =
                load(base, "- rule: A\n  append: true\n  desc: x\n  override: {desc: append}\n");
        assertThat(both.results().get(1).errors()).hasSize(1);
    }

    @Test
    void acceptsTheDeprecatedForms() {
        RuleFiles files =
                load(
                        rule("A", "evt.type = open"),
                        """
                        - rule: A
                          append: true
                          condition: and proc.name = x
                        - rule: A
                          enabled: false
                        """);
        assertThat(codes(files))
                .containsExactly(LoadCode.DEPRECATED_ITEM, LoadCode.DEPRECATED_ITEM);
        assertThat(condition(files, "A")).isEqualTo("evt.type = open and proc.name = x");
        assertThat(files.rule("A").orElseThrow().enabled()).isFalse();
        RuleFiles unknown = load("- rule: A\n  enabled: false\n");
        assertThat(unknown.results().getFirst().errors()).hasSize(1);
    }

    @Test
    void appliesExceptionsOfEveryShape() {
        RuleFiles files =
                load(
                        """
                        - rule: A
                          desc: d
                          condition: evt.type = open or evt.type = creat
                          output: o
                          priority: error
                          exceptions:
                            - name: one
                              fields: proc.name
                              values: [a, b c]
                            - name: paths
                              fields: fd.name
                              comps: pmatch
                              values: [/etc]
                            - name: rows
                              fields: [proc.name, fd.name, fd.num]
                              comps: [=, startswith, in]
                              values:
                                - [a, /tmp, [1, 2]]
                                - [b c, /var, 3]
                            - name: defaults
                              fields: [proc.name, proc.pname]
                              values:
                                - [x, y]
                            - name: inert
                              fields: [proc.name]
                        """,
                        """
                        - rule: A
                          exceptions:
                            - name: one
                              values: [z]
                            - name: new
                              fields: proc.pname
                              comps: contains anyof
                              values: [q]
                          override: {exceptions: append}
                        """);
        assertThat(codes(files)).isEmpty();
        assertThat(condition(files, "A"))
                .isEqualTo(
                        "(evt.type = open or evt.type = creat) and not proc.name in (a, \"b c\", z)"
                                + " and not fd.name pmatch (/etc) and not (proc.name = a and fd.name"
                                + " startswith /tmp and fd.num in (1, 2) or proc.name = \"b c\" and"
                                + " fd.name startswith /var and fd.num in (3)) and not (proc.name = x"
                                + " and proc.pname = y) and not proc.pname contains anyof (q)");
        FakeEvent event =
                new FakeEvent()
                        .with("evt.type", "open")
                        .with("proc.name", "b c")
                        .with("fd.name", "/x");
        assertThat(Interpreter.prepare(files.rule("A").orElseThrow().filter(), event).holds())
                .isFalse();
        event.with("proc.name", "fine");
        assertThat(Interpreter.prepare(files.rule("A").orElseThrow().filter(), event).holds())
                .isTrue();
    }

    @Test
    void refusesWrongExceptions() {
        for (String wrong :
                List.of(
                        "{name: e}",
                        "{fields: proc.name}",
                        "{name: e, fields: no.field, values: [a]}",
                        "{name: e, fields: [proc.name], comps: [=, =], values: [[a]]}",
                        "{name: e, fields: [proc.name], comps: [nosuch], values: [[a]]}",
                        "{name: e, fields: proc.name, comps: '=', values: [a]}",
                        "{name: e, fields: proc.name, comps: [in], values: [a]}",
                        "{name: e, fields: [proc.name, fd.name], values: [[a]]}",
                        "{name: e, fields: proc.name, values: [[a]]}",
                        "{name: e, fields: proc.name, values: a}",
                        "text",
                        "{name: e, fields: proc.name}, {name: e, fields: fd.name}")) {
            RuleFiles files =
                    load(rule("A", "evt.type = open") + "  exceptions: [" + wrong + "]\n");
            assertThat(files.results().getFirst().errors()).as(wrong).hasSize(1);
        }
        RuleFiles appended =
                load(
                        rule("A", "evt.type = open")
                                + "  exceptions: [{name: e, fields: proc.name}]\n",
                        """
                        - rule: A
                          exceptions: [{name: e, fields: proc.name, values: [a]}]
                          override: {exceptions: append}
                        - rule: A
                          exceptions: [{name: f, fields: proc.name}]
                          override: {exceptions: append}
                        """);
        assertThat(appended.results().get(1).errors()).hasSize(2);
        assertThat(appended.results().get(1).warnings())
                .extracting(LoadProblem::code)
                .containsExactly(LoadCode.APPEND_NO_VALUES);
    }

    @Test
    void skipsRulesWithUnknownNamesWhenTheySaySo() {
        String skip = "  skip-if-unknown-filter: true\n";
        RuleFiles files =
                load(
                        rule("A", "evt.type = open and new.field = 1")
                                + skip
                                + rule("B", "evt.type = newcall")
                                + skip
                                + rule("C", "evt.type = open").replace("%proc.name", "%new.field")
                                + skip
                                + rule("D", "evt.type = open and fd.num = x")
                                + skip);
        assertThat(files.rules()).isEmpty();
        assertThat(codes(files))
                .containsExactly(
                        LoadCode.UNKNOWN_FILTER,
                        LoadCode.UNKNOWN_FILTER,
                        LoadCode.UNKNOWN_FILTER,
                        LoadCode.COMPILE_CONDITION);
    }

    @Test
    void warnsAsFalcoDoes() {
        assertThat(codes(load(rule("A", "proc.name = x")))).containsExactly(LoadCode.NO_EVTTYPE);
        assertThat(codes(load(rule("A", "proc.name = x") + "  warn_evttypes: false\n"))).isEmpty();
        assertThat(codes(load(rule("A", "evt.type=open and evt.dir = <"))))
                .containsExactly(LoadCode.DEPRECATED_ITEM);
        assertThat(codes(load(rule("A", "evt.type=open").replace("%proc.name", "%container.info"))))
                .containsExactly(LoadCode.DEPRECATED_ITEM);
        assertThat(codes(load("- list: l\n  items: [a]\n- macro: m\n  condition: evt.type=open\n")))
                .containsExactly(LoadCode.UNUSED_MACRO, LoadCode.UNUSED_LIST);
        assertThat(codes(load("- foo: bar\n"))).containsExactly(LoadCode.UNKNOWN_ITEM);
        assertThat(only(load(rule("A", "evt.type=open") + "  prioritty: x\n")).hint())
                .contains("priority");
        assertThat(codes(load(rule("A", "ka.verb = x") + "  source: k8s_audit\n")))
                .containsExactly(LoadCode.UNKNOWN_SOURCE);
        assertThat(codes(load(rule("A", "evt.type=open and fd.name = proc.name"))))
                .containsExactly(LoadCode.CONDITION_WARNING);
    }

    @Test
    void checksVersions() {
        assertThat(codes(load("- required_engine_version: 63\n"))).isEmpty();
        assertThat(codes(load("- required_engine_version: 0.63.0\n"))).isEmpty();
        assertThat(codes(load("- required_engine_version: 64\n")))
                .containsExactly(LoadCode.VALIDATE);
        assertThat(codes(load("- required_engine_version: 1.0.0\n")))
                .containsExactly(LoadCode.VALIDATE);
        assertThat(codes(load("- required_engine_version: seven\n")))
                .containsExactly(LoadCode.YAML_VALIDATE);
        assertThat(codes(load("- required_plugin_versions: [{name: json, version: 0.1.0}]\n")))
                .containsExactly(LoadCode.VALIDATE);
        assertThat(
                        codes(
                                load(
                                        "- required_plugin_versions: [{name: json, version: 0.1.0,"
                                                + " alternatives: [{name: container, version:"
                                                + " 0.2.0}]}]\n")))
                .isEmpty();
        assertThat(codes(load("- required_plugin_versions: [{name: json, version: x}]\n")))
                .containsExactly(LoadCode.VALIDATE);
        assertThat(codes(load("- required_plugin_versions: x\n")))
                .containsExactly(LoadCode.YAML_VALIDATE);
    }

    @Test
    void refusesMacrosThatLoopOrComeTooLate() {
        assertThat(codes(load("- macro: a\n  condition: a\n"))).contains(LoadCode.VALIDATE);
        RuleFiles late =
                load(
                        "- macro: a\n  condition: b\n- macro: b\n  condition: evt.type=open\n"
                                + rule("A", "b"));
        assertThat(late.results().getFirst().errors()).hasSize(1);
        assertThat(late.results().getFirst().errors().getFirst().hint()).contains("move it up");
        RuleFiles loop =
                load(
                        "- macro: a\n  condition: evt.type=open\n"
                                + "- macro: b\n  condition: a\n"
                                + "- macro: a\n  condition: b\n"
                                + rule("A", "a"));
        assertThat(loop.results().getFirst().errors())
                .anyMatch(problem -> problem.message().contains("loop"));
    }

    @Test
    void refusesWhatGrowsWithoutEnd() {
        StringBuilder macros = new StringBuilder("- macro: m0\n  condition: evt.type=open\n");
        StringBuilder chain = new StringBuilder("- macro: c0\n  condition: evt.type=open\n");
        StringBuilder lists = new StringBuilder("- list: l0\n  items: [aaaaaaaaaaaaaaaaaaaa]\n");
        for (int i = 1; i < 64; i++) {
            macros.append("- macro: m%d\n  condition: m%d or m%d\n".formatted(i, i - 1, i - 1));
            lists.append("- list: l%d\n  items: [l%d, l%d]\n".formatted(i, i - 1, i - 1));
        }
        for (int i = 1; i < 3_000; i++) {
            chain.append("- macro: c%d\n  condition: not c%d\n".formatted(i, i - 1));
        }
        assertThat(load(macros + rule("A", "m63")).results().getFirst().errors())
                .anyMatch(problem -> problem.message().contains("more than 100000 checks"));
        assertThat(load(chain + rule("A", "c2999")).results().getFirst().errors())
                .anyMatch(problem -> problem.message().contains("deep"));
        load(lists + rule("A", "evt.type=open and proc.name in (l63)"));
        StringBuilder wide = new StringBuilder("- list: w\n  items: [");
        wide.append("a, ".repeat(20_000)).append("a]\n");
        String many = "w, ".repeat(1_000) + "w";
        assertThat(
                        load(wide + rule("A", "evt.type=open and proc.name in (" + many + ")"))
                                .results()
                                .getFirst()
                                .errors())
                .anyMatch(problem -> problem.message().contains("characters"));
    }

    @Test
    void readsTheKeysOfCustomRules() {
        String custom =
                """
                  id: CR-web.1
                  action: isolate
                  userDefinedFields: {team: red, who: "by %proc.name"}
                """;
        RuleFiles files = load(rule("A", "evt.type=open") + custom);
        assertThat(codes(files)).isEmpty();
        DetectionRule rule = files.rule("A").orElseThrow();
        assertThat(rule.id()).isEqualTo("CR-web.1");
        assertThat(rule.action()).isEqualTo(RuleAction.ISOLATE);
        assertThat(rule.userFields()).containsOnlyKeys("team", "who");
        for (String wrong :
                List.of(
                        "  id: X-1\n",
                        "  id: CR-12345678901234567890\n",
                        "  action: kill\n",
                        "  userDefinedFields: [a]\n",
                        "  userDefinedFields: {a: '%fd.name'}\n",
                        "  custom_fields: {a: '%no.field'}\n")) {
            assertThat(load(rule("A", "evt.type=open") + wrong).results().getFirst().errors())
                    .as(wrong)
                    .hasSize(1);
        }
        assertThat(
                        load(rule("A", "evt.type=open")
                                        + "  id: CR-1\n"
                                        + rule("B", "evt.type=open")
                                        + "  id: CR-1\n")
                                .results()
                                .getFirst()
                                .errors())
                .hasSize(1);
    }

    @Test
    void keepsTheExtraKeysItIsToldOf() {
        RuleFiles files =
                new RuleLoader(LoadOptions.standard().withExtraKeys(Set.of("rationale")))
                        .load("f", rule("A", "evt.type=open") + "  rationale: because\n");
        assertThat(codes(files)).isEmpty();
        assertThat(files.rule("A").orElseThrow().extra().get("rationale").text())
                .isEqualTo("because");
    }

    @Test
    void leavesOutRulesBelowThePriority() {
        RuleFiles files =
                new RuleLoader(LoadOptions.standard().withLeastPriority(Priority.ERROR))
                        .load("f", rule("A", "evt.type=open"));
        assertThat(files.rules()).isEmpty();
        assertThat(codes(files)).isEmpty();
    }

    @Test
    void readsSeveralDocumentsAndRefusesOthers() {
        assertThat(load(rule("A", "evt.type=open") + "---\n" + rule("B", "evt.type=open")).rules())
                .hasSize(2);
        assertThat(codes(load("---\n---\n# nothing\n"))).isEmpty();
        assertThat(codes(load("a: b\n"))).containsExactly(LoadCode.YAML_VALIDATE);
        assertThat(codes(load("text\n"))).containsExactly(LoadCode.YAML_VALIDATE);
        assertThat(codes(load("[unclosed\n"))).containsExactly(LoadCode.YAML_PARSE);
        assertThat(
                        new RuleLoader(LoadOptions.standard())
                                .load(
                                        List.of(
                                                RuleLoader.Input.of("b", new byte[] {(byte) 0xFF}),
                                                new RuleLoader.Input.Unreadable("c", "gone")))
                                .results())
                .extracting(result -> result.problems().getFirst().code())
                .containsExactly(LoadCode.YAML_PARSE, LoadCode.FILE_READ);
    }

    @Test
    void requiresTheKeysOfARule() {
        for (String key : List.of("desc", "condition", "output", "priority")) {
            String text = rule("A", "evt.type=open").replaceAll("(?m)^  " + key + ": .*\n", "");
            assertThat(codes(load(text))).as(key).containsExactly(LoadCode.YAML_VALIDATE);
        }
        assertThat(codes(load(rule("A", "evt.type=open").replace("warning", "urgent"))))
                .containsExactly(LoadCode.YAML_VALIDATE);
        assertThat(codes(load("- list: 'a b'\n  items: []\n")))
                .containsExactly(LoadCode.YAML_VALIDATE);
        assertThat(codes(load("- macro: 1a\n  condition: evt.type=open\n")))
                .containsExactly(LoadCode.YAML_VALIDATE);
        assertThat(codes(load("- list: a\n  items: [[b]]\n")))
                .containsExactly(LoadCode.YAML_VALIDATE);
        assertThat(codes(load("- list: a\n  items: [null]\n")))
                .containsExactly(LoadCode.YAML_VALIDATE);
        assertThat(codes(load("- list:\n  items: [b]\n"))).containsExactly(LoadCode.YAML_VALIDATE);
    }

    @Test
    void writesFalcosResult() {
        RuleFiles files = load(rule("A", "evt.type=open and (") + rule("B", "evt.type=open"));
        Node root = Documents.first(Source.of("r", LoadReport.json(files.results()))).root();
        Node result = root.get("falco_load_results").orElseThrow().elements().getFirst();
        assertThat(result.textOf("name")).contains("file1.yaml");
        assertThat(result.get("successful").orElseThrow().text()).isEqualTo("false");
        assertThat(result.get("warnings").orElseThrow().elements()).isEmpty();
        Node error = result.get("errors").orElseThrow().elements().getFirst();
        assertThat(error.textOf("code")).contains("LOAD_ERR_COMPILE_CONDITION");
        assertThat(error.textOf("codedesc")).contains("Error compiling condition");
        assertThat(error.textOf("message")).isPresent();
        Node context = error.get("context").orElseThrow();
        assertThat(context.textOf("snippet").orElseThrow()).contains("evt.type=open and (");
        Node rule = context.get("locations").orElseThrow().elements().get(1);
        assertThat(rule.textOf("item_type")).contains("rule");
        assertThat(rule.textOf("item_name")).contains("A");
        Node position = rule.get("position").orElseThrow();
        assertThat(position.textOf("name")).contains("file1.yaml");
        assertThat(position.get("line").orElseThrow().text()).isEqualTo("0");
        assertThat(position.get("column").orElseThrow().text()).isEqualTo("2");
        assertThat(position.get("offset").orElseThrow().text()).isEqualTo("2");
        assertThat(LoadReport.text(files.results()))
                .startsWith("file1.yaml: Invalid\n1 Errors:\nIn rules content: (file1.yaml:1:1)\n")
                .contains("    rule 'A': (file1.yaml:1:3)\n")
                .contains("LOAD_ERR_COMPILE_CONDITION (Error compiling condition): ");
    }

    @Test
    void knowsFieldsWithoutABrokenCatalogue() {
        assertThat(FieldCatalogue.standard().isField("proc.aname[2]")).isTrue();
        assertThat(FieldCatalogue.standard().isField("evt.arg.flags")).isTrue();
        assertThat(FieldCatalogue.standard().isField("evt.args.flags")).isFalse();
    }
}
