package io.pratique.policy;

import io.pratique.policy.match.NamePatterns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rules that hold in each namespace, whatever the number of policies and definitions: names are
 * looked up, globs are tried once for a namespace and the answer is kept.
 */
final class NamespaceIndex {
    /**
     * How many namespaces and rules are kept. Kubernetes is tested up to 10,000 namespaces; when
     * more are asked for, or policies repeat their rules in all of them, all is found anew rather
     * than memory filled.
     */
    private static final int MOST_PLACES = 20_000;

    private static final long MOST_RULES = 4_000_000;

    private final List<PolicyTable> tables;
    private final List<List<HeldRule>> rulesElsewhere = new ArrayList<>();
    private final BitSet withRulesElsewhere = new BitSet();
    private final Place elsewhere;

    /** The policies that say something about a namespace by its name. */
    private final Map<String, BitSet> byName = new HashMap<>();

    private final List<Globs> byGlob = new ArrayList<>();
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final AtomicLong rulesKept = new AtomicLong();

    private record Globs(NamePatterns patterns, int table) {}

    NamespaceIndex(List<PolicyTable> tables) {
        this.tables = tables;
        for (int i = 0; i < tables.size(); i++) {
            List<HeldRule> rules = tables.get(i).elsewhere().rules();
            rulesElsewhere.add(rules);
            withRulesElsewhere.set(i, !rules.isEmpty());
            for (NamePatterns patterns : tables.get(i).namespaces()) {
                for (String name : patterns.exactNames()) {
                    byName.computeIfAbsent(name, _ -> new BitSet()).set(i);
                }
                if (patterns.hasPatterns()) {
                    byGlob.add(new Globs(patterns, i));
                }
            }
        }
        this.elsewhere = place("", new BitSet());
    }

    /** The rules of a namespace; empty for one that is not known. */
    Place of(String namespace) {
        Place known = places.get(namespace);
        if (known != null) {
            return known;
        }
        return byGlob.isEmpty() && !byName.containsKey(namespace) ? elsewhere : find(namespace);
    }

    private Place find(String namespace) {
        BitSet special = new BitSet();
        BitSet named = byName.get(namespace);
        if (named != null) {
            special.or(named);
        }
        for (Globs globs : byGlob) {
            if (globs.patterns().matches(namespace)) {
                special.set(globs.table());
            }
        }
        Place place = special.isEmpty() ? elsewhere : place(namespace, special);
        if (places.size() >= MOST_PLACES || rulesKept.get() > MOST_RULES) {
            places.clear();
            rulesKept.set(0);
        }
        if (places.put(namespace, place) == null && place != elsewhere) {
            rulesKept.addAndGet(place.size());
        }
        return place;
    }

    private Place place(String namespace, BitSet special) {
        BitSet all = (BitSet) withRulesElsewhere.clone();
        all.or(special);
        List<HeldRule> rules = new ArrayList<>();
        for (int i = all.nextSetBit(0); i >= 0; i = all.nextSetBit(i + 1)) {
            rules.addAll(
                    special.get(i) ? tables.get(i).in(namespace).rules() : rulesElsewhere.get(i));
        }
        return new Place(rules);
    }
}
