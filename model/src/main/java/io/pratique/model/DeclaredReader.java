package io.pratique.model;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Kind;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.model.Declared.Resolved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reads the resources of CloudFormation templates and of Terraform plans and states, with the same
 * idea of what is certain as the readers that make workloads of them. Not for several threads.
 */
public final class DeclaredReader {
    private final List<Declared> resources = new ArrayList<>();
    private final BiConsumer<String, String> holes;

    /**
     * @param holes takes the name of what could not be looked into, and why: nested stacks, macros
     */
    public DeclaredReader(BiConsumer<String, String> holes) {
        this.holes = holes;
    }

    /** True when a document is a CloudFormation template. */
    public static boolean isTemplate(Document d) {
        return d.isObject(0) && CloudFormationReader.recognises(d, 0);
    }

    /** True when a document is a plan or a state of Terraform or OpenTofu as JSON. */
    public static boolean isPlan(Document d) {
        return d.isObject(0) && TerraformReader.recognises(d, 0);
    }

    /** True when a document is a task definition of the ECS API. */
    public static boolean isTaskDefinition(Document d) {
        return d.isObject(0) && EcsReader.recognises(d, 0);
    }

    /** All resources of a template or a plan; none of any other document. */
    public List<Declared> read(Document d) {
        if (isTemplate(d)) {
            template(d.root());
        } else if (isPlan(d)) {
            plan(d.root());
        }
        return List.copyOf(resources);
    }

    private void template(Node root) {
        Template template = new Template(root);
        template.macro()
                .ifPresent(_ ->
                        holes.accept(
                                "Transform",
                                "a macro rewrites this template when it is deployed; judge what it"
                                        + " makes: aws cloudformation get-template"
                                        + " --template-stage Processed"));
        root.get("Resources").ifPresent(all -> resources(template, all));
    }

    private void resources(Template template, Node all) {
        for (Map.Entry<String, Node> entry : all.members()) {
            Node resource = entry.getValue();
            if (entry.getKey().startsWith("Fn::ForEach")) {
                List<Node> parts = resource.elements();
                if (parts.size() == 3) {
                    template.looping(true);
                    resources(template, parts.get(2));
                    template.looping(false);
                }
                continue;
            }
            Optional<String> type = resource.textOf("Type");
            Optional<Boolean> made = resource.textOf("Condition").flatMap(template::condition);
            if (type.isEmpty() || made.isPresent() && !made.get()) {
                continue;
            }
            if (CloudFormationReader.notLookedInto(type.get())) {
                holes.accept(entry.getKey(), type.get() + " brings resources that are not seen");
            }
            Resolved properties =
                    resource.present("Properties")
                            .flatMap(p -> resolved(template, p, 0))
                            .orElse(new Resolved.Fields(Map.of()));
            resources.add(
                    new Declared(
                            type.get(),
                            entry.getKey(),
                            resource.position(),
                            properties,
                            Map.of(),
                            resource.get("Metadata")
                                    .flatMap(m -> m.textOf("aws:cdk:path"))
                                    .orElse("")));
        }
    }

    private static Optional<Resolved> resolved(Template template, Node node, int depth) {
        return resolved(template, template.resolve(node), depth);
    }

    private static Optional<Resolved> resolved(Template template, Written written, int depth) {
        if (depth > 100) {
            return Optional.of(new Resolved.Unknown("nested too deeply"));
        }
        return switch (written) {
            case Written.Absent _ -> Optional.empty();
            case Written.Unknown(String expression) ->
                    Optional.of(new Resolved.Unknown(expression));
            case Written.Made(String text, Node _) -> Optional.of(new Resolved.Text(text));
            case Written.Known(Node node) -> Optional.of(known(template, node, depth));
        };
    }

    private static Resolved known(Template template, Node node, int depth) {
        if (node.isArray()) {
            List<Resolved> items = new ArrayList<>();
            for (Node element : node.elements()) {
                resolved(template, element, depth + 1).ifPresent(items::add);
            }
            return new Resolved.Items(List.copyOf(items));
        }
        if (node.isObject()) {
            Map<String, Resolved> members = new LinkedHashMap<>();
            for (Map.Entry<String, Node> member : node.members()) {
                String key = member.getKey();
                if (key.equals("Fn::Transform") || key.startsWith("Fn::ForEach")) {
                    // May add or change any member beside it.
                    return new Resolved.Unknown(key);
                }
                resolved(template, member.getValue(), depth + 1)
                        .ifPresent(value -> members.put(key, value));
            }
            return new Resolved.Fields(members);
        }
        return scalar(node);
    }

    private static Resolved scalar(Node node) {
        return switch (node.kind()) {
            case TRUE -> new Resolved.Flag(true);
            case FALSE -> new Resolved.Flag(false);
            case NUMBER -> new Resolved.Numeral(node.text());
            case STRING, KEY -> new Resolved.Text(node.text());
            case NULL, ARRAY, OBJECT -> new Resolved.Unknown(node.kind().word());
        };
    }

