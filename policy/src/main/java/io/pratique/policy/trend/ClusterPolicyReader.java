package io.pratique.policy.trend;

import io.pratique.document.Nearest;
import io.pratique.document.Node;
import io.pratique.model.Platform;
import io.pratique.policy.Action;
import io.pratique.policy.Definition;
import io.pratique.policy.Mitigation;
import io.pratique.policy.PolicyException;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.Rule;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.WhenUnknown;
import io.pratique.policy.format.ParameterValues;
import io.pratique.policy.format.Problem;
import io.pratique.policy.format.Problems;
import io.pratique.policy.format.Resource;
import io.pratique.policy.format.RuleCompilation;
import io.pratique.policy.match.InvalidPattern;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a ClusterPolicy of Trend's. As Trend's operator does, it leaves out the rules that are
 * wrong and keeps the others; unlike there, each is said with its place.
 */
final class ClusterPolicyReader {
    private static final String SIGNATURES = "verifyImages";

    private final Problems problems;

    private ClusterPolicyReader(Problems problems) {
        this.problems = problems;
    }

    static Optional<Resource> read(Node root, String name, Problems problems) {
        return TrendReader.spec(root, problems)
                .map(spec ->
                        new Resource.OfPolicy(
                                new ClusterPolicyReader(problems).policy(spec, name)));
    }

    private SecurityPolicy policy(Node spec, String name) {
        TrendReader.loseOthers(
                spec,
                Set.of("xdrEnabled", "rules", "exceptions", "description", "namespaced"),
                "policy",
                problems);
        List<Rule> rules = new ArrayList<>();
        List<Rule> signatures = new ArrayList<>();
        rules(spec, rules, signatures);
        List<Definition> definitions = new ArrayList<>();
        for (Node node : RulesetReader.list(spec, "namespaced", problems)) {
            definition(node, definitions.size() + 1).ifPresent(definitions::add);
        }
        return new SecurityPolicy(
                name,
                Platform.KUBERNETES,
                Set.of(),
                spec.textOf("description").orElse(""),
                TrendReader.isTrue(spec, "xdrEnabled", problems),
                rules,
                exceptions(spec),
                signatures,
                List.of(),
                definitions);
    }

    private Optional<Definition> definition(Node node, int number) {
        List<String> namespaces = texts(node, "namespaces");
        if (namespaces.isEmpty()) {
            problems.warning(
                    node, TrendReader.LOST, "the namespaced definition names no namespaces", "");
            return Optional.empty();
        }
        TrendReader.loseOthers(
                node,
                Set.of("name", "namespaces", "rules", "exceptions"),
                "namespaced definition",
                problems);
        List<Rule> rules = new ArrayList<>();
        List<Rule> signatures = new ArrayList<>();
        rules(node, rules, signatures);
        if (!signatures.isEmpty()) {
            problems.warning(
                    node,
                    TrendReader.LOST,
                    "the signature rules of the namespaced definition are left out",
                    "Write them under 'signatures' of the policy, with their namespaces.");
        }
        String name = node.textOf("name").orElse("").replaceAll("[^A-Za-z0-9_.-]", "-");
        return Optional.of(
                new Definition(
                        name.isEmpty() ? "definition-" + number : name,
                        namespaces,
                        rules,
                        exceptions(node)));
    }

    private void rules(Node owner, List<Rule> rules, List<Rule> signatures) {
        Map<String, Integer> counts = new HashMap<>();
        for (Node node : RulesetReader.list(owner, "rules", problems)) {
            Optional<Rule> rule = rule(node, counts);
            rule.ifPresent(
                    read -> (read.type().id().equals(SIGNATURES) ? signatures : rules).add(read));
        }
    }

