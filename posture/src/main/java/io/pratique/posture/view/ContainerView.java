package io.pratique.posture.view;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Origin;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.Value;
import java.util.List;
import java.util.Optional;

/** A container as its engine describes it, or as a Compose file does. */
public final class ContainerView {
    private record Exempt(String name, List<String> images) {}

    /**
     * What the platform itself runs (posture.md section 0). By name and image together: a name
     * alone is anybody's to take.
     */
    private static final List<Exempt> EXEMPT =
            List.of(
                    new Exempt("ecs-agent", List.of("amazon/amazon-ecs-agent", "/ecs-agent")),
                    new Exempt(
                            "~internal~ecs~pause",
                            List.of("amazon/amazon-ecs-pause", "amazon-ecs-pause")),
                    new Exempt(
                            "internalecspause",
                            List.of("amazon/amazon-ecs-pause", "amazon-ecs-pause")),
                    new Exempt("ecs-service-connect", List.of("ecs-service-connect", "appnet")),
                    new Exempt("appnet", List.of("ecs-service-connect", "appnet")),
                    new Exempt("aws-guardduty-agent", List.of("aws-guardduty-agent")));

    private final World world;
    private final Subject subject;
    private final Value doc;
    private final Value inspect;
    private final boolean exempt;

    ContainerView(World world, Subject subject) {
        this.world = world;
        this.subject = subject;
        this.doc = Value.of(subject, subject.evidence().origin() != Origin.IAC);
        this.inspect = doc.get("inspect");
        this.exempt = readExempt();
    }

    private boolean readExempt() {
        String name = name();
        String image = inspect.at("Config/Image").text();
        for (Exempt known : EXEMPT) {
            if (name.contains(known.name)) {
                for (String expected : known.images) {
                    if (image.contains(expected)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    public World world() {
        return world;
    }

    public Subject subject() {
        return subject;
    }

    /** The name without its first slash; the id when it is not known. */
    public String name() {
        String name = inspect.lenient().get("Name").text(subject.id());
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** A member of {@code inspect}: {@code HostConfig/Privileged}. */
    public Value at(String path) {
        return inspect.at(path);
    }

    /** A member of {@code inspect} that engines leave out when it is empty. */
    public Value optional(String path) {
        int slash = path.lastIndexOf('/');
        Value holder = slash < 0 ? inspect : inspect.at(path.substring(0, slash));
        return holder.lenient().get(path.substring(slash + 1));
    }

    public Value doc() {
        return doc;
    }

    public boolean isExempt() {
        return exempt;
    }

    /** True when it is known not to run. */
    public boolean isStopped() {
        return inspect.at("State/Running").lenient().isFalse();
    }

    public boolean isFile() {
        return subject.evidence().origin() == Origin.IAC;
    }

    /** True when it belongs to an ECS task, whose cgroup may limit it. */
    public boolean isOfTask() {
        return subject.whole().flatMap(whole -> whole.present("ecs")).isPresent();
    }

    /** Why a limit of its task's cgroup is not known. */
    public Missing cgroupMissing(Value limit) {
        return limit.unknown()
                .orElse(
                        new Missing(
                                Reason.NOT_COLLECTED, "the cgroup of container " + subject.id()));
    }

    /** The host it runs on; empty when no host says so. */
    public Optional<HostView> host() {
        return world.hostOf(subject);
    }

    public Optional<ImageView> image() {
        return world.imageOf(subject);
    }
}
