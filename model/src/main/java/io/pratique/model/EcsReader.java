package io.pratique.model;

import io.pratique.document.Document;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import java.util.Optional;

/**
 * Makes workloads of ECS task definitions as the API writes them, as JSON or YAML: the input of
 * RegisterTaskDefinition, bare or as {@code --cli-input-json} and {@code --cli-input-yaml} take it,
 * or an answer of DescribeTaskDefinition.
 *
 * <p>Types are those of the API: a value of another is refused with its field and place, as it
 * would be by AWS. Ports of tasks with an interface of their own (awsvpc) take nothing of the host,
 * and in the network of the host a port without hostPort takes its containerPort (PortMapping, ECS
 * API). All containers are {@link Role#MAIN}: ECS has no init containers, and a container that
 * others depend on runs beside them.
 */
public final class EcsReader {
    private final Spelling spelling = new Spelling.Api();
    private final TaskReader tasks = new TaskReader(spelling);

    /** True when the object is a task definition, bare or inside an answer. */
    public static boolean recognises(Document d, int object) {
        if (d.member(object, "containerDefinitions") >= 0) {
            return true;
        }
        int wrapped = d.member(object, "taskDefinition");
        return wrapped >= 0
                && d.isObject(wrapped)
                && (d.member(wrapped, "containerDefinitions") >= 0
                        || d.member(wrapped, "taskDefinitionArn") >= 0);
    }

    /**
     * Reads the task definition at a node.
     *
     * @throws InvalidDocument when a value has a type that ECS would refuse
     */
    public ReadResult read(Document d, int object) {
        Node root = Node.at(d, object);
        Optional<Node> wrapped = root.get("taskDefinition").filter(Node::isObject);
        Node task = wrapped.orElse(root);
        Labels tags = tasks.tags(root, "tags");
        if (wrapped.isPresent()) {
            tags = tags.with(tasks.tags(task, "tags"));
        }
        return tasks.read(
                task,
                "",
                tags,
                new TaskOrigin(
                        d,
                        object,
                        object,
                        wrapped.isPresent() ? "/taskDefinition" : "",
                        path -> path,
                        true));
    }
}
