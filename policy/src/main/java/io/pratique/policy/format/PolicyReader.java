package io.pratique.policy.format;

import io.pratique.document.Nearest;
import io.pratique.document.Node;
import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import io.pratique.model.Severity;
import io.pratique.policy.Action;
import io.pratique.policy.Definition;
import io.pratique.policy.Mitigation;
import io.pratique.policy.PolicyAnalysis;
import io.pratique.policy.PolicyException;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.Rule;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.WhenUnknown;
import io.pratique.policy.match.InvalidPattern;
import io.pratique.policy.match.NamePatterns;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import io.pratique.policy.rule.Target;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes policies of documents, and says all that is wrong with a document that is none. */
public final class PolicyReader {
    /** The one type whose rules stand under {@code signatures}. */
    static final String SIGNATURE_TYPE = "verifyImages";

    /** A policy, or everything that keeps the document from being one. */
    public record Reading(Optional<SecurityPolicy> policy, List<Problem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    private final Problems problems = new Problems();
    private final LocalDate today;
    private Platform platform = Platform.KUBERNETES;
    private Set<LaunchType> launchTypes = Set.of();

    private PolicyReader(LocalDate today) {
        this.today = today;
    }

    /**
     * Reads a policy.
     *
     * @param root the whole document, or an item of a list
     * @param today in UTC: exceptions that ended before it are warned about
     */
    public static Reading read(Node root, LocalDate today) {
        PolicyReader reader = new PolicyReader(today);
        SecurityPolicy policy = reader.document(root);
        return new Reading(
                reader.problems.hasErrors() ? Optional.empty() : Optional.of(policy),
                reader.problems.all());
    }

    private SecurityPolicy document(Node root) {
        Map<String, Node> top = PolicyForm.DOCUMENT.read(root, problems);
        String name = "";
        Node metadataNode = top.get("metadata");
        if (metadataNode != null) {
            Map<String, Node> metadata = PolicyForm.METADATA.read(metadataNode, problems);
            name = Fields.text(metadata, "name", "");
        }
        Node specNode = top.get("spec");
        if (specNode == null) {
            return SecurityPolicy.of(name, platform, "", List.of());
        }
        Map<String, Node> spec = PolicyForm.SPEC.read(specNode, problems);
        platform = Platform.of(Fields.text(spec, "platform", "")).orElse(Platform.KUBERNETES);
        launchTypes = launchTypes(spec.get("launchTypes"));
        Node namespaced = spec.get("namespaced");
        if (platform == Platform.ECS && namespaced != null) {
            problems.errorAtKey(
                    specNode,
                    "namespaced",
                    "not-on-platform",
                    "ECS has no namespaces, so a policy for it has no namespaced definitions",
                    "Take 'namespaced' out, or write a policy for each cluster.");
        }
        Set<String> ids = new HashSet<>();
        List<Rule> rules = rules(Fields.nodes(spec, "rules"), false, ids);
        List<Rule> signatures = rules(Fields.nodes(spec, "signatures"), true, ids);
        List<PolicyException> exceptions = exceptions(Fields.nodes(spec, "exceptions"));
        List<Definition> definitions = definitions(Fields.nodes(spec, "namespaced"));
        warnOfUnknownRules(Fields.nodes(spec, "exceptions"), exceptions, rules, definitions);
        int i = 0;
        for (Node definition : Fields.nodes(spec, "namespaced")) {
            if (definition.isObject() && i < definitions.size()) {
                warnOfUnknownRules(
                        definition.get("exceptions").map(Node::elements).orElse(List.of()),
                        definitions.get(i).exceptions(),
                        rules,
                        definitions);
            }
            i++;
        }
        if (rules.isEmpty()
                && signatures.isEmpty()
                && definitions.isEmpty()
                && !problems.hasErrors()) {
            problems.warning(
                    specNode,
                    "no-rules",
                    "the policy has no rules, so it allows everything",
                    "Write some under 'rules'; 'pratique policy rules' lists the types.");
        }
        SecurityPolicy policy =
                new SecurityPolicy(
                        name,
                        platform,
                        launchTypes,
                        Fields.text(spec, "description", ""),
                        Fields.flag(spec, "telemetry", true),
                        rules,
                        exceptions,
                        signatures,
                        Fields.texts(spec, "rulesets"),
                        definitions);
        warnOfWhatHasNoEffect(specNode, policy);
        return policy;
    }

    private Set<LaunchType> launchTypes(@Nullable Node list) {
        EnumSet<LaunchType> types = EnumSet.noneOf(LaunchType.class);
        if (list == null) {
            return types;
        }
        if (platform == Platform.KUBERNETES) {
            problems.error(
                    list,
                    "not-on-platform",
                    "launch types exist on ECS only",
                    "Take 'launchTypes' out.");
        }
        for (Node type : list.elements()) {
            types.add(LaunchType.valueOf(type.text()));
        }
        return types;
    }

    private List<Rule> rules(List<Node> nodes, boolean signatures, Set<String> ids) {
        List<Rule> rules = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Node node : nodes) {
            Optional<Rule> rule = rule(node, signatures, counts);
            if (rule.isPresent()) {
                if (!ids.add(rule.get().id())) {
                    problems.error(
                            node.get("id").orElse(node),
                            "duplicate-id",
                            "two rules have the id '" + rule.get().id() + "'",
                            "Give one of them another id.");
                }
                rules.add(rule.get());
            }
        }
        return rules;
    }

