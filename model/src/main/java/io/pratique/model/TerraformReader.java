package io.pratique.model;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Kind;
import io.pratique.document.Node;
import io.pratique.document.Position;
import io.pratique.document.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes workloads of what {@code terraform show -json} and {@code tofu show -json} print of a plan
 * or a state: the {@code aws_ecs_task_definition} resources, whose container definitions are JSON
 * inside a text, and the manifests of {@code kubernetes_manifest}, in all modules. What the plan
 * says is known only after it is applied is unknown. Immutable; safe for several threads.
 */
final class TerraformReader {
    private static final String TASK_DEFINITION = "aws_ecs_task_definition";
    private static final String MANIFEST = "kubernetes_manifest";

    private final KubernetesReader kubernetes;

    TerraformReader(KubernetesReader kubernetes) {
        this.kubernetes = kubernetes;
    }

    /** True when the object is a plan or a state as {@code show -json} prints it. */
    static boolean recognises(Document d, int object) {
        return d.member(object, "format_version") >= 0
                && (d.member(object, "planned_values") >= 0
                        || d.member(object, "values") >= 0
                        || d.member(object, "terraform_version") >= 0);
    }

    void read(Document d, int object, Consumer<? super ReadResult> out) {
        Node root = Node.at(d, object);
        Reading reading = new Reading(d, object, unknowns(root), out);
        for (String values : List.of("planned_values", "values")) {
            Optional<Node> module = root.get(values).flatMap(v -> v.get("root_module"));
            if (module.isPresent()) {
                reading.module(module.get(), "/" + values + "/root_module");
                break;
            }
        }
        reading.deferred(root);
        if (!reading.found) {
            out.accept(
                    new ReadResult.Other(
                            "",
                            "Terraform plan or state",
                            "",
                            "it has no task definition and no Kubernetes manifest"));
        }
    }

    /** What of each resource is known only after the plan is applied. */
    static Map<String, Node> unknowns(Node root) {
        Map<String, Node> unknowns = new HashMap<>();
        for (Node change : root.get("resource_changes").map(Node::elements).orElse(List.of())) {
            Optional<Node> unknown = change.get("change").flatMap(c -> c.get("after_unknown"));
            Optional<String> address = change.textOf("address");
            if (unknown.isPresent() && address.isPresent()) {
                unknowns.put(address.get(), unknown.get());
            }
        }
        return unknowns;
    }

    private final class Reading {
        private final Document d;
        private final int base;
        private final Map<String, Node> unknowns;
        private final Consumer<? super ReadResult> out;
        private boolean found;

        Reading(
                Document d,
                int base,
                Map<String, Node> unknowns,
                Consumer<? super ReadResult> out) {
            this.d = d;
            this.base = base;
            this.unknowns = unknowns;
            this.out = out;
        }

        private void give(ReadResult result) {
            found = true;
            out.accept(result);
        }

        void module(Node module, String pointer) {
            int index = 0;
            for (Node resource : module.get("resources").map(Node::elements).orElse(List.of())) {
                String at = pointer + "/resources/" + index++;
                try {
                    resource(resource, at);
                } catch (InvalidDocument e) {
                    Position position = e.position();
                    give(
                            new ReadResult.Refused(
                                    e.code().id(),
                                    new Location(at, position.line(), position.column()),
                                    e.getMessage(),
                                    e.hint()));
                }
            }
            index = 0;
            for (Node child : module.get("child_modules").map(Node::elements).orElse(List.of())) {
                module(child, pointer + "/child_modules/" + index++);
            }
        }

        private void resource(Node resource, String pointer) {
            String type = resource.textOf("type").orElse("");
            String address = resource.textOf("address").orElse(type);
            if (resource.textOf("mode").orElse("managed").equals("data")) {
                return;
            }
            if (type.equals(TASK_DEFINITION)) {
                task(resource, address, pointer);
            } else if (type.equals(MANIFEST)) {
                manifest(resource, address, pointer);
            } else if (type.equals("helm_release")) {
                give(
                        new ReadResult.Other(
                                "Terraform",
                                type,
                                address,
                                "a Helm release: judge what 'helm template' makes of its chart"));
            } else if (startsPods(type)) {
                give(
                        new ReadResult.Refused(
                                "unsupported-resource",
                                new Location(
                                        pointer,
                                        resource.position().line(),
                                        resource.position().column()),
                                address + " starts pods, and resources of this type are not read",
                                "Judge what is deployed (kubectl get … --output json), or write it as a kubernetes_manifest."));
            }
        }

