package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Mount;
import io.pratique.model.Platform;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Volume;
import io.pratique.model.Workload;
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
                        "Folders that pass, with all below them; none by default, as even reading the logs of a host gives away others' secrets."),
                Parameter.texts(
                        "allowedReadOnly",
                        List.of(),
                        "Folders that pass, with all below them, where every container mounts them read-only; none by default."));
    }

    @Override
    public Check compile(Parameters parameters) {
        List<String> allowed = folders(parameters, "allowed");
        List<String> readOnly = folders(parameters, "allowedReadOnly");
        String expected = expected(allowed, readOnly);
        return (workload, _, out) -> {
            boolean found = false;
            List<Volume> volumes = workload.volumes();
            for (int i = 0; i < volumes.size(); i++) {
                Volume volume = volumes.get(i);
                if (i > 0 && volumes.get(i - 1).index() == volume.index()) {
                    // A volume with two sources stands twice in the list.
                    continue;
                }
                switch (volume.hostPath()) {
                    case Setting.Of<String>(String path) -> {
                        if (isIn(path, readOnly) && !isIn(path, allowed)) {
                            found |= mounts(workload, volume, out);
                        } else if (!isIn(path, allowed)) {
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
                                            workload,
                                            null,
                                            Attribute.VOLUME_HOST_PATH,
                                            volume.index(),
                                            unknown);
                }
            }
            return found;
        };
    }

    private static List<String> folders(Parameters parameters, String name) {
        for (String folder : parameters.texts(name)) {
            if (!folder.startsWith("/")) {
                throw new InvalidParameters(
                        name,
                        "'" + folder + "' is no folder of a host",
                        "Write it from the root, such as /var/log.");
            }
        }
        return parameters.texts(name);
    }

    private static String expected(List<String> allowed, List<String> readOnly) {
        if (allowed.isEmpty() && readOnly.isEmpty()) {
            return "no folder of the host";
        }
        String both = allowed.isEmpty() ? "" : "a folder in " + String.join(" or ", allowed);
        String read =
                readOnly.isEmpty() ? "" : "read-only a folder in " + String.join(" or ", readOnly);
        return both.isEmpty() || read.isEmpty() ? both + read : both + ", or " + read;
    }

    /** Whether a container may write to a folder that may only be read. */
    private static boolean mounts(Workload workload, Volume volume, Findings out) {
        boolean found = false;
        List<Container> containers = workload.containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            List<Mount> mounts = container.mounts();
            for (int m = 0; m < mounts.size(); m++) {
                Setting<Boolean> readOnly = mounts.get(m).readOnly();
                if (!mounts.get(m).volume().equals(volume.name()) || readOnly.or(false)) {
                    continue;
                }
                String path =
                        (workload.platform() == Platform.ECS ? "mountPoints/" : "volumeMounts/")
                                + m
                                + "/readOnly";
                if (readOnly.isUnknown()) {
                    found |=
                            out.unknown(
                                    workload,
                                    container,
                                    () -> workload.locate(container, path),
                                    readOnly.shown(),
                                    "Judge what is deployed, or give the value.");
                } else {
                    found |=
                            out.violated(
                                    workload,
                                    container,
                                    () -> workload.locate(container, path),
                                    readOnly,
                                    "true",
                                    Fix.write("true"));
                }
            }
        }
        return found;
    }

    /** A path that climbs with {@code ..} is never allowed. */
    private static boolean isIn(String path, List<String> folders) {
        if (folders.isEmpty() || path.contains("/../") || path.endsWith("/..")) {
            return false;
        }
        for (int i = 0; i < folders.size(); i++) {
            String folder = folders.get(i);
            int length = folder.endsWith("/") ? folder.length() - 1 : folder.length();
            if (path.regionMatches(0, folder, 0, length)
                    && (path.length() == length || path.charAt(length) == '/')) {
                return true;
            }
        }
        return false;
    }
}