    private void plan(Node root) {
        Map<String, Node> unknowns = TerraformReader.unknowns(root);
        Map<String, Map<String, List<String>>> references = new HashMap<>();
        root.get("configuration")
                .flatMap(c -> c.get("root_module"))
                .ifPresent(module -> references(module, "", references, 0));
        for (String values : List.of("planned_values", "values")) {
            Optional<Node> module = root.get(values).flatMap(v -> v.get("root_module"));
            if (module.isPresent()) {
                module(module.get(), unknowns, references);
                break;
            }
        }
        for (Node change : root.get("deferred_changes").map(Node::elements).orElse(List.of())) {
            String address =
                    change.get("resource_change").flatMap(r -> r.textOf("address")).orElse("");
            holes.accept(address, "the plan puts it off: nothing of it is known");
        }
    }

    private static void references(
            Node module, String prefix, Map<String, Map<String, List<String>>> out, int depth) {
        for (Node resource : module.get("resources").map(Node::elements).orElse(List.of())) {
            Map<String, List<String>> all = new HashMap<>();
            for (Map.Entry<String, Node> expression :
                    resource.get("expressions").map(Node::members).orElse(List.of())) {
                List<String> names = new ArrayList<>();
                for (Node name :
                        expression
                                .getValue()
                                .get("references")
                                .map(Node::elements)
                                .orElse(List.of())) {
                    if (name.isText()) {
                        names.add(prefix + name.text());
                    }
                }
                if (!names.isEmpty()) {
                    all.put(expression.getKey(), List.copyOf(names));
                }
            }
            out.put(prefix + resource.textOf("address").orElse(""), all);
        }
        for (Map.Entry<String, Node> call :
                module.get("module_calls").map(Node::members).orElse(List.of())) {
            Optional<Node> inner = call.getValue().get("module");
            if (inner.isPresent() && depth < 50) {
                references(inner.get(), prefix + "module." + call.getKey() + ".", out, depth + 1);
            }
        }
    }

    private void module(
            Node module,
            Map<String, Node> unknowns,
            Map<String, Map<String, List<String>>> references) {
        for (Node resource : module.get("resources").map(Node::elements).orElse(List.of())) {
            String type = resource.textOf("type").orElse("");
            if (resource.textOf("mode").orElse("managed").equals("data")) {
                continue;
            }
            String address = resource.textOf("address").orElse(type);
            Resolved properties =
                    resource.present("values")
                            .flatMap(v -> overlaid(v, Optional.ofNullable(unknowns.get(address))))
                            .orElse(new Resolved.Unknown("no values"));
            String plain = address.replaceAll("\\[[^\\]]*\\]", "");
            resources.add(
                    new Declared(
                            type,
                            address,
                            resource.position(),
                            properties,
                            references.getOrDefault(plain, Map.of()),
                            ""));
        }
        for (Node child : module.get("child_modules").map(Node::elements).orElse(List.of())) {
            module(child, unknowns, references);
        }
    }

    private static Optional<Resolved> overlaid(Node value, Optional<Node> unknown) {
        if (unknown.isPresent() && unknown.get().kind() == Kind.TRUE) {
            return Optional.of(new Resolved.Unknown("known after apply"));
        }
        if (value.isArray()) {
            List<Node> over = unknown.map(Node::elements).orElse(List.of());
            List<Resolved> items = new ArrayList<>();
            int index = 0;
            for (Node element : value.elements()) {
                Optional<Node> mark =
                        index < over.size() ? Optional.of(over.get(index)) : Optional.empty();
                items.add(overlaid(element, mark).orElse(new Resolved.Text("")));
                index++;
            }
            return Optional.of(new Resolved.Items(List.copyOf(items)));
        }
        if (value.isObject()) {
            Map<String, Resolved> members = new LinkedHashMap<>();
            for (Map.Entry<String, Node> member : value.members()) {
                overlaid(member.getValue(), unknown.flatMap(u -> u.get(member.getKey())))
                        .ifPresent(v -> members.put(member.getKey(), v));
            }
            // What is known only later stands in the marks alone.
            for (Map.Entry<String, Node> mark : unknown.map(Node::members).orElse(List.of())) {
                if (mark.getValue().kind() == Kind.TRUE) {
                    members.put(mark.getKey(), new Resolved.Unknown("known after apply"));
                }
            }
            return Optional.of(new Resolved.Fields(members));
        }
        return value.isNull() ? Optional.empty() : Optional.of(scalar(value));
    }

    /** A JSON text inside a value, as Terraform has its container definitions. */
    public static Resolved inner(String json) {
        try {
            Source source = Source.of("container_definitions", json);
            Node root =
                    new Documents.Slice(source, 0, source.length(), Documents.Format.JSON)
                            .read()
                            .root();
            return overlaid(root, Optional.empty()).orElse(new Resolved.Unknown("null"));
        } catch (InvalidDocument e) {
            return new Resolved.Unknown("no JSON: " + e.getMessage());
        }
    }

    /** A whole document as it stands. */
    public static Resolved plain(Node root) {
        return overlaid(root, Optional.empty()).orElse(new Resolved.Fields(Map.of()));
    }
}
