package io.pratique.posture.view;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A machine of an ECS cluster: what ECS says of it and what its host reports; one may lack. */
public final class InstanceView {
    private final World world;
    private final Subject subject;
    private final Optional<Value> instance;
    private final Optional<HostView> host;

    InstanceView(World world, Subject subject, Optional<Value> instance, Optional<HostView> host) {
        this.world = world;
        this.subject = subject;
        this.instance = instance;
        this.host = host;
    }

    public World world() {
        return world;
    }

    public Subject subject() {
        return subject;
    }

    /** The item of DescribeContainerInstances. */
    public Optional<Value> instance() {
        return instance;
    }

    public Missing instanceMissing() {
        return new Missing(
                Reason.NOT_COLLECTED, "ecs:DescribeContainerInstances for " + subject.id());
    }

    public Optional<HostView> host() {
        return host;
    }

    public Missing hostMissing() {
        Missing said =
                host.flatMap(view -> view.subject().missing())
                        .orElse(
                                new Missing(
                                        Reason.NOT_COLLECTED,
                                        "a host report of "
                                                + subject.id()
                                                + ": pratique host collect"));
        return said;
    }

    /** The value of an ECS attribute; empty when ECS does not list it. */
    public Optional<String> attribute(String name) {
        if (instance.isEmpty()) {
            return Optional.empty();
        }
        for (Value attribute : instance.get().get("attributes").elements()) {
            if (attribute.get("name").text().equals(name)) {
                return Optional.of(attribute.get("value").text());
            }
        }
        return Optional.empty();
    }

    public boolean isWindows() {
        return attribute("ecs.os-type").orElse("linux").equals("windows");
    }

    /** AWS runs the host of a managed instance. */
    public boolean isManaged() {
        return instance.map(i -> i.get("capacityProviderName").text())
                .filter(name -> !name.isEmpty())
                .map(name ->
                        world.launchTypeOfProvider(name)
                                == io.pratique.model.LaunchType.MANAGED_INSTANCES)
                .orElse(false);
    }

    /** The tasks that ECS runs on it, as far as they were read. */
    public List<Value> tasks() {
        return world.tasksOn(subject.id());
    }

    /** The task definitions of its tasks. */
    public List<TaskView> definitions() {
        List<TaskView> definitions = new ArrayList<>();
        for (Value task : tasks()) {
            world.definition(task.get("taskDefinitionArn").text()).ifPresent(definitions::add);
        }
        return definitions;
    }

    /** Why the tasks on it are not all known; empty when they are. */
    public Optional<Missing> tasksUnknown() {
        long running = instance.map(i -> i.get("runningTasksCount").number(0)).orElse(0L);
        int known = tasks().size();
        if (running > known) {
            return Optional.of(
                    new Missing(
                            Reason.NOT_COLLECTED,
                            "ecs:DescribeTasks for "
                                    + (running - known)
                                    + " of the tasks on "
                                    + subject.id()));
        }
        for (Value task : tasks()) {
            String arn = task.get("taskDefinitionArn").text();
            if (world.definition(arn).filter(d -> d.subject().missing().isEmpty()).isEmpty()) {
                return Optional.of(
                        new Missing(Reason.NOT_COLLECTED, "ecs:DescribeTaskDefinition " + arn));
            }
        }
        return Optional.empty();
    }
}
