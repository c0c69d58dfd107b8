package io.pratique.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts which exceptions let something pass, so that those nobody needs are found. Whoever asks
 * for decisions gives them to it. Safe for several threads.
 */
public final class ExceptionUse {
    private final Map<Key, Use> uses = new ConcurrentHashMap<>();

    private record Key(String policy, String exception) {}

    /**
     * How often an exception was used.
     *
     * @param exception its name, as in {@link Excepted}
     * @param hits the violations it let pass, from 0
     * @param last when it last did; {@link Instant#MIN} for never
     */
    public record Use(String policy, String exception, long hits, Instant last) {}

    /**
     * Counts every exception of a decision, once for each violation it let pass.
     *
     * @param at when it was decided
     */
    public void add(Decision decision, Instant at) {
        List<Excepted> excepted = decision.excepted();
        for (int i = 0; i < excepted.size(); i++) {
            String policy = excepted.get(i).violation().policy();
            String exception = excepted.get(i).exception();
            uses.merge(
                    new Key(policy, exception),
                    new Use(policy, exception, 1, at),
                    (old, one) ->
                            new Use(
                                    policy,
                                    exception,
                                    old.hits() + one.hits(),
                                    one.last().isAfter(old.last()) ? one.last() : old.last()));
        }
    }

    /** All exceptions that were used, by policy and name. */
    public List<Use> used() {
        return uses.values().stream()
                .sorted(Comparator.comparing(Use::policy).thenComparing(Use::exception))
                .toList();
    }

    /**
     * The exceptions of some policies, in their order, each with its use: with 0 hits those that
     * were never used.
     */
    public List<Use> of(List<SecurityPolicy> policies) {
        List<Use> all = new ArrayList<>();
        for (SecurityPolicy policy : policies) {
            for (PolicyException exception : policy.exceptions()) {
                all.add(of(policy.name(), exception.name()));
            }
            for (Definition definition : policy.namespaced()) {
                for (PolicyException exception : definition.exceptions()) {
                    all.add(of(policy.name(), definition.name() + "/" + exception.name()));
                }
            }
        }
        return all;
    }

    private Use of(String policy, String exception) {
        return uses.getOrDefault(
                new Key(policy, exception), new Use(policy, exception, 0, Instant.MIN));
    }
}
