package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.ImageReference;
import io.pratique.model.Location;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the rules on images share: each container's image is judged; a container without one has
 * nothing that could run, and an image that cannot be known is unknown.
 */
record EachImage(Judge judge) implements Check {
    /** Judges one image. */
    @FunctionalInterface
    interface Judge {
        boolean judge(
                Workload workload,
                Container container,
                ImageReference image,
                Facts facts,
                Findings out);
    }

    @Override
    public boolean judge(Workload workload, Facts facts, Findings out) {
        boolean found = false;
        List<Container> containers = workload.containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            switch (container.image()) {
                case Setting.Of<ImageReference>(ImageReference image) ->
                        found |= judge.judge(workload, container, image, facts, out);
                case Setting.Unset<ImageReference> _ -> {}
                case Setting.Unknown<ImageReference> unknown ->
                        found |= out.unknown(workload, container, Attribute.IMAGE, unknown);
            }
        }
        return found;
    }

    /** Where the image of a container stands. */
    static Supplier<Location> at(Workload workload, Container container) {
        return () -> workload.locate(container, Attribute.IMAGE, 0);
    }
}