    private Optional<Rule> rule(Node node, boolean signature, Map<String, Integer> counts) {
        int errors = problems.errors();
        Map<String, Node> fields =
                (signature ? PolicyForm.SIGNATURE : PolicyForm.RULE).read(node, problems);
        String typeId = signature ? SIGNATURE_TYPE : Fields.text(fields, "type", "");
        Optional<RuleType> known = RuleTypes.of(typeId);
        if (known.isEmpty()) {
            if (fields.containsKey("type") || signature) {
                problems.error(
                        fields.getOrDefault("type", node),
                        "unknown-rule-type",
                        "there is no rule type '" + typeId + "'",
                        unknownType(typeId));
            }
            return Optional.empty();
        }
        RuleType type = known.get();
        if (!signature && typeId.equals(SIGNATURE_TYPE)) {
            problems.error(
                    fields.getOrDefault("type", node),
                    "signature-rule",
                    "rules of the type verifyImages stand under 'signatures', where no exception reaches them",
                    "Move it to 'signatures', and take 'type' out.");
        }
        checkPlace(node, fields, type);
        ParameterValues.Written written = parameters(type, fields, node);
        Parameters parameters = Rule.parameters(type, written.values());
        if (problems.errors() == errors) {
            RuleCompilation.check(
                    type, parameters, fields.getOrDefault("parameters", node), problems);
        }
        patterns(fields, "namespaces");
        Optional<Mitigation> mitigation = mitigation(Fields.text(fields, "mitigation", ""));
        Action action =
                Fields.text(fields, "action", "log").equals("block") ? Action.BLOCK : Action.LOG;
        if (mitigation.filter(strict -> strict != Mitigation.LOG).isPresent()
                && action == Action.LOG) {
            problems.warning(
                    fields.getOrDefault("mitigation", node),
                    "mitigates-what-it-admits",
                    "the rule lets a workload start, and then does '"
                            + mitigation.get().id()
                            + "' to it",
                    "Write action: block as well, if that is not what you want.");
        }
        int count = counts.merge(typeId, 1, Integer::sum);
        return Optional.of(
                new Rule(
                        Fields.text(fields, "id", defaultId(typeId, count)),
                        type,
                        parameters,
                        action,
                        mitigation,
                        Fields.texts(fields, "namespaces"),
                        Severity.of(Fields.text(fields, "severity", "")).orElse(type.severity()),
                        Fields.text(fields, "message", ""),
                        whenUnknown(Fields.text(fields, "whenUnknown", "report")),
                        Fields.flag(fields, "enabled", true)));
    }

    /**
     * The id of a rule that has none.
     *
     * @param count how many rules of its type its list has up to it, itself included
     */
    static String defaultId(String type, int count) {
        return count == 1 ? type : type + "-" + count;
    }

    private void checkPlace(Node node, Map<String, Node> fields, RuleType type) {
        if (!existsHere(type)) {
            problems.error(
                    fields.getOrDefault("type", node),
                    "not-on-platform",
                    "the rule type '" + type.id() + "' does not exist on " + where(),
                    "There are " + String.join(", ", typesHere()) + ".");
        }
        if (platform == Platform.ECS && fields.containsKey("mitigation")) {
            problems.errorAtKey(
                    node,
                    "mitigation",
                    "not-on-platform",
                    "ECS has no continuous rules, so a rule has no mitigation there",
                    "Take 'mitigation' out.");
        }
        if (platform == Platform.ECS && fields.containsKey("namespaces")) {
            problems.errorAtKey(
                    node,
                    "namespaces",
                    "not-on-platform",
                    "ECS has no namespaces",
                    "Take 'namespaces' out.");
        }
    }

    private static Optional<Mitigation> mitigation(String id) {
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(Mitigation.valueOf(id.toUpperCase(Locale.ROOT)));
    }

    private static WhenUnknown whenUnknown(String id) {
        return WhenUnknown.valueOf(id.toUpperCase(Locale.ROOT));
    }

    private String unknownType(String id) {
        String near = Nearest.hint(id, typesHere());
        return near.isEmpty() ? "There are " + String.join(", ", typesHere()) + "." : near;
    }

