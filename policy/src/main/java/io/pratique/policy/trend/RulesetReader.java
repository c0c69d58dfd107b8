package io.pratique.policy.trend;

import io.pratique.document.Nearest;
import io.pratique.document.Node;
import io.pratique.policy.Mitigation;
import io.pratique.policy.Ruleset;
import io.pratique.policy.format.Problems;
import io.pratique.policy.format.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a RuntimeRuleset of Trend's. */
final class RulesetReader {
    private RulesetReader() {}

    static Optional<Resource> read(Node root, String name, Problems problems) {
        Optional<Node> spec = TrendReader.spec(root, problems);
        if (spec.isEmpty()) {
            return Optional.empty();
        }
        Node definition = spec.get().present("definition").orElse(spec.get());
        TrendReader.loseOthers(
                definition,
                Set.of("labels", "rules", "labelMatchingCondition", "description", "definition"),
                "ruleset",
                problems);
        List<Ruleset.Label> labels = new ArrayList<>();
        for (Node label : list(definition, "labels", problems)) {
            String key = label.textOf("key").orElse("");
            if (key.isEmpty()) {
                // Left out, it would make the ruleset hold for other pods than it did.
                problems.error(label, "missing-field", "the label has no key", "");
            }
            labels.add(new Ruleset.Label(key, label.textOf("value").orElse("")));
        }
        List<Ruleset.Detection> rules = new ArrayList<>();
        for (Node rule : list(definition, "rules", problems)) {
            detection(rule, problems).ifPresent(rules::add);
        }
        if (!rules.isEmpty()) {
            problems.warning(
                    definition.get("rules").orElse(definition),
                    TrendReader.CHANGED,
                    "the ruleset is kept with Trend's ids ("
                            + rules.getFirst().id()
                            + (rules.size() > 1 ? "…" : "")
                            + "): nothing detects by them yet",
                    "");
        }
        return Optional.of(
                new Resource.OfRuleset(
                        new Ruleset(
                                name,
                                definition.textOf("description").orElse(""),
                                labels,
                                match(definition, problems),
                                rules)));
    }

    private static Ruleset.LabelMatch match(Node definition, Problems problems) {
        String word = definition.textOf("labelMatchingCondition").orElse("any");
        for (Ruleset.LabelMatch match : Ruleset.LabelMatch.values()) {
            if (match.id().equals(word)) {
                return match;
            }
        }
        problems.error(
                definition.get("labelMatchingCondition").orElse(definition),
                "wrong-value",
                "'labelMatchingCondition' is any or notAny, and not '" + word + "'",
                Nearest.hint(word, List.of("any", "notAny")));
        return Ruleset.LabelMatch.ANY;
    }

    private static Optional<Ruleset.Detection> detection(Node rule, Problems problems) {
        String id = rule.textOf("ruleID").or(() -> rule.textOf("id")).orElse("");
        if (!id.matches("[A-Za-z0-9_.-]{1,128}")) {
            problems.warning(rule, TrendReader.LOST, "the rule has no usable ruleID", "");
            return Optional.empty();
        }
        TrendReader.loseOthers(rule, Set.of("ruleID", "id", "mitigation"), "rule " + id, problems);
        Optional<Node> written = rule.present("mitigation");
        Optional<Mitigation> mitigation =
                written.filter(Node::isText)
                        .flatMap(word ->
                                Arrays.stream(Mitigation.values())
                                        .filter(one -> one.id().equals(word.text()))
                                        .findFirst());
        if (written.isPresent() && mitigation.isEmpty()) {
            problems.warning(
                    written.get(),
                    TrendReader.LOST,
                    "the mitigation of " + id + " is log, isolate or terminate: it counts as log",
                    "");
        }
        return Optional.of(new Ruleset.Detection(id, mitigation));
    }

    static List<Node> list(Node object, String name, Problems problems) {
        Optional<Node> value = object.present(name);
        if (value.filter(node -> !node.isArray()).isPresent()) {
            problems.error(
                    value.get(),
                    "wrong-value",
                    "'" + name + "' must be a list, and is " + value.get().kind().word(),
                    "");
        }
        return value.map(Node::elements).orElse(List.of());
    }
}
