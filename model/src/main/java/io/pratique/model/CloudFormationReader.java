package io.pratique.model;

import io.pratique.document.Document;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes workloads of the {@code AWS::ECS::TaskDefinition} resources of a CloudFormation template,
 * as people, SAM and the CDK write them, JSON or YAML. Pointers lead into the template. What only a
 * deployment decides (parameters, other resources, regions, macros) is unknown: see {@link
 * Template}. Immutable; safe for several threads.
 */
final class CloudFormationReader {
    private static final String TASK_DEFINITION = "AWS::ECS::TaskDefinition";

    /** Resources that start containers, or bring other resources, and are not looked into. */
    private static final Map<String, String> NOT_LOOKED_INTO =
            Map.of(
                    "AWS::CloudFormation::Stack",
                    "a nested stack: judge its own template",
                    "AWS::Serverless::Application",
                    "a nested application: judge its own template",
                    "AWS::Batch::JobDefinition",
                    "jobs of AWS Batch are not judged",
                    "AWS::AppRunner::Service",
                    "services of App Runner are not judged",
                    "AWS::ECS::ExpressGatewayService",
                    "its task definition is made by ECS: judge what is deployed");

    /** True for a resource that starts containers, or brings resources, and is not read. */
    static boolean notLookedInto(String type) {
        return NOT_LOOKED_INTO.containsKey(type);
    }

    /** True when the object is a template. */
    static boolean recognises(Document d, int object) {
        int resources = d.member(object, "Resources");
        if (resources < 0 || !d.isObject(resources)) {
            return false;
        }
        if (d.member(object, "AWSTemplateFormatVersion") >= 0
                || d.member(object, "Transform") >= 0) {
            return true;
        }
        for (Map.Entry<String, Node> resource : Node.at(d, resources).members()) {
            if (resource.getValue().textOf("Type").filter(type -> type.contains("::")).isPresent()
                    || resource.getKey().startsWith("Fn::")) {
                return true;
            }
        }
        return false;
    }

    void read(Document d, int object, Consumer<? super ReadResult> out) {
        Node root = Node.at(d, object);
        Reading reading = new Reading(d, object, new Template(root), out);
        reading.macro();
        root.get("Resources").ifPresent(reading::resources);
        if (!reading.found) {
            out.accept(
                    new ReadResult.Other(
                            "", "CloudFormation template", "", "it has no task definition"));
        }
    }

    private static final class Reading {
        private final Document d;
        private final int base;
        private final Template template;
        private final TaskReader tasks;
        private final Consumer<? super ReadResult> out;
        private boolean found;

        Reading(Document d, int base, Template template, Consumer<? super ReadResult> out) {
            this.d = d;
            this.base = base;
            this.template = template;
            this.tasks = new TaskReader(template);
            this.out = out;
        }

        void give(ReadResult result) {
            found = true;
            out.accept(result);
        }

        void macro() {
            template.macro()
                    .ifPresent(macro ->
                            give(
                                    new ReadResult.Refused(
                                            "template-macro",
                                            at(macro, macro.position()),
                                            "a macro rewrites this template when it is deployed; what it makes of it cannot be known",
                                            "Judge what it makes: aws cloudformation get-template --template-stage Processed.")));
        }

        private Location at(Node node, Position position) {
            String pointer = node.pointer().substring(d.pointer(base).length());
            return new Location(pointer, position.line(), position.column());
        }

        void resources(Node resources) {
            for (Map.Entry<String, Node> entry : resources.members()) {
                if (entry.getKey().startsWith("Fn::ForEach")) {
                    loop(entry.getValue());
                } else if (entry.getValue().isObject()) {
                    resource(entry.getKey(), entry.getValue());
                }
            }
        }

        /** {@code [identifier, values, resources]}: read once, with the identifier unknown. */
        private void loop(Node loop) {
            List<Node> parts = loop.elements();
            if (parts.size() == 3) {
                template.looping(true);
                resources(parts.get(2));
                template.looping(false);
            }
        }

        private void resource(String name, Node resource) {
            String type = resource.textOf("Type").orElse("");
            String reason = NOT_LOOKED_INTO.get(type);
            if (reason != null) {
                give(new ReadResult.Other("CloudFormation", type, name, reason));
                return;
            }
            if (!type.equals(TASK_DEFINITION)) {
                return;
            }
            Optional<String> condition = resource.textOf("Condition");
            if (condition.flatMap(template::condition).filter(holds -> !holds).isPresent()) {
                give(
                        new ReadResult.Other(
                                "CloudFormation",
                                type,
                                name,
                                "its condition " + condition.orElse("") + " never holds"));
                return;
            }
            try {
                give(task(name, resource));
            } catch (InvalidDocument e) {
                give(
                        new ReadResult.Refused(
                                e.code().id(),
                                at(resource, e.position()),
                                e.getMessage(),
                                e.hint()));
            }
        }

        private ReadResult task(String name, Node resource) {
            String pointer = at(resource, resource.position()).pointer();
            TaskOrigin origin =
                    new TaskOrigin(
                            d,
                            resource.index(),
                            base,
                            pointer + "/Properties",
                            Template::pascalPath,
                            true);
            Optional<Node> properties = resource.present("Properties");
            if (properties.isEmpty() || !properties.get().isObject()) {
                return new ReadResult.Refused(
                        "no-containers",
                        origin.locate(""),
                        "the task definition '" + name + "' has no Properties",
                        "CloudFormation would refuse it too: write its ContainerDefinitions.");
            }
            return tasks.read(properties.get(), name, tasks.tags(properties.get(), "tags"), origin);
        }
    }
}
