package io.pratique.policy;

import io.pratique.model.Container;
import io.pratique.model.Identity;
import io.pratique.model.ImageReference;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.match.NamePatterns;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An exception, ready to be asked whether it covers a violation. Conditions not given are null. */
final class CompiledException {
    private final String name;
    private final Optional<LocalDate> expires;
    private final Set<String> rules;
    private final @Nullable NamePatterns namespaces;
    private final @Nullable NamePatterns workloads;
    private final @Nullable NamePatterns containers;
    private final @Nullable NamePatterns values;
    private final List<ImageCondition> images;

    /**
     * @param name as decisions show it
     */
    CompiledException(String name, PolicyException exception) {
        this.name = name;
        this.expires = exception.expires();
        this.rules = Set.copyOf(exception.rules());
        this.namespaces = patterns(exception.namespaces());
        this.workloads = patterns(exception.workloads());
        this.containers = patterns(exception.containers());
        this.values = patterns(exception.values());
        this.images = exception.images();
    }

    static @Nullable NamePatterns patterns(List<String> names) {
        return names.isEmpty() ? null : NamePatterns.of(names);
    }

    String name() {
        return name;
    }

    @Nullable NamePatterns namespaces() {
        return namespaces;
    }

    boolean isFor(Rule rule) {
        return rules.isEmpty() || rules.contains(rule.id()) || rules.contains(rule.type().id());
    }

    boolean holdsIn(String namespace) {
        return namespaces == null || namespaces.matches(namespace);
    }

    /** The last day on which it held, when that is before today. */
    Optional<LocalDate> endedBefore(LocalDate today) {
        return expires.filter(today::isAfter);
    }

    boolean expires() {
        return expires.isPresent();
    }

    /**
     * Whether all conditions but the rule, the namespace and the end hold.
     *
     * @param container the one with the violation; null for the pod or task, which is covered only
     *     when each of its containers is
     * @param observed null when it is not known, which no condition on values covers
     */
    boolean covers(Workload workload, @Nullable Container container, @Nullable Object observed) {
        return (workloads == null || isNamed(workload.identity(), workloads))
                && (values == null || (observed != null && allMatch(observed, values)))
                && coversContainers(workload, container);
    }

    private static boolean isNamed(Identity identity, NamePatterns names) {
        String owner = identity.owner();
        return names.matches(identity.name())
                || names.matches(identity.kind() + "/" + identity.name())
                || (!owner.isEmpty()
                        && (names.matches(owner)
                                || names.matches(owner.substring(owner.indexOf('/') + 1))));
    }

    /** A rule may report several values as one violation; each of them must be excepted. */
    private static boolean allMatch(Object observed, NamePatterns values) {
        Object value =
                observed instanceof Setting.Of<?>(Object set)
                        ? set
                        : observed instanceof Setting<?> setting ? setting.shown() : observed;
        if (!(value instanceof Collection<?> several) || several.isEmpty()) {
            return values.matches(value.toString());
        }
        for (Object one : several) {
            if (!values.matches(String.valueOf(one))) {
                return false;
            }
        }
        return true;
    }

    private boolean coversContainers(Workload workload, @Nullable Container container) {
        if (containers == null && images.isEmpty()) {
            return true;
        }
        if (container != null) {
            return coversContainer(container);
        }
        List<Container> all = workload.containers();
        for (int i = 0; i < all.size(); i++) {
            if (!coversContainer(all.get(i))) {
                return false;
            }
        }
        return !all.isEmpty();
    }

    private boolean coversContainer(Container container) {
        if (containers != null && !containers.matches(container.name())) {
            return false;
        }
        if (images.isEmpty()) {
            return true;
        }
        if (!(container.image() instanceof Setting.Of<ImageReference>(ImageReference image))) {
            return false;
        }
        for (ImageCondition condition : images) {
            if (!condition.holds(image)) {
                return false;
            }
        }
        return true;
    }
}
