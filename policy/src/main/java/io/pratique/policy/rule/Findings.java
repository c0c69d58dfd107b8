package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Location;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a check finds. A check runs first against one that only wants to know whether there is
 * anything at all, so that a workload without violations costs no allocation; only then against one
 * that collects. Both methods therefore return true: a check says {@code found |= out.violated(…)},
 * and must not build texts itself.
 */
public interface Findings {
    /**
     * A value that breaks the rule.
     *
     * @param container the container it belongs to, or null for the pod or task
     * @param at where it stands
     * @param observed what stands there; turned into a text by {@code toString}, or by {@link
     *     Setting#shown}
     * @param expected what should stand there, for people
     */
    boolean violated(
            Workload workload,
            @Nullable Container container,
            Supplier<Location> at,
            Object observed,
            String expected,
            Fix fix);

    /** A value that cannot be known here. */
    boolean unknown(
            Workload workload,
            @Nullable Container container,
            Supplier<Location> at,
            String reason,
            String remedy);

    /** As the other one, for an attribute of the pod or task. */
    default boolean violated(
            Workload workload,
            Attribute attribute,
            int index,
            Object observed,
            String expected,
            Fix fix) {
        return violated(
                workload, null, () -> workload.locate(attribute, index), observed, expected, fix);
    }

    /** As the other one, for an attribute of a container. */
    default boolean violated(
            Workload workload,
            Container container,
            Attribute attribute,
            int index,
            Object observed,
            String expected,
            Fix fix) {
        return violated(
                workload,
                container,
                () -> workload.locate(container, attribute, index),
                observed,
                expected,
                fix);
    }

    /** As the other one, for a setting of a container or, when that is null, of the pod or task. */
    default boolean unknown(
            Workload workload,
            @Nullable Container container,
            Attribute attribute,
            Setting<?> setting) {
        return unknown(workload, container, attribute, 0, setting);
    }

    /** As the other one, for an element of a list. */
    default boolean unknown(
            Workload workload,
            @Nullable Container container,
            Attribute attribute,
            int index,
            Setting<?> setting) {
        return unknown(
                workload,
                container,
                () ->
                        container == null
                                ? workload.locate(attribute, index)
                                : workload.locate(container, attribute, index),
                setting.shown(),
                "Judge what is deployed, or give the value.");
    }
}
