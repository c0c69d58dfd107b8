package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerView;

/**
 * The container is accounted where its siblings are. CIS Docker 1.6.0 5.25; row 53. The cgroup of
 * its ECS task is its place.
 */
final class ContainerCgroup {
    private ContainerCgroup() {}

    static Outcome container(ContainerView container, Parameters parameters) {
        Value parent = container.at("HostConfig/CgroupParent");
        String text = parent.text();
        String task = "";
        if (container.subject().whole().isPresent()) {
            task =
                    container
                            .subject()
                            .whole()
                            .get()
                            .present("ecs")
                            .flatMap(ecs -> ecs.textOf("taskArn"))
                            .orElse("");
        }
        String id = task.substring(task.lastIndexOf('/') + 1);
        boolean ours =
                !id.isEmpty()
                        && (text.equals("/ecs/" + id)
                                || text.equals("ecstasks-" + id + ".slice")
                                || text.endsWith("/" + id) && text.startsWith("/ecs/"));
        return new Verdict()
                .check("", parent, text.isEmpty() || ours, "empty, or the cgroup of its task")
                .decide(
                        "The container is in its default cgroup.",
                        "The container is in a cgroup of its own choice.");
    }
}
