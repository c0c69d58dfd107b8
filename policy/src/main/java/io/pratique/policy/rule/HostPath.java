package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Volume;
import java.util.List;
import java.util.Set;

/** A workload mounts a folder of its host. */
final class HostPath implements RuleType {
    @Override
    public String id() {
        return "hostPath";
    }

    @Override
    public String description() {
        return "A workload mounts a folder of its host: it may read the secrets of others there, or take the host over.";
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public Set<Target> targets() {
        return Target.notFargate();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.texts(
                        "allowed",
                        List.of(),
                        "Folders that pass, with all below them; none by default."));
    }

    @Override
    public Check compile(Parameters parameters) {
        List<String> allowed = parameters.texts("allowed");
        String expected =
                allowed.isEmpty()
                        ? "no folder of the host"
                        : "one of " + String.join(", ", allowed);
        return (workload, _, out) -> {
            boolean found = false;
            List<Volume> volumes = workload.volumes();
            for (int i = 0; i < volumes.size(); i++) {
                Volume volume = volumes.get(i);
                switch (volume.hostPath()) {
                    case Setting.Of<String>(String path) -> {
                        if (!isAllowed(path, allowed)) {
                            found |=
                                    out.violated(
                                            workload,
                                            Attribute.VOLUME_HOST_PATH,
                                            volume.index(),
                                            path,
                                            expected,
                                            Fix.MANUAL);
                        }
                    }
                    case Setting.Unset<String> _ -> {}
                    case Setting.Unknown<String> unknown ->
                            found |=
                                    out.unknown(
                                            workload, null, Attribute.VOLUME_HOST_PATH, unknown);
                }
            }
            return found;
        };
    }

    /** A path that climbs with {@code ..} is never allowed. */
    private static boolean isAllowed(String path, List<String> allowed) {
        if ((path + "/").contains("/../")) {
            return false;
        }
        for (String folder : allowed) {
            String base = folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
            if (path.equals(base) || path.startsWith(base + "/")) {
                return true;
            }
        }
        return false;
    }
}