        private void task(Node resource, String address, String pointer) {
            Optional<Node> values = resource.present("values").filter(Node::isObject);
            if (values.isEmpty()) {
                throw new InvalidDocument(
                        InvalidDocument.Code.WRONG_TYPE,
                        resource.position(),
                        address + " has no values",
                        "");
            }
            Attributes spelling =
                    new Attributes(values.get(), Optional.ofNullable(unknowns.get(address)));
            TaskReader tasks = new TaskReader(spelling);
            give(
                    tasks.read(
                            values.get(),
                            address,
                            tasks.tags(values.get(), "tags"),
                            new TaskOrigin(
                                    d,
                                    resource.index(),
                                    base,
                                    pointer + "/values",
                                    Attributes::path,
                                    false)));
        }

        private void manifest(Node resource, String address, String pointer) {
            Optional<Node> manifest = resource.get("values").flatMap(v -> v.present("manifest"));
            Optional<Node> unknown =
                    Optional.ofNullable(unknowns.get(address)).flatMap(u -> u.get("manifest"));
            Optional<String> hole = unknown.flatMap(Reading::hole);
            if (manifest.isEmpty() || !manifest.get().isObject() || hole.isPresent()) {
                Node at = manifest.orElse(resource);
                give(
                        new ReadResult.Refused(
                                "unknown-values",
                                new Location(
                                        pointer + "/values/manifest" + hole.orElse(""),
                                        at.position().line(),
                                        at.position().column()),
                                "a part of the manifest of "
                                        + address
                                        + " is known only after the plan is applied",
                                "Judge the state after it: terraform show -json."));
                return;
            }
            give(kubernetes.readWithin(d, manifest.get().index(), base));
        }

        /** The pointer of the first value that is not known; empty when all are. */
        private static Optional<String> hole(Node unknown) {
            if (unknown.kind() == Kind.TRUE) {
                return Optional.of("");
            }
            int index = 0;
            for (Node element : unknown.elements()) {
                Optional<String> inner = hole(element);
                if (inner.isPresent()) {
                    return Optional.of("/" + index + inner.get());
                }
                index++;
            }
            for (Map.Entry<String, Node> member : unknown.members()) {
                Optional<String> inner = hole(member.getValue());
                if (inner.isPresent()) {
                    return Optional.of("/" + member.getKey() + inner.get());
                }
            }
            return Optional.empty();
        }

        /** What a plan puts off until it knows more, is not in its planned values. */
        void deferred(Node root) {
            int index = 0;
            for (Node change : root.get("deferred_changes").map(Node::elements).orElse(List.of())) {
                Optional<Node> resource = change.get("resource_change");
                String type = resource.flatMap(r -> r.textOf("type")).orElse("");
                if (type.equals(TASK_DEFINITION) || type.equals(MANIFEST) || startsPods(type)) {
                    give(
                            new ReadResult.Refused(
                                    "unknown-values",
                                    new Location(
                                            "/deferred_changes/" + index,
                                            change.position().line(),
                                            change.position().column()),
                                    "the plan puts off "
                                            + resource.flatMap(r -> r.textOf("address"))
                                                    .orElse(type)
                                            + ": nothing of it is known",
                                    "Judge the plan that follows."));
                }
                index++;
            }
        }
    }

    private static boolean startsPods(String type) {
        String base =
                type.endsWith("_v1") || type.endsWith("_v1beta1")
                        ? type.substring(0, type.lastIndexOf('_'))
                        : type;
        return switch (base) {
            case "kubernetes_pod",
                    "kubernetes_deployment",
                    "kubernetes_stateful_set",
                    "kubernetes_daemonset",
                    "kubernetes_daemon_set",
                    "kubernetes_job",
                    "kubernetes_cron_job",
                    "kubernetes_replication_controller",
                    "kubectl_manifest" ->
                    true;
            default -> false;
        };
    }

    /**
     * The attributes of one resource. A block of the provider's is a list of one; an empty text is
     * no value; the container definitions are a document of their own, whose keys the provider
     * takes in any case.
     */
    private static final class Attributes implements Spelling {
        private final Node values;
        private final Map<Integer, Node> unknowns = new HashMap<>();

        Attributes(Node values, Optional<Node> unknown) {
            this.values = values;
            unknown.ifPresent(node -> unknowns.put(values.index(), node));
        }

        /** A path of the API's names as the provider writes it. */
        static String path(String path) {
            int slash = path.indexOf('/');
            String first = slash < 0 ? path : path.substring(0, slash);
            String rest = slash < 0 ? "" : path.substring(slash);
            return switch (first) {
                case "containerDefinitions" -> "container_definitions" + rest;
                case "volumes" -> "volume" + rest.replace("/host/sourcePath", "/host_path");
                default -> snake(first) + rest;
            };
        }

