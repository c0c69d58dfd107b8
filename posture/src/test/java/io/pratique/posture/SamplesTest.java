package io.pratique.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.catalogue.Template;
import io.pratique.posture.evidence.EvidenceReader;
import io.pratique.posture.result.Fact;
import io.pratique.posture.result.State;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Judges the samples, each of which says what must come out, and holds them complete. */
class SamplesTest {
    static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final List<String> FILES =
            List.of("tasks", "hosts", "no-instances", "images", "nodes");
    private static final Catalogue CATALOGUE = Catalogue.load();

    static Source sample(String name) throws IOException {
        try (InputStream in = SamplesTest.class.getResourceAsStream("/samples/" + name + ".json")) {
            assertThat(in).as(name).isNotNull();
            return Source.of(name + ".json", in.readAllBytes());
        }
    }

    private static Map<String, Map<String, List<String>>> parameters(Node root) {
        Map<String, Map<String, List<String>>> all = new HashMap<>();
        for (var template : root.get("parameters").map(Node::members).orElse(List.of())) {
            Map<String, List<String>> values = new HashMap<>();
            for (var value : template.getValue().members()) {
                values.put(
                        value.getKey(),
                        value.getValue().elements().stream().map(Node::text).toList());
            }
            all.put(template.getKey(), values);
        }
        return all;
    }

    private static Report judge(Source source) {
        Node root = Documents.first(source).root();
        Judge judge = new Judge(CATALOGUE, Profile.BASELINE, parameters(root), Optional.empty());
        return judge.judge(List.of(EvidenceReader.read(source)), List.of(), NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks", "hosts", "no-instances", "images", "nodes"})
    void everySubjectOfASampleIsJudgedAsItSays(String name) throws IOException {
        Source source = sample(name);
        Report report = judge(source);
        Map<String, Finding> findings = new HashMap<>();
        for (Finding finding : report.findings()) {
            findings.put(finding.template().slug() + ' ' + finding.subjectId(), finding);
        }
        List<String> wrong = new ArrayList<>();
        for (Node expected :
                Documents.first(source).root().get("expect").orElseThrow().elements()) {
            String subject = expected.textOf("subject").orElseThrow();
            for (State state : State.values()) {
                for (Node slug : expected.get(state.name()).map(Node::elements).orElse(List.of())) {
                    Finding finding = findings.get(slug.text() + ' ' + subject);
                    if (finding == null || finding.state() != state) {
                        wrong.add(
                                subject
                                        + ' '
                                        + slug.text()
                                        + ": expected "
                                        + state
                                        + ", got "
                                        + (finding == null ? "no finding" : finding.outcome()));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(report.findings()).noneMatch(finding -> finding.state() == State.ERROR);
    }

    /** The states that the rule of a template names. */
    private static Set<State> named(String rule) {
        Set<State> states = EnumSet.noneOf(State.class);
        for (State state : State.values()) {
            for (String part : rule.split(";", -1)) {
                String text = part.strip();
                boolean here =
                        text.startsWith(state.name() + " when")
                                || text.startsWith(state.name() + " (")
                                || text.startsWith(state.name() + " otherwise");
                if (here) {
                    states.add(state);
                }
            }
        }
        return states;
    }

    @Test
    void everyTemplateHasASampleOfEachStateItsRuleNames() throws IOException {
        Map<String, Set<State>> seen = new LinkedHashMap<>();
        for (String name : FILES) {
            for (Node expected :
                    Documents.first(sample(name)).root().get("expect").orElseThrow().elements()) {
                for (State state : State.values()) {
                    expected.get(state.name())
                            .map(Node::elements)
                            .orElse(List.of())
                            .forEach(slug ->
                                    seen.computeIfAbsent(
                                                    slug.text(), _ -> EnumSet.noneOf(State.class))
                                            .add(state));
                }
            }
        }
        List<String> lacking = new ArrayList<>();
        for (Template template : CATALOGUE.templates()) {
            Set<State> wanted = named(template.cell(Template.Column.RULE));
            assertThat(wanted).as(template.slug()).hasSizeGreaterThanOrEqualTo(3);
            Set<State> missing = EnumSet.copyOf(wanted);
            missing.removeAll(seen.getOrDefault(template.slug(), Set.of()));
            if (!missing.isEmpty()) {
                lacking.add(template.slug() + " lacks " + missing);
            }
        }
        assertThat(lacking).isEmpty();
    }

    @Test
    void everyFactPointsAtAPlaceOfItsDocument() throws IOException {
        for (String name : FILES) {
            Source source = sample(name);
            for (Finding finding : judge(source).findings()) {
                for (Fact fact : finding.outcome().facts()) {
                    assertThat(fact.pointer()).startsWith("/subjects/");
                    assertThat(fact.observed()).doesNotContain("hunter2");
                }
            }
        }
    }
}