    private Optional<Rule> rule(Node node, Map<String, Integer> counts) {
        String written = node.textOf("type").orElse("");
        Optional<RuleType> known =
                RuleTypes.of(written).filter(_ -> TrendTypes.IDS.contains(written));
        if (known.isEmpty()) {
            problems.warning(
                    node.get("type").orElse(node),
                    TrendReader.LOST,
                    written.isEmpty()
                            ? "the rule has no type"
                            : "the rule type '" + written + "' has no counterpart here",
                    TrendTypes.LEGACY.getOrDefault(written, Nearest.hint(written, TrendTypes.IDS)));
            return Optional.empty();
        }
        TrendReader.loseOthers(
                node,
                Set.of("type", "action", "mitigation", "properties", "namespaces", "enabled"),
                "rule " + written,
                problems);
        Optional<Action> action = action(node, written);
        Optional<Mitigation> mitigation = mitigation(node, written);
        Optional<TrendTypes.Typed> typed = typed(known.get(), node);
        if (action.isEmpty() || mitigation.isEmpty() || typed.isEmpty()) {
            return Optional.empty();
        }
        RuleType type = typed.get().type();
        int count = counts.merge(type.id(), 1, Integer::sum);
        return Optional.of(
                new Rule(
                        count == 1 ? type.id() : type.id() + "-" + count,
                        type,
                        typed.get().parameters(),
                        action.get(),
                        type.id().equals(SIGNATURES) ? Optional.empty() : mitigation,
                        texts(node, "namespaces"),
                        type.severity(),
                        "",
                        WhenUnknown.REPORT,
                        node.present("enabled").isEmpty()
                                || TrendReader.isTrue(node, "enabled", problems)));
    }

    private Optional<Action> action(Node node, String type) {
        Optional<Node> written = node.present("action");
        if (written.isEmpty()) {
            return Optional.of(Action.LOG);
        }
        String word = written.get().isText() ? written.get().text() : "";
        Optional<Action> action =
                Arrays.stream(Action.values()).filter(one -> one.id().equals(word)).findFirst();
        if (action.isEmpty()) {
            problems.warning(
                    written.get(),
                    TrendReader.LOST,
                    word.equals("none")
                            ? "the rule " + type + " is switched off, and was left out"
                            : "the action of " + type + " is log or block: the rule was left out",
                    "");
        }
        return action;
    }

    /** Without one, a rule of Trend's logs what it finds running. */
    private Optional<Mitigation> mitigation(Node node, String type) {
        Optional<Node> written = node.present("mitigation");
        if (written.isEmpty()) {
            return Optional.of(Mitigation.LOG);
        }
        String word = written.get().isText() ? written.get().text() : "";
        Optional<Mitigation> mitigation =
                Arrays.stream(Mitigation.values()).filter(one -> one.id().equals(word)).findFirst();
        if (mitigation.isEmpty()) {
            problems.warning(
                    written.get(),
                    TrendReader.LOST,
                    "the mitigation of "
                            + type
                            + " is log, isolate or terminate: the rule was left out",
                    "");
        }
        return mitigation;
    }

    private Optional<TrendTypes.Typed> typed(RuleType type, Node node) {
        Problems own = new Problems();
        Optional<Node> properties = node.present("properties");
        Optional<TrendTypes.Typed> typed =
                type.id().equals(SIGNATURES)
                        ? SignatureProperties.read(type, properties.orElse(node), own)
                        : plain(type, node, properties, own);
        if (own.hasErrors()) {
            for (Problem problem : own.all()) {
                problems.warning(
                        problem.position(),
                        problem.pointer(),
                        TrendReader.LOST,
                        problem.message() + ": the rule was left out",
                        problem.hint());
            }
            return Optional.empty();
        }
        own.all().forEach(problems::add);
        return typed;
    }