    private String where() {
        return platform == Platform.ECS && !launchTypes.isEmpty()
                ? "ecs with the launch types "
                        + String.join(", ", launchTypes.stream().map(LaunchType::name).toList())
                : platform.id();
    }

    private boolean existsHere(RuleType type) {
        if (platform == Platform.KUBERNETES) {
            return type.targets().contains(Target.KUBERNETES);
        }
        boolean onlyFargate = launchTypes.equals(Set.of(LaunchType.FARGATE));
        return type.targets().contains(Target.ECS_FARGATE)
                || (!onlyFargate && type.targets().contains(Target.ECS_EC2));
    }

    private List<String> typesHere() {
        return RuleTypes.all().stream()
                .filter(this::existsHere)
                .map(RuleType::id)
                .filter(id -> !id.equals(SIGNATURE_TYPE))
                .toList();
    }

    private ParameterValues.Written parameters(RuleType type, Map<String, Node> rule, Node holder) {
        Node node = rule.get("parameters");
        if (node != null) {
            return ParameterValues.written(
                    "'" + type.id() + "'", type.parameters(), node, problems);
        }
        if (holder.present("parameters").isEmpty()) {
            ParameterValues.missing("'" + type.id() + "'", type.parameters(), holder, problems);
        }
        return ParameterValues.Written.NONE;
    }

