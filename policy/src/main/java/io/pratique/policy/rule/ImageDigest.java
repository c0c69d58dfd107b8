package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.ImageReference;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import java.util.List;
import java.util.Set;

/** An image is not pinned by digest. */
final class ImageDigest implements RuleType {
    @Override
    public String id() {
        return "imageDigest";
    }

    @Override
    public String description() {
        return "An image is named by a tag alone: what runs tomorrow may not be what was tested today.";
    }

    @Override
    public Severity severity() {
        return Severity.LOW;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public Check compile(Parameters parameters) {
        return (workload, _, out) -> {
            boolean found = false;
            List<Container> containers = workload.containers();
            for (int i = 0; i < containers.size(); i++) {
                Container container = containers.get(i);
                switch (container.image()) {
                    case Setting.Of<ImageReference>(ImageReference image) -> {
                        if (!image.isPinned()) {
                            found |=
                                    out.violated(
                                            workload,
                                            container,
                                            Attribute.IMAGE,
                                            0,
                                            image.written(),
                                            "a digest: " + image.name() + "@sha256:…",
                                            Fix.MANUAL);
                        }
                    }
                    case Setting.Unset<ImageReference> _ -> {}
                    case Setting.Unknown<ImageReference> unknown ->
                            found |= out.unknown(workload, container, Attribute.IMAGE, unknown);
                }
            }
            return found;
        };
    }
}
