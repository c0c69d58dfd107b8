package io.pratique.policy.rule;

import io.pratique.model.Attribute;
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
        return new EachImage((workload, container, image, _, out) ->
                !image.isPinned()
                        && out.violated(
                                workload,
                                container,
                                Attribute.IMAGE,
                                0,
                                image.written(),
                                "a digest behind the name: @sha256:…",
                                Fix.MANUAL));
    }
}