        private static String snake(String name) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (Character.isUpperCase(c)) {
                    out.append('_').append(Character.toLowerCase(c));
                } else {
                    out.append(c);
                }
            }
            return out.toString();
        }

        private boolean inside(Node node) {
            return node.document() != values.document();
        }

        @Override
        public Written member(Node object, String name) {
            if (inside(object)) {
                return anyCase(object, name);
            }
            return switch (name) {
                case "host" ->
                        attribute(object, "host_path") instanceof Written.Absent
                                ? Written.Absent.ABSENT
                                : new Written.Known(object);
                case "sourcePath" -> attribute(object, "host_path");
                case "volumes" -> attribute(object, "volume");
                case "configuredAtLaunch" -> attribute(object, "configure_at_launch");
                case "taskDefinitionArn" -> orAbsent(attribute(object, "arn"));
                case "containerDefinitions" -> definitions(object);
                case "runtimePlatform",
                        "efsVolumeConfiguration",
                        "fsxWindowsFileServerVolumeConfiguration",
                        "s3filesVolumeConfiguration",
                        "dockerVolumeConfiguration" ->
                        block(attribute(object, snake(name)));
                default -> attribute(object, snake(name));
            };
        }

        /** Only the identity: that it is not known yet matters to nobody. */
        private static Written orAbsent(Written written) {
            return written instanceof Written.Unknown ? Written.Absent.ABSENT : written;
        }

        private Written attribute(Node object, String name) {
            Optional<Node> value = object.present(name);
            Optional<Node> unknown =
                    Optional.ofNullable(unknowns.get(object.index())).flatMap(u -> u.get(name));
            return overlaid(value, unknown);
        }

        private Written overlaid(Optional<Node> value, Optional<Node> unknown) {
            if (unknown.isPresent() && unknown.get().kind() == Kind.TRUE) {
                return new Written.Unknown("known after apply");
            }
            if (value.isEmpty() || value.get().isNull()) {
                return Written.Absent.ABSENT;
            }
            if (value.get().isText() && value.get().text().isEmpty()) {
                return Written.Absent.ABSENT;
            }
            unknown.ifPresent(node -> unknowns.put(value.get().index(), node));
            return new Written.Known(value.get());
        }

        private Written block(Written written) {
            if (!(written instanceof Written.Known(Node list)) || !list.isArray()) {
                return written;
            }
            List<Written> elements = elements(list);
            return elements.isEmpty() ? Written.Absent.ABSENT : elements.getFirst();
        }

        private Written definitions(Node object) {
            Optional<Node> value = object.present("container_definitions");
            boolean empty = value.isEmpty() || value.get().isText() && value.get().text().isEmpty();
            Written written = attribute(object, "container_definitions");
            if (empty) {
                // Any part that is not known leaves nothing of the text in the plan.
                return new Written.Unknown("known after apply");
            }
            if (!(written instanceof Written.Known(Node text))) {
                return written;
            }
            if (!text.isText()) {
                throw refused(InvalidDocument.Code.WRONG_TYPE, text, "a text", text.kind().word());
            }
            Source source = Source.of("container_definitions", text.text());
            try {
                return new Written.Known(
                        new Documents.Slice(source, 0, source.length(), Documents.Format.JSON)
                                .read()
                                .root());
            } catch (InvalidDocument e) {
                throw new InvalidDocument(
                        e.code(),
                        text.position(),
                        "container_definitions is not JSON: "
                                + e.getMessage()
                                + " (line "
                                + e.position().line()
                                + ", column "
                                + e.position().column()
                                + " of the text)",
                        e.hint());
            }
        }

        private Written anyCase(Node object, String name) {
            Written found = Written.Absent.ABSENT;
            for (Map.Entry<String, Node> member : object.members()) {
                if (!member.getKey().equalsIgnoreCase(name)) {
                    continue;
                }
                if (found instanceof Written.Known(Node first)) {
                    throw refused(
                            InvalidDocument.Code.DUPLICATE_KEY,
                            first,
                            "written once",
                            "written twice, in different case");
                }
                if (!member.getValue().isNull()) {
                    found = new Written.Known(member.getValue());
                }
            }
            return found;
        }

        @Override
        public List<Written> elements(Node list) {
            List<Written> elements = new ArrayList<>();
            if (inside(list)) {
                for (Node element : list.elements()) {
                    elements.add(new Written.Known(element));
                }
                return elements;
            }
            List<Node> unknown =
                    Optional.ofNullable(unknowns.get(list.index()))
                            .map(Node::elements)
                            .orElse(List.of());
            int index = 0;
            for (Node element : list.elements()) {
                elements.add(
                        overlaid(
                                Optional.of(element),
                                index < unknown.size()
                                        ? Optional.of(unknown.get(index))
                                        : Optional.empty()));
                index++;
            }
            return elements;
        }

        @Override
        public boolean converts() {
            return true;
        }

        @Override
        public InvalidDocument refused(
                InvalidDocument.Code code, Node node, String expected, String found) {
            boolean inside = inside(node);
            Node text = values.get("container_definitions").orElse(values);
            return new InvalidDocument(
                    code,
                    inside ? text.position() : node.position(),
                    (inside ? text.pointer() : "")
                            + node.pointer()
                            + " must be "
                            + expected
                            + ", and is "
                            + found,
                    "ECS would refuse this task definition too.");
        }
    }
}
