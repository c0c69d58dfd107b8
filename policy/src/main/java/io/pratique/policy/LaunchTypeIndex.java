package io.pratique.policy;

import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The rules for ECS workloads, by the launch types that they say they are for. */
final class LaunchTypeIndex {
    private static final LaunchType[] TYPES = LaunchType.values();

    private final List<PolicyTable> tables;
    private final AtomicReferenceArray<Place> places =
            new AtomicReferenceArray<>(1 << TYPES.length);

    LaunchTypeIndex(List<PolicyTable> tables) {
        this.tables = tables;
    }

    /** The rules for a workload that can run on some launch types; empty when it does not say. */
    Place of(Set<LaunchType> launchTypes) {
        int key = 0;
        for (int i = 0; i < TYPES.length; i++) {
            if (launchTypes.contains(TYPES[i])) {
                key |= 1 << i;
            }
        }
        Place place = places.get(key);
        if (place == null) {
            place = place(launchTypes);
            places.set(key, place);
        }
        return place;
    }

    private Place place(Set<LaunchType> launchTypes) {
        Set<LaunchType> types = EnumSet.noneOf(LaunchType.class);
        types.addAll(launchTypes);
        List<HeldRule> rules = new ArrayList<>();
        for (PolicyTable table : tables) {
            if (table.isFor(Platform.ECS, types)) {
                for (HeldRule held : table.in("").rules()) {
                    if (held.compiled().existsOn(Platform.ECS, types)) {
                        rules.add(held);
                    }
                }
            }
        }
        return new Place(rules);
    }
}