    private List<PolicyException> exceptions(List<Node> nodes) {
        List<PolicyException> exceptions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node node : nodes) {
            exceptions.add(exception(node, names));
        }
        return exceptions;
    }

    private PolicyException exception(Node node, Set<String> names) {
        int errors = problems.errors();
        Map<String, Node> fields = PolicyForm.EXCEPTION.read(node, problems);
        String name = Fields.text(fields, "name", "");
        if (!name.isEmpty() && !names.add(name)) {
            problems.error(
                    fields.getOrDefault("name", node),
                    "duplicate-id",
                    "two exceptions have the name '" + name + "'",
                    "Give one of them another name.");
        }
        if (platform == Platform.ECS && fields.containsKey("namespaces")) {
            problems.errorAtKey(
                    node,
                    "namespaces",
                    "not-on-platform",
                    "ECS has no namespaces",
                    "Take 'namespaces' out, and name the workloads or images.");
        }
        for (String list : List.of("namespaces", "workloads", "containers", "values")) {
            patterns(fields, list);
        }
        Optional<LocalDate> expires =
                Optional.ofNullable(fields.get("expires"))
                        .map(date -> LocalDate.parse(date.text()));
        if (expires.filter(date -> date.isBefore(today)).isPresent()) {
            problems.warning(
                    fields.getOrDefault("expires", node),
                    "expired",
                    "the exception '" + name + "' ended on " + expires.get(),
                    "Take it out, or give it a later date.");
        }
        PolicyException exception =
                new PolicyException(
                        name,
                        Fields.texts(fields, "rules"),
                        Fields.texts(fields, "namespaces"),
                        Fields.texts(fields, "workloads"),
                        Fields.texts(fields, "containers"),
                        images(Fields.nodes(fields, "images")),
                        Fields.texts(fields, "values"),
                        Fields.text(fields, "reason", ""),
                        Fields.text(fields, "owner", ""),
                        Fields.text(fields, "ticket", ""),
                        expires);
        if (problems.errors() == errors && coversEverything(exception)) {
            problems.warning(
                    node,
                    "excepts-everything",
                    "the exception '" + name + "' has no condition, so no rule ever applies",
                    "Say what it is for: rules, namespaces, workloads, containers, images or values.");
        }
        return exception;
    }

    private static boolean coversEverything(PolicyException exception) {
        return exception.rules().isEmpty()
                && exception.namespaces().isEmpty()
                && exception.workloads().isEmpty()
                && exception.containers().isEmpty()
                && exception.images().isEmpty()
                && exception.values().isEmpty();
    }

    private List<ImageCondition> images(List<Node> nodes) {
        List<ImageCondition> conditions = new ArrayList<>();
        for (Node node : nodes) {
            Map<String, Node> fields = PolicyForm.IMAGE_CONDITION.read(node, problems);
            if (fields.size() < 3) {
                continue;
            }
            List<String> values = Fields.texts(fields, "values");
            TextOperator operator =
                    TextOperator.ofId(Fields.text(fields, "operator", ""))
                            .orElse(TextOperator.EQUALS);
            Node list = fields.getOrDefault("values", node);
            if (values.isEmpty()) {
                problems.error(
                        list,
                        "wrong-value",
                        "'values' is empty, so the condition "
                                + (operator.isNegative() ? "always" : "never")
                                + " holds",
                        "Write at least one value.");
                continue;
            }
            try {
                conditions.add(
                        new ImageCondition(
                                ImagePart.valueOf(
                                        Fields.text(fields, "part", "").toUpperCase(Locale.ROOT)),
                                operator,
                                values,
                                TextMatcher.of(operator, values)));
            } catch (InvalidPattern e) {
                problems.pattern(list, e);
            }
        }
        return conditions;
    }

    private List<Definition> definitions(List<Node> nodes) {
        List<Definition> definitions = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (Node node : nodes) {
            if (node.isObject()) {
                node.get("rulesets")
                        .ifPresent(_ -> {
                            problems.errorAtKey(
                                    node,
                                    "rulesets",
                                    "no-namespaced-rulesets",
                                    "a namespaced definition has no runtime rulesets: they hold for a whole cluster",
                                    "Move 'rulesets' to the policy; a ruleset can be limited to labels.");
                        });
            }
            Map<String, Node> fields = PolicyForm.DEFINITION.readBut(node, "rulesets", problems);
            String name = Fields.text(fields, "name", "");
            if (!name.isEmpty() && !names.add(name)) {
                problems.error(
                        fields.getOrDefault("name", node),
                        "duplicate-id",
                        "two definitions have the name '" + name + "'",
                        "Give one of them another name.");
            }
            List<Node> namespaces = Fields.nodes(fields, "namespaces");
            if (fields.containsKey("namespaces") && namespaces.isEmpty()) {
                problems.error(
                        fields.getOrDefault("namespaces", node),
                        "wrong-value",
                        "the definition '" + name + "' is for no namespace",
                        "Write the names or globs of its namespaces.");
            }
            for (Node namespace : namespaces) {
                String other = owners.put(namespace.text(), name);
                if (other != null) {
                    problems.error(
                            namespace,
                            "duplicate-namespace",
                            "the namespace '"
                                    + namespace.text()
                                    + "' stands in two definitions, '"
                                    + other
                                    + "' and '"
                                    + name
                                    + "'",
                            "Keep it in one of them: which one counts would be chance.");
                }
            }
            patterns(fields, "namespaces");
            definitions.add(
                    new Definition(
                            name,
                            Fields.texts(fields, "namespaces"),
                            rules(Fields.nodes(fields, "rules"), false, new HashSet<>()),
                            exceptions(Fields.nodes(fields, "exceptions"))));
        }
        return definitions;
    }

    /** Names and globs: a malformed glob would silently match nothing. */
    private void patterns(Map<String, Node> fields, String name) {
        Node list = fields.get(name);
        if (list != null) {
            try {
                NamePatterns.of(Fields.texts(fields, name));
            } catch (InvalidPattern e) {
                problems.pattern(list, e);
            }
        }
    }

    /** What is only seen in a policy as a whole; a policy with errors is not looked at. */
    private void warnOfWhatHasNoEffect(Node spec, SecurityPolicy policy) {
        if (problems.hasErrors()) {
            return;
        }
        Set<String> said = new HashSet<>();
        for (Problem problem : problems.all()) {
            said.add(problem.code() + problem.pointer());
        }
        for (PolicyAnalysis.Warning warning : PolicyAnalysis.of(policy, Optional.of(today))) {
            String pointer = spec.pointer() + warning.pointer();
            Node at = Node.at(spec.document(), spec.document().deepest(pointer));
            if (said.add(warning.code() + at.pointer())) {
                problems.warning(at, warning.code(), warning.message(), warning.hint());
            }
        }
    }

    /** An exception for rules that the policy does not have would be silently useless. */
    private void warnOfUnknownRules(
            List<Node> nodes,
            List<PolicyException> exceptions,
            List<Rule> rules,
            List<Definition> definitions) {
        Set<String> known = new HashSet<>();
        for (Rule rule : rules) {
            known.add(rule.id());
            known.add(rule.type().id());
        }
        for (Definition definition : definitions) {
            for (Rule rule : definition.rules()) {
                known.add(rule.id());
                known.add(rule.type().id());
            }
        }
        for (int i = 0; i < Math.min(nodes.size(), exceptions.size()); i++) {
            List<Node> written = nodes.get(i).get("rules").map(Node::elements).orElse(List.of());
            for (Node rule : written) {
                if (!rule.isText()) {
                    continue;
                }
                if (rule.text().equals(SIGNATURE_TYPE)) {
                    problems.error(
                            rule,
                            "no-exception-for-signatures",
                            "exceptions never apply to signature rules",
                            "Use an 'exclude' condition of the signature rule.");
                } else if (!known.contains(rule.text())) {
                    problems.warning(
                            rule,
                            "never-matches",
                            "the exception '"
                                    + exceptions.get(i).name()
                                    + "' is for the rule '"
                                    + rule.text()
                                    + "', which this policy does not have",
                            Nearest.hint(rule.text(), known));
                }
            }
        }
    }
}
