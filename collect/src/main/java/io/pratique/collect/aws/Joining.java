package io.pratique.collect.aws;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Coverage.Reason;
import io.pratique.collect.Evidence;
import io.pratique.collect.Facts;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Gathers answers and joins them by the ids that they give. Not for several threads. */
final class Joining {
    private static final String TASK_DEFINITION = "ecs.task-definition";
    private static final String SERVICE = "ecs.service";
    private static final String TASK = "ecs.task";
    private static final String INSTANCE = "ecs.container-instance";
    private static final String CLUSTER = "ecs.cluster";
    private static final String PROVIDER = "ecs.capacity-provider";
    private static final String SETTINGS = "ecs.account-settings";
    private static final String ROLE = "aws.role";
    private static final String GROUP = "aws.security-group";
    private static final String INTERFACE = "aws.network-interface";
    private static final String LOGS = "aws.log-group";
    private static final String REPOSITORY = "ecr.repository";

    /**
     * An answer that lists subjects.
     *
     * @param member of the answer that is the list
     * @param id the member of each item that names it
     */
    private record Form(String member, String kind, String id) {}

    private static final List<Form> FORMS =
            List.of(
                    new Form("clusters", CLUSTER, "clusterArn"),
                    new Form("services", SERVICE, "serviceArn"),
                    new Form("tasks", TASK, "taskArn"),
                    new Form("containerInstances", INSTANCE, "containerInstanceArn"),
                    new Form("capacityProviders", PROVIDER, "capacityProviderArn"),
                    new Form("SecurityGroups", GROUP, "GroupId"),
                    new Form("NetworkInterfaces", INTERFACE, "NetworkInterfaceId"),
                    new Form("logGroups", LOGS, "arn"),
                    new Form("repositories", REPOSITORY, "repositoryUri"),
                    new Form("Roles", ROLE, "Arn"));

    /** Answers that only name things: what they name was to be described. */
    private static final Map<String, String> LISTS =
            Map.of(
                    "clusterArns", CLUSTER,
                    "serviceArns", SERVICE,
                    "taskArns", TASK,
                    "containerInstanceArns", INSTANCE);

    /** Who never asked for a kind has no evidence of it. */
    private static final Map<String, String> CALLS =
            Map.ofEntries(
                    Map.entry(
                            CLUSTER,
                            "aws ecs describe-clusters --include SETTINGS CONFIGURATIONS TAGS --clusters"),
                    Map.entry(SERVICE, "aws ecs describe-services --cluster CLUSTER --services"),
                    Map.entry(TASK, "aws ecs describe-tasks --cluster CLUSTER --tasks"),
                    Map.entry(
                            TASK_DEFINITION,
                            "aws ecs describe-task-definition --include TAGS --task-definition"),
                    Map.entry(
                            INSTANCE,
                            "aws ecs describe-container-instances --cluster CLUSTER --container-instances"),
                    Map.entry(PROVIDER, "aws ecs describe-capacity-providers --capacity-providers"),
                    Map.entry(SETTINGS, "aws ecs list-account-settings --effective-settings"),
                    Map.entry(ROLE, "aws iam get-role --role-name"),
                    Map.entry(GROUP, "aws ec2 describe-security-groups --group-ids"),
                    Map.entry(
                            INTERFACE,
                            "aws ec2 describe-network-interfaces --network-interface-ids"),
                    Map.entry(LOGS, "aws logs describe-log-groups"),
                    Map.entry(REPOSITORY, "aws ecr describe-repositories"));

    private final Redaction redaction;
    private final Map<String, Map<String, Value.Fields>> found = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
    private final Map<String, List<Value.Fields>> policies = new HashMap<>();
    private final List<Coverage.Entry> coverage = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();

    Joining(Redaction redaction) {
        this.redaction = redaction;
    }

    void note(Coverage.Entry entry) {
        coverage.add(entry);
    }

    private Map<String, Value.Fields> of(String kind) {
        return found.computeIfAbsent(kind, _ -> new LinkedHashMap<>());
    }

    private void want(String kind, String id, String why) {
        if (!id.isEmpty()) {
            wanted.computeIfAbsent(kind, _ -> new LinkedHashMap<>()).putIfAbsent(id, why);
        }
    }

