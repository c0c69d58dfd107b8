package io.pratique.policy;

import java.util.List;
import java.util.Optional;

/**
 * Which rules hold in a namespace, and why these: for people who ask why something was decided.
 *
 * @param policies those of Kubernetes, in their order
 */
public record Explanation(String namespace, List<Part> policies) {
    public Explanation {
        policies = List.copyOf(policies);
    }

    /**
     * What one policy says there.
     *
     * @param chosen the definition that counts; empty when none is for the namespace
     * @param outranked names of definitions that are for the namespace too and do not count
     * @param rules those that hold, in the order in which they are judged
     * @param replaced rules of the policy that the definition replaces or takes away
     * @param exceptions the names of those that may apply there, as {@link Excepted} has them
     */
    public record Part(
            String policy,
            Optional<Chosen> chosen,
            List<String> outranked,
            List<HeldRule> rules,
            List<Rule> replaced,
            List<String> exceptions) {
        public Part {
            outranked = List.copyOf(outranked);
            rules = List.copyOf(rules);
            replaced = List.copyOf(replaced);
            exceptions = List.copyOf(exceptions);
        }
    }

    /**
     * A definition and why it counts.
     *
     * @param pattern the name or glob of it that the namespace matches
     */
    public record Chosen(String definition, String pattern) {}

    /** A rule that holds, and who says it. */
    public record HeldRule(Rule rule, From from) {}

    /** Who says a rule. */
    public enum From {
        /** The policy, for all namespaces; also what a definition inherits. */
        POLICY,
        /** The definition. */
        DEFINITION,
        /** The signature rules of the policy, which no definition changes. */
        SIGNATURES
    }
}
