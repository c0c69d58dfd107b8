package io.pratique.posture.view;

import io.pratique.model.LaunchType;
import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Origin;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A task definition with what runs it. */
public final class TaskView {
    private final World world;
    private final Subject subject;
    private final Value doc;
    private final List<ContainerDefinition> containers;
    private final Optional<Missing> unread;
    private final EnumSet<LaunchType> launches = EnumSet.noneOf(LaunchType.class);
    private final Optional<Missing> launchUnknown;
    private final List<HostMount> hostMounts;
    private final boolean windows;

    TaskView(World world, Subject subject) {
        this.world = world;
        this.subject = subject;
        this.doc = Value.of(subject, false);
        this.containers = new ArrayList<>(2);
        this.unread = readContainers();
        this.launchUnknown = readLaunches();
        this.hostMounts = readMounts();
        this.windows =
                doc.at("runtimePlatform/operatingSystemFamily")
                        .text()
                        .toUpperCase(Locale.ROOT)
                        .startsWith("WINDOWS");
    }

    private Optional<Missing> readContainers() {
        Value list = doc.get("containerDefinitions");
        if (list.isUnknown()) {
            return list.unknown();
        }
        int index = 0;
        for (Value self : list.elements()) {
            index++;
            if (self.isUnknown()) {
                return self.unknown();
            }
            containers.add(
                    new ContainerDefinition(self.get("name").text("container " + index), self));
        }
        if (containers.isEmpty()) {
            return Optional.of(
                    new Missing(
                            Reason.NOT_COLLECTED, "the containerDefinitions of " + subject.id()));
        }
        return Optional.empty();
    }

    private Optional<Missing> readLaunches() {
        for (Value service : services()) {
            add(service.get("launchType").text(), service.get("capacityProviderStrategy"));
        }
        for (Value task : tasks()) {
            add(task.get("launchType").text(), task.get("capacityProviderName"));
        }
        if (!launches.isEmpty()) {
            return Optional.empty();
        }
        Value required = doc.get("requiresCompatibilities");
        Value compatible = doc.get("compatibilities");
        Value declared = required.hasContent() || required.isUnknown() ? required : compatible;
        Optional<Missing> hole = declared.unknownInside();
        if (hole.isPresent()) {
            return hole;
        }
        for (String name : declared.texts()) {
            LaunchType.of(name.toUpperCase(Locale.ROOT)).ifPresent(launches::add);
        }
        if (launches.isEmpty()) {
            if (declared.hasContent() || subject.evidence().origin() == Origin.LIVE) {
                return Optional.of(
                        new Missing(Reason.NOT_COLLECTED, "the launch type of " + subject.id()));
            }
            // RegisterTaskDefinition checks a definition that names none for EC2 only.
            launches.add(LaunchType.EC2);
        }
        return Optional.empty();
    }

    private void add(String launchType, Value providers) {
        LaunchType.of(launchType).ifPresent(launches::add);
        if (!launchType.isEmpty()) {
            return;
        }
        for (Value provider : providers.isList() ? providers.elements() : List.of(providers)) {
            String name =
                    provider.isObject() ? provider.get("capacityProvider").text() : provider.text();
            if (name.equals("FARGATE") || name.equals("FARGATE_SPOT")) {
                launches.add(LaunchType.FARGATE);
            } else if (!name.isEmpty()) {
                launches.add(world.launchTypeOfProvider(name));
            }
        }
    }

    private List<HostMount> readMounts() {
        Map<String, Value> sources = new LinkedHashMap<>();
        for (Value volume : doc.get("volumes").elements()) {
            Value source = volume.at("host/sourcePath");
            if (!source.isAbsent()) {
                sources.put(volume.get("name").text(), source);
            }
        }
        if (sources.isEmpty()) {
            return List.of();
        }
        List<HostMount> mounts = new ArrayList<>();
        for (ContainerDefinition container : containers) {
            addMounts(container, container.name(), false, sources, mounts, new HashSet<>());
        }
        return mounts;
    }

    private void addMounts(
            ContainerDefinition from,
            String user,
            boolean readOnly,
            Map<String, Value> sources,
            List<HostMount> mounts,
            Set<String> seen) {
        if (!seen.add(from.name())) {
            return;
        }
        for (Value point : from.at("mountPoints").elements()) {
            Value source = sources.get(point.get("sourceVolume").text());
            if (source != null) {
                boolean writable = !readOnly && !point.get("readOnly").isTrue();
                String path = source.isUnknown() ? "" : HostPaths.normalise(source.text());
                mounts.add(new HostMount(user, source, path, writable));
            }
        }
        for (Value other : from.at("volumesFrom").elements()) {
            String name = other.get("sourceContainer").text();
            boolean only = readOnly || other.get("readOnly").isTrue();
            for (ContainerDefinition container : containers) {
                if (container.name().equals(name)) {
                    addMounts(container, user, only, sources, mounts, seen);
                }
            }
        }
    }

    public World world() {
        return world;
    }

    public Subject subject() {
        return subject;
    }

    public Value doc() {
        return doc;
    }

    public Value at(String path) {
        return doc.at(path);
    }

    public List<ContainerDefinition> containers() {
        return containers;
    }

    /** Why its containers could not be read, in whole or in part. */
    public Optional<Missing> unread() {
        return unread;
    }

    /** What really runs it, else what it is written for; empty when that is not known. */
    public Set<LaunchType> launches() {
        return launches;
    }

    public Optional<Missing> launchUnknown() {
        return launchUnknown;
    }

    public boolean isWindows() {
        return windows;
    }

    public boolean isFile() {
        return subject.evidence().origin() == Origin.IAC;
    }

    public List<HostMount> hostMounts() {
        return hostMounts;
    }

    /** The services that use it, as far as they were read. */
    public List<Value> services() {
        return world.servicesOf(subject);
    }

    /** The tasks that run it, as far as they were read. */
    public List<Value> tasks() {
        return world.tasksOf(subject);
    }

    /** Why not all of its services are known; empty when they are. */
    public Optional<Missing> servicesUnknown() {
        return world.unread(subject, "services", "DescribeServices");
    }

    /** The containers of its tasks that a host reported, those of the platform left out. */
    public List<ContainerView> live() {
        return world.containersOf(tasks(), subject);
    }

    /** The hosts that run it, as far as they reported. */
    public List<HostView> hosts() {
        return world.hostsOf(tasks());
    }

    /** The image of a container by its digest; empty when no evidence of it is there. */
    public Optional<ImageView> image(ContainerDefinition container) {
        return world.imageOf(this, container);
    }

    /** The Dockerfile that builds the image of a container; empty when none is linked. */
    public Optional<DockerfileView> dockerfile(ContainerDefinition container) {
        return world.dockerfileOf(this, container);
    }
}