    private static Value.Fields fields(Node node) {
        return Value.of(node) instanceof Value.Fields fields ? fields : Value.EMPTY;
    }

    void add(String name, Node root) {
        boolean known = false;
        for (Form form : FORMS) {
            Optional<Node> list = root.get(form.member()).filter(Node::isArray);
            if (list.isPresent() && fits(list.get(), form)) {
                known = true;
                asked.add(form.kind());
                items(name, list.get(), form);
            }
        }
        for (Map.Entry<String, String> list : LISTS.entrySet()) {
            Optional<Node> arns = root.get(list.getKey()).filter(Node::isArray);
            if (arns.isPresent()) {
                known = true;
                for (Node arn : arns.get().elements()) {
                    want(list.getValue(), arn.isText() ? arn.text() : "", "listed in " + name);
                }
            }
        }
        known |= single(name, root);
        failures(name, root);
        goesOn(name, root);
        if (!known) {
            coverage.add(
                    Answers.skipped(name, "no answer that is read: its members are not known"));
        } else {
            coverage.add(Coverage.Entry.ok("account", name));
        }
    }

    /** An empty list may be of any kind with this name; the first item tells. */
    private static boolean fits(Node list, Form form) {
        List<Node> items = list.elements();
        return items.isEmpty() || items.getFirst().get(form.id()).isPresent();
    }

    private void items(String name, Node list, Form form) {
        for (Node item : list.elements()) {
            String id = item.textOf(form.id()).orElse("");
            if (id.isEmpty()) {
                coverage.add(
                        Answers.failed(
                                name,
                                Reason.PARSE_ERROR,
                                form.member() + " has an item without " + form.id()));
                continue;
            }
            put(name, form.kind(), id, fields(item));
        }
    }

    private void put(String name, String kind, String id, Value.Fields doc) {
        Value.Fields before = of(kind).putIfAbsent(id, doc);
        if (before != null && !before.equals(doc)) {
            coverage.add(
                    Answers.failed(
                            name,
                            Reason.PARSE_ERROR,
                            "two answers differ about " + id + "; the other one is used"));
        }
    }

    private boolean single(String name, Node root) {
        boolean known = false;
        Optional<Node> definition = root.get("taskDefinition").filter(Node::isObject);
        if (definition.isPresent()) {
            known = true;
            asked.add(TASK_DEFINITION);
            Value.Fields doc = fields(definition.get());
            Optional<Value> tags = root.get("tags").map(Value::of);
            if (tags.isPresent()) {
                Map<String, Value> all = new LinkedHashMap<>(doc.members());
                all.put("tags", tags.get());
                doc = new Value.Fields(all);
            }
            String arn = doc.text("taskDefinitionArn").orElse("");
            if (arn.isEmpty()) {
                coverage.add(
                        Answers.failed(
                                name,
                                Reason.PARSE_ERROR,
                                "the task definition has no taskDefinitionArn"));
            } else {
                put(name, TASK_DEFINITION, arn, doc);
            }
        }
        Optional<Node> settings = root.get("settings").filter(Node::isArray);
        if (settings.isPresent()) {
            known = true;
            asked.add(SETTINGS);
            put(
                    name,
                    SETTINGS,
                    "account",
                    new Facts().put("settings", Value.of(settings.get())).done());
        }
        Optional<Node> role = root.get("Role").filter(Node::isObject);
        if (role.isPresent()) {
            known = true;
            asked.add(ROLE);
            put(name, ROLE, role.get().textOf("Arn").orElse(""), fields(role.get()));
        }
        Optional<String> roleName = root.textOf("RoleName");
        if (roleName.isPresent() && root.get("PolicyDocument").isPresent()) {
            known = true;
            policies.computeIfAbsent(roleName.get(), _ -> new ArrayList<>()).add(fields(root));
        }
        known |= parameters(root);
        return known || lists(root);
    }

