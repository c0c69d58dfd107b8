package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Severity;
import io.pratique.model.Volume;
import java.util.List;
import java.util.Set;

/** A volume is of a type that is not allowed. */
final class VolumeTypes implements RuleType {
    @Override
    public String id() {
        return "volumeTypes";
    }

    @Override
    public String description() {
        return "A workload mounts a type of volume that is not allowed.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.texts(
                        "allowed",
                        List.of(
                                "configMap",
                                "csi",
                                "downwardAPI",
                                "emptyDir",
                                "ephemeral",
                                "image",
                                "persistentVolumeClaim",
                                "projected",
                                "secret",
                                "efs",
                                "fsx"),
                        "The types that pass: by default those of the Pod Security Standards, restricted, and the managed file systems of AWS."));
    }

    @Override
    public Check compile(Parameters parameters) {
        Set<String> allowed = Set.copyOf(parameters.texts("allowed"));
        String expected =
                allowed.isEmpty()
                        ? "no volume"
                        : "one of " + String.join(", ", parameters.texts("allowed"));
        return (workload, _, out) -> {
            boolean found = false;
            List<Volume> volumes = workload.volumes();
            for (int i = 0; i < volumes.size(); i++) {
                Volume volume = volumes.get(i);
                if (volume.type().isUnknown()) {
                    found |=
                            out.unknown(
                                    workload,
                                    null,
                                    Attribute.VOLUME,
                                    volume.index(),
                                    volume.type());
                } else if (!allowed.contains(volume.type().or(""))) {
                    found |=
                            out.violated(
                                    workload,
                                    Attribute.VOLUME,
                                    volume.index(),
                                    volume.type(),
                                    expected,
                                    Fix.MANUAL);
                }
            }
            return found;
        };
    }
}
