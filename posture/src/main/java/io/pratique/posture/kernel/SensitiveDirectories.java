package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.HostMount;
import io.pratique.posture.view.HostPaths;
import io.pratique.posture.view.TaskView;
import java.util.List;

/** Folders that make the host stay out of containers. CIS Docker 1.6.0 5.6; rows 29 and 77. */
final class SensitiveDirectories {
    private SensitiveDirectories() {}

    private static final String WANTED = "no system folder, and nothing below one to write to";

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        SocketMount.volumesKnown(verdict, task);
        List<String> folders = parameters.texts("sensitive_dirs");
        for (HostMount mount : task.hostMounts()) {
            verdict.check(
                    mount.container(),
                    mount.source(),
                    !isSensitive(mount.path(), mount.writable(), folders),
                    WANTED);
        }
        for (ContainerView live : task.live()) {
            verdict.include(container(live, parameters), live.name());
        }
        if (task.hostMounts().isEmpty()) {
            verdict.check("", task.at("volumes"), true, WANTED);
        }
        return verdict.decide(
                "No system folder of the host is mounted.",
                "A system folder of the host is mounted.");
    }

    private static boolean isSensitive(String path, boolean writable, List<String> folders) {
        for (String folder : folders) {
            if (path.equals(folder)) {
                return true;
            }
            if (writable && !folder.equals("/") && HostPaths.holds(folder, path)) {
                return true;
            }
        }
        return false;
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        Value mounts = container.at("Mounts");
        List<String> folders = parameters.texts("sensitive_dirs");
        Verdict verdict = new Verdict();
        for (Value mount : mounts.elements()) {
            if (!mount.get("Type").text("bind").equals("bind")) {
                continue;
            }
            Value source = mount.get("Source");
            boolean writable = !mount.get("RW").isFalse();
            boolean bad =
                    source.isSet()
                            && isSensitive(HostPaths.normalise(source.text()), writable, folders);
            verdict.check("", source, !bad, WANTED);
        }
        if (mounts.isUnknown() || mounts.elements().isEmpty()) {
            verdict.check("", mounts, true, WANTED);
        }
        return verdict.decide(
                "No system folder of the host is mounted.",
                "A system folder of the host is mounted.");
    }
}
