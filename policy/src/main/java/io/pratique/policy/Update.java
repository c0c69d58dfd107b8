package io.pratique.policy;

import io.pratique.model.Container;
import io.pratique.model.Platform;
import io.pratique.model.Role;
import io.pratique.model.Workload;
import io.pratique.policy.rule.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An update of an object. A running pod is judged again only when what its containers run changes,
 * by the rules of Kubernetes' own Pod Security Admission: the number of its containers, an image,
 * an annotation that older versions keep seccomp and AppArmor in, an ephemeral container. When
 * nothing but ephemeral containers were added, only these count: whoever debugs a pod does not
 * answer for it.
 */
final class Update {
    private final CompiledPolicy policy;
    private final Workload before;
    private final Workload after;

    Update(CompiledPolicy policy, Workload before, Workload after) {
        this.policy = policy;
        this.before = before;
        this.after = after;
    }

    /** What makes two violations the same one before and after. */
    private record Key(
            String policy, String rule, String container, String observed, Action action) {
        static Key of(Violation violation) {
            return new Key(
                    violation.policy(),
                    violation.rule(),
                    violation.container(),
                    violation.observed(),
                    violation.action());
        }
    }

    Ruling decide(Facts facts, Existing existing) {
        if (after.deleting()) {
            return new Ruling.NotJudged(Ruling.Reason.TERMINATING);
        }
        Set<String> added = Set.of();
        if (after.platform() == Platform.KUBERNETES && after.identity().kind().equals("Pod")) {
            added = ephemeralAdded();
            boolean others = othersChanged();
            if (added.isEmpty() && !others) {
                return new Ruling.NotJudged(Ruling.Reason.NOTHING_NEW);
            }
            if (others) {
                added = Set.of();
            }
        }
        Decision decision = policy.decide(after, facts);
        if (!added.isEmpty()) {
            return only(added, decision);
        }
        return switch (existing) {
            case JUDGE -> new Ruling.Judged(decision, List.of());
            case ALLOW -> introduced(decision, facts);
        };
    }

    private boolean othersChanged() {
        List<Container> old = withoutEphemeral(before);
        List<Container> now = withoutEphemeral(after);
        if (old.size() != now.size()
                || !before.securityAnnotations().equals(after.securityAnnotations())) {
            return true;
        }
        for (int i = 0; i < old.size(); i++) {
            if (old.get(i).role() != now.get(i).role()
                    || !old.get(i).image().equals(now.get(i).image())) {
                return true;
            }
        }
        return false;
    }

    private static List<Container> withoutEphemeral(Workload workload) {
        return workload.containers().stream()
                .filter(container -> container.role() != Role.EPHEMERAL)
                .toList();
    }

    /** The names of ephemeral containers that were not there, or ran something else. */
    private Set<String> ephemeralAdded() {
        Map<String, Container> old = new HashMap<>();
        for (Container container : before.containers()) {
            if (container.role() == Role.EPHEMERAL) {
                old.put(container.name(), container);
            }
        }
        Set<String> added = new HashSet<>();
        for (Container container : after.containers()) {
            if (container.role() == Role.EPHEMERAL) {
                Container same = old.get(container.name());
                if (same == null || !same.image().equals(container.image())) {
                    added.add(container.name());
                }
            }
        }
        return added;
    }

    private static Ruling only(Set<String> containers, Decision decision) {
        List<Violation> counting = new ArrayList<>();
        List<Violation> others = new ArrayList<>();
        for (Violation violation : decision.violations()) {
            (containers.contains(violation.container()) ? counting : others).add(violation);
        }
        return new Ruling.Judged(
                Decision.of(
                        counting,
                        decision.unjudged().stream()
                                .filter(unjudged -> containers.contains(unjudged.container()))
                                .toList(),
                        decision.excepted().stream()
                                .filter(e -> containers.contains(e.violation().container()))
                                .toList(),
                        decision.expired().stream()
                                .filter(e -> containers.contains(e.violation().container()))
                                .toList()),
                others);
    }

    /** Leaves out what was violated before, each violation as often as it was there. */
    private Ruling introduced(Decision decision, Facts facts) {
        if (decision.violations().isEmpty()) {
            return new Ruling.Judged(decision, List.of());
        }
        Map<Key, Integer> old = new HashMap<>();
        for (Violation violation : policy.decide(before, facts).violations()) {
            old.merge(Key.of(violation), 1, Integer::sum);
        }
        List<Violation> counting = new ArrayList<>();
        List<Violation> kept = new ArrayList<>();
        for (Violation violation : decision.violations()) {
            boolean wasThere = old.merge(Key.of(violation), -1, Integer::sum) >= 0;
            (wasThere ? kept : counting).add(violation);
        }
        return new Ruling.Judged(
                Decision.of(
                        counting,
                        decision.unjudged(),
                        decision.excepted(),
                        decision.expired().stream()
                                .filter(expired -> counting.contains(expired.violation()))
                                .toList()),
                kept);
    }
}
