package io.pratique.collect.iac;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.Facts;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.model.Declared;
import io.pratique.model.DeclaredReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes evidence of files that describe what will run: CloudFormation and CDK templates, Terraform
 * plans and states, task definitions of the ECS API, Compose files. What only a deployment decides
 * is listed as unresolved. Not for several threads.
 */
public final class IacCollector {
    private static final Map<String, String> KINDS =
            Map.ofEntries(
                    Map.entry("AWS::ECS::TaskDefinition", "ecs.task-definition"),
                    Map.entry("AWS::ECS::Service", "ecs.service"),
                    Map.entry("AWS::ECS::Cluster", "ecs.cluster"),
                    Map.entry("AWS::ECR::Repository", "ecr.repository"),
                    Map.entry("aws_ecs_task_definition", "ecs.task-definition"),
                    Map.entry("aws_ecs_service", "ecs.service"),
                    Map.entry("aws_ecs_cluster", "ecs.cluster"),
                    Map.entry("aws_ecr_repository", "ecr.repository"));

    private final Redaction redaction;

    public IacCollector(Redaction redaction) {
        this.redaction = redaction;
    }

    /**
     * Reads one file.
     *
     * @param path as reports shall show it; it names the subjects: {@code path#logicalId}
     * @param bytes the whole file; not changed
     * @return empty when the file is none of those that this collector reads
     */
    public Optional<Collected> collect(String path, byte[] bytes) {
        String source = "iac";
        List<Evidence.Subject> subjects = new ArrayList<>();
        List<Coverage.Entry> coverage = new ArrayList<>();
        try {
            for (Document document : documents(Source.of(path, bytes))) {
                if (DeclaredReader.isTemplate(document) || DeclaredReader.isPlan(document)) {
                    declared(path, document, subjects, coverage);
                } else if (DeclaredReader.isTaskDefinition(document)) {
                    subjects.add(taskDefinition(path, document, subjects.size()));
                } else if (ComposeReader.recognises(document.root())) {
                    Collected compose = new ComposeReader(path, redaction).read(document.root());
                    subjects.addAll(compose.subjects());
                    coverage.addAll(compose.coverage());
                } else {
                    return Optional.empty();
                }
            }
        } catch (InvalidDocument e) {
            coverage.add(
                    Coverage.Entry.failed(
                            source,
                            e.code() == InvalidDocument.Code.TOO_LARGE
                                    ? Coverage.Reason.TOO_LARGE
                                    : Coverage.Reason.PARSE_ERROR,
                            path
                                    + ":"
                                    + e.position().line()
                                    + ": "
                                    + redaction.redact(e.getMessage() + "")));
            return Optional.of(new Collected(subjects, coverage));
        }
        if (coverage.isEmpty()) {
            coverage.add(Coverage.Entry.ok(source, path));
        }
        return Optional.of(new Collected(subjects, coverage));
    }

    private static List<Document> documents(Source source) {
        List<Document> all = new ArrayList<>();
        if (Documents.formatOf(source) == Documents.Format.JSON) {
            all.add(Documents.first(source));
        } else {
            Documents.yaml(source, slice -> all.add(slice.read()));
        }
        return all;
    }

    private void declared(
            String path,
            Document document,
            List<Evidence.Subject> subjects,
            List<Coverage.Entry> coverage) {
        List<Declared> resources =
                new DeclaredReader((name, why) ->
                        coverage.add(
                                Coverage.Entry.failed(
                                        "iac",
                                        Coverage.Reason.UNRESOLVED_IAC,
                                        path + "#" + name + ": " + why)))
                        .read(document);
        Map<String, Declared> byName = new HashMap<>();
        resources.forEach(resource -> byName.put(resource.name(), resource));
        for (Declared resource : resources) {
            String kind = KINDS.get(resource.type());
            if (kind != null) {
                subjects.add(subject(path, kind, resource, byName));
            }
        }
    }

    private Evidence.Subject subject(
            String path, String kind, Declared resource, Map<String, Declared> byName) {
        ApiForm form = new ApiForm();
        boolean terraform = !resource.type().contains("::");
        Value.Fields doc =
                terraform
                        ? form.terraform(resource.properties())
                        : form.template(resource.properties());
        List<String> unresolved = new ArrayList<>(form.unresolved());
        Map<String, List<String>> relations = new HashMap<>();
        if (kind.equals("ecs.cluster")) {
            doc = renamed(doc, unresolved, "clusterSettings", "settings");
        }
        if (kind.equals("ecs.service")) {
            doc = linked(path, doc, resource, byName, unresolved, "taskDefinition", relations);
            doc =
                    linked(
                            path,
                            renamed(doc, unresolved, "cluster", "clusterArn"),
                            resource,
                            byName,
                            unresolved,
                            "clusterArn",
                            relations);
        }
        Facts facts = new Facts().put("type", resource.type());
        if (!resource.path().isEmpty()) {
            facts.put("construct", resource.path());
        }
        return made(
                kind,
                path + "#" + resource.name(),
                relations,
                facts.done(),
                doc,
                unresolved,
                new Evidence.Location(path, resource.position().line()));
    }