    /** Names alone: read, and nothing to judge. */
    private static boolean lists(Node root) {
        for (String member :
                List.of("taskDefinitionArns", "families", "AttachedPolicies", "PolicyNames")) {
            if (root.get(member).filter(Node::isArray).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Parameters of SSM. Their values are thrown away, but for the AMIs that AWS publishes. */
    private boolean parameters(Node root) {
        List<Node> all = new ArrayList<>();
        root.get("Parameters").map(Node::elements).ifPresent(all::addAll);
        root.get("Parameter").filter(Node::isObject).ifPresent(all::add);
        for (Node parameter : all) {
            String name = parameter.textOf("Name").orElse("");
            if (name.startsWith("/aws/service/ecs/optimized-ami/")) {
                recommended(name, parameter.textOf("Value").orElse(""));
            } else if (!name.isEmpty()) {
                asked.add("aws.parameter");
                Facts doc = new Facts().put("name", name);
                parameter.textOf("Type").ifPresent(type -> doc.put("type", type));
                of("aws.parameter").put(parameter.textOf("ARN").orElse(name), doc.done());
            }
        }
        return !all.isEmpty() || root.get("Parameters").isPresent();
    }

    private void recommended(String name, String json) {
        String family = name.substring("/aws/service/ecs/optimized-ami/".length());
        try {
            Source source = Source.of(name, json);
            Node root =
                    new Documents.Slice(source, 0, source.length(), Documents.Format.JSON)
                            .read()
                            .root();
            of("aws.recommended-ami").put(family.replace("/recommended", ""), fields(root));
        } catch (InvalidDocument _) {
            coverage.add(
                    Coverage.Entry.failed("account", Reason.PARSE_ERROR, "its value is no JSON"));
        }
    }

    private void failures(String name, Node root) {
        for (Node failure : root.get("failures").map(Node::elements).orElse(List.of())) {
            String arn = failure.textOf("arn").orElse("");
            String reason = failure.textOf("reason").orElse("");
            coverage.add(Answers.failed(name, Reason.NOT_COLLECTED, arn + ": " + reason));
            for (Map.Entry<String, String> kind :
                    Map.of(
                                    ":cluster/", CLUSTER,
                                    ":service/", SERVICE,
                                    ":task/", TASK,
                                    ":container-instance/", INSTANCE)
                            .entrySet()) {
                if (arn.contains(kind.getKey())) {
                    want(kind.getValue(), arn, "failed in " + name + ": " + reason);
                }
            }
        }
    }

    /** A page that is not the last says nothing about what stands on the next. */
    private void goesOn(String name, Node root) {
        for (String token : List.of("nextToken", "NextToken", "nextForwardToken", "Marker")) {
            if (root.present(token).isPresent()) {
                coverage.add(
                        Answers.failed(
                                name,
                                Reason.NOT_COLLECTED,
                                "the answer goes on: " + token + " is left over"));
                return;
            }
        }
    }

    AwsAnswersCollector.Saved join() {
        references();
        List<Evidence.Subject> subjects = new ArrayList<>();
        found.forEach(
                (kind, all) -> all.forEach((id, doc) -> subjects.add(subject(kind, id, doc))));
        wanted.forEach((kind, all) ->
                all.forEach((id, why) -> {
                    if (!of(kind).containsKey(id)) {
                        String call = CALLS.getOrDefault(kind, kind) + " " + id;
                        subjects.add(
                                Evidence.Subject.missing(
                                        kind, id, Map.of(), Reason.NOT_COLLECTED, call));
                        coverage.add(
                                new Coverage.Entry(
                                        source(kind),
                                        Coverage.Status.FAILED,
                                        Optional.of(Reason.NOT_COLLECTED),
                                        why + ": " + call,
                                        id,
                                        ""));
                    }
                }));
        for (String kind : new TreeSet<>(CALLS.keySet())) {
            if (!asked.contains(kind)) {
                coverage.add(Coverage.Entry.skipped(source(kind), "not asked: " + CALLS.get(kind)));
            }
        }
        Map<String, String> scope = scope();
        return new AwsAnswersCollector.Saved(
                new Collected(named(subjects, scope), coverage), scope);
    }

    /** The settings of an account have no ARN of their own. */
    private static List<Evidence.Subject> named(
            List<Evidence.Subject> subjects, Map<String, String> scope) {
        String id = scope.getOrDefault("account", "") + "/" + scope.getOrDefault("region", "");
        return subjects.stream()
                .map(s ->
                        s.kind().equals(SETTINGS)
                                ? new Evidence.Subject(
                                        s.kind(),
                                        id.equals("/") ? s.id() : id,
                                        s.relations(),
                                        s.facts(),
                                        s.extra(),
                                        s.content(),
                                        s.location())
                                : s)
                .toList();
    }

    private static String source(String kind) {
        return switch (kind) {
            case CLUSTER, PROVIDER -> "cluster";
            case SERVICE -> "service";
            case TASK -> "task";
            case TASK_DEFINITION -> "task-definition";
            case INSTANCE -> "container-instance";
            case REPOSITORY -> "ecr";
            default -> "account";
        };
    }

    private static List<String> texts(Value.Fields doc, String member) {
        List<String> texts = new ArrayList<>();
        for (Value item : doc.items(member)) {
            if (item instanceof Value.Text(String text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    private void references() {
        of(SERVICE)
                .forEach((id, doc) -> {
                    want(TASK_DEFINITION, doc.text("taskDefinition").orElse(""), "run by " + id);
                    want(CLUSTER, doc.text("clusterArn").orElse(""), "the cluster of " + id);
                    groups(doc).forEach(group -> want(GROUP, group, "of " + id));
                });
        of(TASK).forEach((id, doc) -> {
            want(TASK_DEFINITION, doc.text("taskDefinitionArn").orElse(""), "run by " + id);
            want(CLUSTER, doc.text("clusterArn").orElse(""), "the cluster of " + id);
            want(INSTANCE, doc.text("containerInstanceArn").orElse(""), "runs " + id);
        });
        of(TASK_DEFINITION)
                .forEach((id, doc) -> {
                    want(
                            ROLE,
                            doc.text("taskRoleArn").filter(Joining::isArn).orElse(""),
                            "of " + id);
                    want(
                            ROLE,
                            doc.text("executionRoleArn").filter(Joining::isArn).orElse(""),
                            "of " + id);
                });
    }

    private static boolean isArn(String text) {
        return text.startsWith("arn:");
    }

    private static List<String> groups(Value.Fields service) {
        return texts(
                service.fields("networkConfiguration").fields("awsvpcConfiguration"),
                "securityGroups");
    }

    private Evidence.Subject subject(String kind, String id, Value.Fields doc) {
        Map<String, List<String>> relations = new HashMap<>();
        Value.Fields facts = Value.EMPTY;
        Value.Fields whole = doc;
        switch (kind) {
            case TASK_DEFINITION -> {
                relate(relations, "services", users(SERVICE, "taskDefinition", id));
                relate(relations, "tasks", users(TASK, "taskDefinitionArn", id));
                relate(relations, "images", images(id));
                List<String> types = launchTypes(id);
                if (!types.isEmpty()) {
                    facts = new Facts().put("launchTypes", Value.ofTexts(types)).done();
                }
            }
            case SERVICE -> {
                relate(relations, "taskDefinition", one(doc, "taskDefinition"));
                relate(relations, "cluster", one(doc, "clusterArn"));
                relate(relations, "securityGroups", groups(doc));
            }
            case TASK -> {
                relate(relations, "taskDefinition", one(doc, "taskDefinitionArn"));
                relate(relations, "cluster", one(doc, "clusterArn"));
                relate(relations, "containerInstance", one(doc, "containerInstanceArn"));
                String group = doc.text("group").orElse("");
                if (group.startsWith("service:")) {
                    String service = group.substring("service:".length());
                    String cluster = doc.text("clusterArn").orElse("");
                    of(SERVICE)
                            .forEach((arn, other) -> {
                                boolean same =
                                        other.text("serviceName").orElse("").equals(service)
                                                && other.text("clusterArn")
                                                        .orElse("")
                                                        .equals(cluster);
                                if (same) {
                                    relations.put("service", List.of(arn));
                                }
                            });
                }
            }
            case INSTANCE -> relate(relations, "host", one(doc, "ec2InstanceId"));
            case ROLE -> {
                List<Value.Fields> own =
                        policies.getOrDefault(doc.text("RoleName").orElse(""), List.of());
                if (!own.isEmpty()) {
                    Map<String, Value> all = new LinkedHashMap<>(doc.members());
                    all.put("InlinePolicies", new Value.Items(List.copyOf(own)));
                    whole = new Value.Fields(all);
                }
            }
            default -> {
                // Nothing of the others is joined.
            }
        }
        Redaction.Redacted redacted = redaction.redact(whole);
        return new Evidence.Subject(
                kind,
                id,
                relations,
                facts,
                Value.EMPTY,
                new Evidence.Doc(redacted.fields(), List.of(), redacted.pointers()),
                Optional.empty());
    }

    private static void relate(Map<String, List<String>> relations, String name, List<String> ids) {
        if (!ids.isEmpty()) {
            relations.put(name, ids);
        }
    }

    private static List<String> one(Value.Fields doc, String member) {
        return doc.text(member).map(List::of).orElse(List.of());
    }

    private List<String> users(String kind, String member, String id) {
        List<String> users = new ArrayList<>();
        of(kind).forEach((arn, doc) -> {
            if (doc.text(member).orElse("").equals(id)) {
                users.add(arn);
            }
        });
        return users;
    }

    /** What really runs: the digest that a task's container was started from. */
    private List<String> images(String taskDefinition) {
        Set<String> images = new LinkedHashSet<>();
        of(TASK).forEach((_, task) -> {
            if (!task.text("taskDefinitionArn").orElse("").equals(taskDefinition)) {
                return;
            }
            for (Value item : task.items("containers")) {
                if (item instanceof Value.Fields container) {
                    String image = container.text("image").orElse("");
                    String digest = container.text("imageDigest").orElse("");
                    if (!image.isEmpty() && !digest.isEmpty()) {
                        images.add(repository(image) + "@" + digest);
                    }
                }
            }
        });
        return List.copyOf(images);
    }

    private static String repository(String image) {
        int at = image.indexOf('@');
        String plain = at < 0 ? image : image.substring(0, at);
        int colon = plain.lastIndexOf(':');
        return colon > plain.lastIndexOf('/') ? plain.substring(0, colon) : plain;
    }

    /** What runs the definition now; empty when nothing does, or it cannot be told. */
    private List<String> launchTypes(String taskDefinition) {
        Set<String> types = new TreeSet<>();
        for (String kind : List.of(SERVICE, TASK)) {
            String member = kind.equals(SERVICE) ? "taskDefinition" : "taskDefinitionArn";
            of(kind).forEach((_, doc) -> {
                if (!doc.text(member).orElse("").equals(taskDefinition)) {
                    return;
                }
                doc.text("launchType").ifPresent(types::add);
                for (Value item : doc.items("capacityProviderStrategy")) {
                    if (item instanceof Value.Fields strategy) {
                        provider(strategy.text("capacityProvider").orElse(""))
                                .ifPresent(types::add);
                    }
                }
            });
        }
        return List.copyOf(types);
    }

    private Optional<String> provider(String name) {
        if (name.equals("FARGATE") || name.equals("FARGATE_SPOT")) {
            return Optional.of("FARGATE");
        }
        for (Value.Fields provider : of(PROVIDER).values()) {
            if (provider.text("name").orElse("").equals(name)) {
                if (provider.get("autoScalingGroupProvider").isPresent()) {
                    return Optional.of("EC2");
                }
                if (provider.get("managedInstancesProvider").isPresent()) {
                    return Optional.of("MANAGED_INSTANCES");
                }
            }
        }
        return Optional.empty();
    }

    private Map<String, String> scope() {
        Map<String, Set<String>> parts = new HashMap<>();
        for (String kind : List.of(CLUSTER, SERVICE, TASK, TASK_DEFINITION, INSTANCE)) {
            for (String arn : of(kind).keySet()) {
                String[] fields = arn.split(":", 6);
                if (fields.length == 6) {
                    parts.computeIfAbsent("partition", _ -> new TreeSet<>()).add(fields[1]);
                    parts.computeIfAbsent("region", _ -> new TreeSet<>()).add(fields[3]);
                    parts.computeIfAbsent("account", _ -> new TreeSet<>()).add(fields[4]);
                }
            }
        }
        Map<String, String> scope = new HashMap<>();
        parts.forEach((name, values) -> {
            if (values.size() == 1) {
                scope.put(name, values.iterator().next());
            }
        });
        return scope;
    }
}
