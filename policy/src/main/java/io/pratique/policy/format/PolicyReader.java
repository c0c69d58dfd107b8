package io.pratique.policy.format;

import io.pratique.document.Document;
import io.pratique.document.Kind;
import io.pratique.document.Node;
import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import io.pratique.model.Severity;
import io.pratique.policy.Action;
import io.pratique.policy.Definition;
import io.pratique.policy.Mitigation;
import io.pratique.policy.PolicyException;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.Rule;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.WhenUnknown;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.InvalidParameters;
import io.pratique.policy.rule.Parameter;
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
    /** A policy, or everything that keeps the document from being one. */
    public record Reading(Optional<SecurityPolicy> policy, List<Problem> problems) {}

    private final Problems problems = new Problems();
    private Platform platform = Platform.KUBERNETES;
    private Set<LaunchType> launchTypes = Set.of();

    private PolicyReader() {}

    /** True when the document says that it is one of our policies. */
    public static boolean recognises(Document document) {
        return document.root().textOf("kind").filter(PolicyForm.KIND::equals).isPresent()
                || document.root()
                        .textOf("apiVersion")
                        .filter(PolicyForm.API_VERSION::equals)
                        .isPresent();
    }

    /** Reads the policy of a document. */
    public static Reading read(Document document) {
        PolicyReader reader = new PolicyReader();
        SecurityPolicy policy = reader.document(document.root());
        return new Reading(
                reader.problems.hasErrors() ? Optional.empty() : Optional.of(policy),
                reader.problems.all());
    }

    private SecurityPolicy document(Node root) {
        Map<String, Node> top = PolicyForm.DOCUMENT.read(root, problems);
        String name = "";
        if (top.containsKey("metadata")) {
            Map<String, Node> metadata = PolicyForm.METADATA.read(top.get("metadata"), problems);
            name = text(metadata, "name", "");
        }
        if (!top.containsKey("spec")) {
            return SecurityPolicy.of(name, platform, "", List.of());
        }
        Map<String, Node> spec = PolicyForm.SPEC.read(top.get("spec"), problems);
        platform = Platform.of(text(spec, "platform", "")).orElse(Platform.KUBERNETES);
        launchTypes = launchTypes(spec.get("launchTypes"));
        if (platform == Platform.ECS && spec.containsKey("namespaced")) {
            problems.error(
                    spec.get("namespaced"),
                    "not-on-platform",
                    "ECS has no namespaces, so a policy for it has no namespaced definitions",
                    "Take 'namespaced' out, or write a policy for each cluster.");
        }
        List<Rule> rules = rules(nodes(spec, "rules"), false);
        List<Rule> signatures = rules(nodes(spec, "signatures"), true);
        List<PolicyException> exceptions = exceptions(nodes(spec, "exceptions"));
        List<Definition> definitions = definitions(nodes(spec, "namespaced"));
        warnOfExceptions(nodes(spec, "exceptions"), exceptions, rules, definitions);
        return new SecurityPolicy(
                name,
                platform,
                launchTypes,
                text(spec, "description", ""),
                flag(spec, "telemetry", true),
                rules,
                exceptions,
                signatures,
                texts(spec, "rulesets"),
                definitions);
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
        List<String> known = new ArrayList<>();
        for (LaunchType type : LaunchType.values()) {
            known.add(type.name());
        }
        for (Node type : list.elements()) {
            if (known.contains(type.text())) {
                types.add(LaunchType.valueOf(type.text()));
            } else {
                problems.error(
                        type,
                        "wrong-value",
                        "'" + type.text() + "' is no launch type",
                        "They are " + String.join(", ", known) + ".");
            }
        }
        return types;
    }

    private List<Rule> rules(List<Node> nodes, boolean signatures) {
        List<Rule> rules = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (Node node : nodes) {
            Optional<Rule> rule = rule(node, signatures, counts);
            if (rule.isPresent()) {
                if (!ids.add(rule.get().id())) {
                    problems.error(
                            node,
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
        Map<String, Node> fields =
                (signature ? PolicyForm.SIGNATURE : PolicyForm.RULE).read(node, problems);
        String typeId = signature ? "verifyImages" : text(fields, "type", "");
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
        if (!existsHere(type)) {
            problems.error(
                    fields.getOrDefault("type", node),
                    "not-on-platform",
                    "the rule type '" + typeId + "' does not exist on " + where(),
                    "There are " + String.join(", ", typesHere()) + ".");
        }
        if (platform == Platform.ECS && fields.containsKey("mitigation")) {
            problems.error(
                    fields.get("mitigation"),
                    "not-on-platform",
                    "ECS has no continuous rules, so a rule has no mitigation there",
                    "Take 'mitigation' out.");
        }
        if (platform == Platform.ECS && fields.containsKey("namespaces")) {
            problems.error(
                    fields.get("namespaces"),
                    "not-on-platform",
                    "ECS has no namespaces",
                    "Take 'namespaces' out.");
        }
        Map<String, Object> written = parameters(type, fields, node);
        Parameters parameters = Rule.parameters(type, written);
        if (!problems.hasErrors()) {
            try {
                type.compile(parameters);
            } catch (InvalidParameters e) {
                Node holder = fields.getOrDefault("parameters", node);
                problems.error(
                        holder.get(e.parameter()).orElse(holder),
                        "wrong-parameter",
                        String.valueOf(e.getMessage()),
                        e.hint());
            }
        }
        int count = counts.merge(typeId, 1, Integer::sum);
        return Optional.of(
                new Rule(
                        text(fields, "id", count == 1 ? typeId : typeId + "-" + count),
                        type,
                        parameters,
                        text(fields, "action", "log").equals("block") ? Action.BLOCK : Action.LOG,
                        mitigation(text(fields, "mitigation", "")),
                        texts(fields, "namespaces"),
                        Severity.of(text(fields, "severity", "")).orElse(type.severity()),
                        text(fields, "message", ""),
                        whenUnknown(text(fields, "whenUnknown", "report")),
                        flag(fields, "enabled", true)));
    }

    private static Optional<Mitigation> mitigation(String id) {
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(Mitigation.valueOf(id.toUpperCase(Locale.ROOT)));
    }

    private static WhenUnknown whenUnknown(String id) {
        return WhenUnknown.valueOf(id.toUpperCase(Locale.ROOT));
    }

    private static String unknownType(String id) {
        String near = Nearest.hint(id, PolicyForm.ruleTypeIds());
        return near.isEmpty() ? "'pratique policy rules' lists the types." : near;
    }

    private String where() {
        return platform == Platform.ECS && !launchTypes.isEmpty()
                ? "ecs with the launch types " + launchTypes
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
        return RuleTypes.all().stream().filter(this::existsHere).map(RuleType::id).toList();
    }

    private Map<String, Object> parameters(RuleType type, Map<String, Node> rule, Node holder) {
        Node node = rule.get("parameters");
        if (node == null) {
            for (Parameter parameter : type.parameters()) {
                if (parameter.required()) {
                    problems.error(
                            holder,
                            "missing-parameter",
                            "'" + type.id() + "' needs the parameter '" + parameter.name() + "'",
                            parameter.description());
                }
            }
            return Map.of();
        }
        if (!node.isObject()) {
            problems.error(node, "wrong-type", "'parameters' must be an object", "");
            return Map.of();
        }
        return ParameterValues.written("'" + type.id() + "'", type.parameters(), node, problems);
    }

    private List<PolicyException> exceptions(List<Node> nodes) {
        List<PolicyException> exceptions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node node : nodes) {
            Map<String, Node> fields = PolicyForm.EXCEPTION.read(node, problems);
            String name = text(fields, "name", "");
            if (!name.isEmpty() && !names.add(name)) {
                problems.error(
                        node,
                        "duplicate-id",
                        "two exceptions have the name '" + name + "'",
                        "Give one of them another name.");
            }
            exceptions.add(
                    new PolicyException(
                            name,
                            texts(fields, "rules"),
                            texts(fields, "namespaces"),
                            texts(fields, "workloads"),
                            texts(fields, "containers"),
                            images(nodes(fields, "images")),
                            texts(fields, "values"),
                            text(fields, "reason", ""),
                            text(fields, "owner", ""),
                            text(fields, "ticket", ""),
                            Optional.ofNullable(fields.get("expires"))
                                    .map(date -> LocalDate.parse(date.text()))));
        }
        return exceptions;
    }

    private List<ImageCondition> images(List<Node> nodes) {
        List<ImageCondition> conditions = new ArrayList<>();
        for (Node node : nodes) {
            Map<String, Node> fields = PolicyForm.IMAGE_CONDITION.read(node, problems);
            if (fields.size() < 3) {
                continue;
            }
            List<String> values = texts(fields, "values");
            TextOperator operator =
                    TextOperator.ofId(text(fields, "operator", "")).orElse(TextOperator.EQUALS);
            try {
                conditions.add(
                        new ImageCondition(
                                ImagePart.valueOf(
                                        text(fields, "part", "").toUpperCase(Locale.ROOT)),
                                operator,
                                values,
                                TextMatcher.of(operator, values)));
            } catch (IllegalArgumentException e) {
                problems.error(
                        fields.getOrDefault("values", node),
                        "wrong-pattern",
                        String.valueOf(e.getMessage()),
                        "");
            }
        }
        return conditions;
    }

    private List<Definition> definitions(List<Node> nodes) {
        List<Definition> definitions = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        for (Node node : nodes) {
            Map<String, Node> fields = PolicyForm.DEFINITION.read(node, problems);
            String name = text(fields, "name", "");
            for (String namespace : texts(fields, "namespaces")) {
                String other = owners.put(namespace, name);
                if (other != null) {
                    problems.error(
                            node,
                            "duplicate-namespace",
                            "the namespace '"
                                    + namespace
                                    + "' stands in two definitions, '"
                                    + other
                                    + "' and '"
                                    + name
                                    + "'",
                            "Keep it in one of them: which one counts would be chance.");
                }
            }
            definitions.add(
                    new Definition(
                            name,
                            texts(fields, "namespaces"),
                            rules(nodes(fields, "rules"), false),
                            exceptions(nodes(fields, "exceptions"))));
        }
        return definitions;
    }

    /** An exception for rules that the policy does not have would be silently useless. */
    private void warnOfExceptions(
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
        for (int i = 0; i < exceptions.size(); i++) {
            for (String rule : exceptions.get(i).rules()) {
                if (rule.equals("verifyImages")) {
                    problems.error(
                            nodes.get(i),
                            "no-exception-for-signatures",
                            "exceptions never apply to signature rules",
                            "Use an 'exclude' condition of the signature rule.");
                } else if (!known.contains(rule)) {
                    problems.warning(
                            nodes.get(i),
                            "never-matches",
                            "the exception '"
                                    + exceptions.get(i).name()
                                    + "' is for the rule '"
                                    + rule
                                    + "', which this policy does not have",
                            Nearest.hint(rule, known));
                }
            }
        }
    }

    private static List<Node> nodes(Map<String, Node> fields, String name) {
        Node list = fields.get(name);
        return list == null ? List.of() : list.elements();
    }

    private static String text(Map<String, Node> fields, String name, String fallback) {
        Node node = fields.get(name);
        return node == null || !node.isText() ? fallback : node.text();
    }

    private static boolean flag(Map<String, Node> fields, String name, boolean fallback) {
        Node node = fields.get(name);
        return node == null ? fallback : node.kind() == Kind.TRUE;
    }

    private static List<String> texts(Map<String, Node> fields, String name) {
        return nodes(fields, name).stream().map(Node::text).toList();
    }
}