    /** A member that CloudFormation calls otherwise than the API answers it. */
    private static Value.Fields renamed(
            Value.Fields doc, List<String> unresolved, String from, String to) {
        Optional<Value> value = doc.get(from);
        if (value.isEmpty() || doc.get(to).isPresent()) {
            return doc;
        }
        Map<String, Value> all = new LinkedHashMap<>(doc.members());
        all.remove(from);
        all.put(to, value.get());
        unresolved.replaceAll(pointer ->
                pointer.equals("/" + from) || pointer.startsWith("/" + from + "/")
                        ? "/" + to + pointer.substring(from.length() + 1)
                        : pointer);
        return new Value.Fields(all);
    }

    /** A reference to a resource of the same file is known, though its ARN is not. */
    private static Value.Fields linked(
            String path,
            Value.Fields doc,
            Declared resource,
            Map<String, Declared> byName,
            List<String> unresolved,
            String member,
            Map<String, List<String>> relations) {
        if (!unresolved.contains("/" + member)) {
            return doc;
        }
        List<String> names = new ArrayList<>();
        doc.text(member)
                .ifPresent(expression -> {
                    for (String word : expression.split("[ .]", -1)) {
                        names.add(word);
                    }
                });
        String attribute = member.equals("clusterArn") ? "cluster" : "task_definition";
        for (String reference : resource.references().getOrDefault(attribute, List.of())) {
            names.add(reference);
        }
        for (String name : names) {
            Declared target = byName.get(name);
            String wanted = member.equals("clusterArn") ? "ecs.cluster" : "ecs.task-definition";
            if (target != null && wanted.equals(KINDS.get(target.type()))) {
                String id = path + "#" + name;
                Map<String, Value> all = new LinkedHashMap<>(doc.members());
                all.put(member, Value.of(id));
                unresolved.remove("/" + member);
                relations.put(member.equals("clusterArn") ? "cluster" : member, List.of(id));
                return new Value.Fields(all);
            }
        }
        return doc;
    }

    private Evidence.Subject taskDefinition(String path, Document document, int index) {
        Node root = document.root();
        Node definition = root.get("taskDefinition").filter(Node::isObject).orElse(root);
        Value.Fields doc =
                Value.of(definition) instanceof Value.Fields fields ? fields : Value.EMPTY;
        Optional<Value> tags = root.get("tags").map(Value::of);
        if (tags.isPresent() && doc.get("tags").isEmpty()) {
            Map<String, Value> all = new LinkedHashMap<>(doc.members());
            all.put("tags", tags.get());
            doc = new Value.Fields(all);
        }
        String id =
                doc.text("taskDefinitionArn")
                        .orElse(path + "#" + doc.text("family").orElse("" + index));
        return made(
                "ecs.task-definition",
                id,
                Map.of(),
                Value.EMPTY,
                doc,
                List.of(),
                new Evidence.Location(path, definition.position().line()));
    }

    private Evidence.Subject made(
            String kind,
            String id,
            Map<String, List<String>> relations,
            Value.Fields facts,
            Value.Fields doc,
            List<String> unresolved,
            Evidence.Location location) {
        Redaction.Redacted redacted = redaction.redact(doc);
        return new Evidence.Subject(
                kind,
                id,
                relations,
                facts,
                Value.EMPTY,
                new Evidence.Doc(redacted.fields(), unresolved, redacted.pointers()),
                Optional.of(location));
    }

    /**
     * The templates that a CDK assembly names.
     *
     * @param manifest the bytes of its {@code manifest.json}
     * @return file names beside the manifest; {@code *}{@code /manifest.json} for nested ones
     * @throws InvalidDocument when it is no JSON
     */
    public static List<String> templatesOf(byte[] manifest) {
        List<String> files = new ArrayList<>();
        Node root = Documents.first(Source.of("manifest.json", manifest)).root();
        for (Map.Entry<String, Node> artifact :
                root.get("artifacts").map(Node::members).orElse(List.of())) {
            Optional<Node> properties = artifact.getValue().get("properties");
            String type = artifact.getValue().textOf("type").orElse("");
            if (type.equals("aws:cloudformation:stack")) {
                properties.flatMap(p -> p.textOf("templateFile")).ifPresent(files::add);
            } else if (type.equals("cdk:cloud-assembly")) {
                properties
                        .flatMap(p -> p.textOf("directoryName"))
                        .ifPresent(directory -> files.add(directory + "/manifest.json"));
            }
        }
        return files;
    }
}
