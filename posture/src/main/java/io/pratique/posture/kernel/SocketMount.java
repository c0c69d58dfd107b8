package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.HostMount;
import io.pratique.posture.view.HostPaths;
import io.pratique.posture.view.TaskView;
import java.util.Optional;

/**
 * No container commands the engine. CIS Docker 1.6.0 5.32; rows 12 and 63. A folder above the
 * socket gives the socket.
 */
final class SocketMount {
    private SocketMount() {}

    private static final String WANTED = "no path that holds the engine's socket";

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        volumesKnown(verdict, task);
        for (HostMount mount : task.hostMounts()) {
            verdict.check(
                    mount.container(),
                    mount.source(),
                    !HostPaths.reachesEngine(mount.source().text()),
                    WANTED);
        }
        for (ContainerView live : task.live()) {
            verdict.include(container(live, parameters), live.name());
        }
        if (task.hostMounts().isEmpty()) {
            verdict.check("", task.at("volumes"), true, WANTED);
        }
        return verdict.decide(
                "No container sees the engine's socket.", "A container sees the engine's socket.");
    }

    /** Mounts whose volume or list is only known when it is deployed. */
    static void volumesKnown(Verdict verdict, TaskView task) {
        for (ContainerDefinition container : task.containers()) {
            Value points = container.at("mountPoints");
            Optional<Missing> hole = points.unknownInside();
            hole.ifPresent(missing -> verdict.unknown(container.name(), points, missing, WANTED));
        }
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        Value mounts = container.at("Mounts");
        Verdict verdict = new Verdict();
        for (Value mount : mounts.elements()) {
            Value source = mount.lenient().get("Source");
            verdict.check(
                    "",
                    source,
                    mount.get("Type").text().equals("volume")
                            || !HostPaths.reachesEngine(source.text("/none")),
                    WANTED);
        }
        if (mounts.isUnknown() || mounts.elements().isEmpty()) {
            verdict.check("", mounts, true, WANTED);
        }
        return verdict.decide(
                "The container does not see the engine's socket.",
                "The container sees the engine's socket.");
    }
}
