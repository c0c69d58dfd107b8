package io.pratique.posture.view;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host that runs containers. */
public final class HostView {
    private final World world;
    private final Subject subject;
    private final Value doc;

    HostView(World world, Subject subject) {
        this.world = world;
        this.subject = subject;
        this.doc = Value.of(subject, true);
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

    /** A member of {@code doc}; absent means not read. */
    public Value at(String path) {
        return doc.at(path);
    }

    /** True when it is known that the host runs another engine than Docker. */
    public boolean isOtherRuntime() {
        String runtime = doc.get("runtime").lenient().text("docker");
        return !runtime.equals("docker");
    }

    /**
     * An option of the daemon by its name in daemon.json, as daemon.json and the command line
     * together set it. Absent means the engine's default; not known when a source could not be
     * read.
     */
    public Value option(String name) {
        Value daemon = doc.get("daemon");
        Value effective = daemon.get("effective");
        Value option = effective.lenient().get(name);
        Value unread = daemon.lenient().get("unread");
        return option.isAbsent() && unread.hasContent()
                ? option.unknownBecause(
                        new Missing(
                                Reason.ACCESS_DENIED, "read " + String.join(", ", unread.texts())))
                : option;
    }

    /** A file that the collector was asked for; absent means that it was not seen. */
    public Value file(String path) {
        return doc.get("files").get(path);
    }

    /** What {@code docker info} says of security: {@code name=seccomp,profile=builtin}. */
    public Value securityOptions() {
        return doc.at("info/SecurityOptions");
    }

    /** The security option of a name: {@code name=selinux}; empty when it is not there. */
    public Optional<String> securityOption(String name) {
        for (String option : securityOptions().texts()) {
            if (option.equals("name=" + name)
                    || option.startsWith("name=" + name + ",")
                    || option.equals(name)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /** Its running containers; empty when they could not be listed. */
    public Optional<List<ContainerView>> containers() {
        Optional<List<String>> listed = subject.relation("containers");
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        List<ContainerView> containers = new ArrayList<>();
        for (String id : listed.get()) {
            containers.add(world.container(id, subject));
        }
        return Optional.of(containers);
    }

    /** What would list its containers. */
    public Missing containersMissing() {
        return subject.missing()
                .orElse(
                        new Missing(
                                Reason.NOT_COLLECTED, "GET /containers/json on " + subject.id()));
    }
}
