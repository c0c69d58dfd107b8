package io.pratique.runtime.ruleset;

import io.pratique.document.Nearest;
import io.pratique.runtime.form.Form;
import io.pratique.runtime.form.FormProblem;
import io.pratique.runtime.form.InvalidForm;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.RuleAction;
import io.pratique.runtime.rule.RuleLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads rulesets: documents of {@code apiVersion: pratique.io/v1} and {@code kind: RuntimeRuleset}
 * (or {@code Ruleset}, as policies write it).
 */
public final class RulesetFiles {
    private static final String API_VERSION = "pratique.io/v1";
    private static final List<String> KINDS = List.of("RuntimeRuleset", "Ruleset");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final List<String> SPEC_KEYS =
            List.of(
                    "description",
                    "labels",
                    "labelMatch",
                    "clusterLabels",
                    "clusterLabelMatch",
                    "rules");
    private static final List<String> ACTIONS = List.of("log", "isolate", "terminate");

    private final Set<String> known = new LinkedHashSet<>();
    private final List<FormProblem> problems = new ArrayList<>();
    private final Map<String, Ruleset> rulesets = new LinkedHashMap<>();

    /** What was read; a ruleset with an error is not in the list. */
    public record Result(List<Ruleset> rulesets, List<FormProblem> problems) {
        public Result {
            rulesets = List.copyOf(rulesets);
            problems = List.copyOf(problems);
        }

        public boolean isSuccessful() {
            return problems.stream().noneMatch(problem -> problem.code().isError());
        }
    }

    private RulesetFiles(List<DetectionRule> rules) {
        for (DetectionRule rule : rules) {
            known.add(rule.id().isEmpty() ? rule.name() : rule.id());
            known.add(rule.name());
        }
    }

    /**
     * Reads files.
     *
     * @param rules that rulesets may name; a name that is not among them is a warning, for the
     *     ruleset may be older or newer than the rules
     */
    public static Result read(List<? extends RuleLoader.Input> files, List<DetectionRule> rules) {
        RulesetFiles reader = new RulesetFiles(rules);
        for (RuleLoader.Input file : files) {
            Form.read(file, reader.problems::add, reader::item);
        }
        return new Result(List.copyOf(reader.rulesets.values()), reader.problems);
    }

    private void item(Form form) {
        form.requireKeys(List.of("apiVersion", "kind", "metadata", "spec"), problems::add);
        form.word("kind", KINDS);
        form.word("apiVersion", List.of(API_VERSION));
        Form metadata = form.form("metadata");
        metadata.requireKeys(List.of("name", "labels", "annotations"), problems::add);
        String name = metadata.text("name");
        if (!NAME.matcher(name).matches()) {
            throw metadata.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    "name",
                    "'" + name + "' is no name of a ruleset",
                    "Use letters, digits, '_' and '.', at most 128.");
        }
        if (rulesets.containsKey(name)) {
            throw metadata.invalid(
                    FormProblem.Code.DUPLICATE,
                    "name",
                    "there is a ruleset '" + name + "' already",
                    "");
        }
        Form spec = form.form("spec");
        spec.requireKeys(SPEC_KEYS, problems::add);
        rulesets.put(
                name,
                new Ruleset(
                        name,
                        spec.textOrEmpty("description"),
                        selector(spec, "labels", "labelMatch"),
                        selector(spec, "clusterLabels", "clusterLabelMatch"),
                        entries(spec),
                        form.file(),
                        form.position()));
    }

    private Ruleset.Selector selector(Form spec, String key, String matchKey) {
        List<Ruleset.Label> labels = new ArrayList<>();
        for (Form label : spec.forms(key)) {
            label.requireKeys(List.of("key", "value"), problems::add);
            labels.add(new Ruleset.Label(label.text("key"), label.textOrEmpty("value")));
        }
        boolean none =
                spec.has(matchKey)
                        && spec.word(matchKey, List.of("any", "notAny")).equals("notAny");
        return new Ruleset.Selector(labels, none ? Ruleset.Match.NOT_ANY : Ruleset.Match.ANY);
    }

    private List<Ruleset.Entry> entries(Form spec) {
        List<Ruleset.Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Form rule : spec.forms("rules")) {
            rule.requireKeys(List.of("id", "action", "mitigation"), problems::add);
            String id = rule.text("id");
            if (!seen.add(id)) {
                throw rule.invalid(
                        FormProblem.Code.DUPLICATE,
                        "id",
                        "the rule '" + id + "' stands in the list twice",
                        "Remove one of them.");
            }
            if (rule.has("action") && rule.has("mitigation")) {
                throw rule.invalid(
                        FormProblem.Code.DUPLICATE,
                        "mitigation",
                        "action and mitigation are two words for the same",
                        "Keep action.");
            }
            if (!known.isEmpty() && !known.contains(id)) {
                problems.add(
                        rule.problem(
                                FormProblem.Code.UNKNOWN_REFERENCE,
                                "id",
                                "there is no rule '" + id + "'",
                                Nearest.hint(id, known)));
            }
            entries.add(new Ruleset.Entry(id, action(rule), rule.position()));
        }
        return entries;
    }

    private static Optional<RuleAction> action(Form rule) {
        String key = rule.has("action") ? "action" : "mitigation";
        return rule.has(key)
                ? Optional.of(RuleAction.values()[ACTIONS.indexOf(rule.word(key, ACTIONS))])
                : Optional.empty();
    }

    /**
     * Checks a new version of a ruleset against the old one.
     *
     * @throws InvalidForm when the name differs: policies refer to it
     */
    public static void requireSameName(Ruleset before, Ruleset after) {
        if (!before.name().equals(after.name())) {
            throw new InvalidForm(
                    new FormProblem(
                            FormProblem.Code.WRONG_VALUE,
                            after.file(),
                            after.position(),
                            "metadata.name",
                            after.name(),
                            "the name of a ruleset never changes, it is '" + before.name() + "'",
                            "Make a copy under the new name."));
        }
    }
}