    private Optional<TrendTypes.Typed> plain(
            RuleType type, Node node, Optional<Node> properties, Problems own) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : TrendTypes.REQUIRED.getOrDefault(type.id(), List.of())) {
            boolean saidBelow =
                    properties.isPresent()
                            && type.parameters().stream()
                                    .anyMatch(one -> one.required() && one.name().equals(name));
            if (!saidBelow && properties.flatMap(object -> object.present(name)).isEmpty()) {
                own.error(
                        properties.orElse(node),
                        "missing-parameter",
                        "'" + type.id() + "' needs the property '" + name + "'",
                        "");
            }
        }
        if (properties.isPresent()) {
            values.putAll(
                    ParameterValues.written(
                                    "'" + type.id() + "'", type.parameters(), properties.get(), own)
                            .values());
        }
        if (own.hasErrors()) {
            return Optional.empty();
        }
        RuleType other = TrendTypes.withPath(type, values, properties.orElse(node), own);
        TrendTypes.assume(type, values, node, own);
        Parameters parameters = Rule.parameters(other, values);
        RuleCompilation.check(other, parameters, properties.orElse(node), own);
        return Optional.of(new TrendTypes.Typed(other, parameters));
    }

    private List<PolicyException> exceptions(Node owner) {
        List<PolicyException> exceptions = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Node node : RulesetReader.list(owner, "exceptions", problems)) {
            exception(node, counts).ifPresent(exceptions::add);
        }
        return exceptions;
    }

    private Optional<PolicyException> exception(Node node, Map<String, Integer> counts) {
        String type = node.textOf("type").orElse("");
        ImagePart part = TrendTypes.PARTS.get(type);
        if (part == null) {
            problems.warning(
                    node.get("type").orElse(node),
                    TrendReader.LOST,
                    "there is no exception by '" + type + "'",
                    Nearest.hint(type, TrendTypes.PARTS.keySet()));
            return Optional.empty();
        }
        TrendReader.loseOthers(
                node, Set.of("type", "properties", "namespaces"), "exception", problems);
        Node properties = node.present("properties").orElse(node);
        String word = properties.textOf("operator").orElse("");
        Optional<TextOperator> operator = TextOperator.ofId(word);
        List<String> values = texts(properties, "values");
        if (operator.isEmpty() || values.isEmpty()) {
            problems.warning(
                    properties,
                    TrendReader.LOST,
                    "the exception needs an operator and values: it was left out",
                    "");
            return Optional.empty();
        }
        TrendTypes.Condition condition = new TrendTypes.Condition(part, operator.get(), values);
        if (part == ImagePart.REGISTRY && TrendTypes.havePath(values)) {
            condition = condition.onPath();
            problems.warning(
                    properties,
                    TrendReader.CHANGED,
                    "a registry has no path, so the exception is by path: " + condition,
                    "");
        }
        try {
            ImageCondition image =
                    new ImageCondition(
                            condition.part(),
                            condition.operator(),
                            condition.values(),
                            TextMatcher.of(condition.operator(), condition.values()));
            int count = counts.merge(type, 1, Integer::sum);
            return Optional.of(
                    new PolicyException(
                            count == 1 ? type : type + "-" + count,
                            List.of(),
                            texts(node, "namespaces"),
                            List.of(),
                            List.of(),
                            List.of(image),
                            List.of(),
                            "",
                            "",
                            "",
                            Optional.empty()));
        } catch (InvalidPattern e) {
            problems.warning(
                    properties,
                    TrendReader.LOST,
                    e.getMessage() + ": the exception was left out",
                    e.hint());
            return Optional.empty();
        }
    }

    /** The texts of a list; an element that is none is said and left out. */
    private List<String> texts(Node object, String name) {
        List<String> texts = new ArrayList<>();
        for (Node element : RulesetReader.list(object, name, problems)) {
            if (element.isArray() || element.isObject() || element.isNull()) {
                problems.error(
                        element,
                        "wrong-value",
                        "each of '" + name + "' must be a text, and is " + element.kind().word(),
                        "");
            } else {
                texts.add(element.text());
            }
        }
        return texts;
    }
}
