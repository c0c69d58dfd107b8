package io.pratique.policy.format;

import io.pratique.policy.Attestor;
import io.pratique.policy.Ruleset;
import io.pratique.policy.SecurityPolicy;

/** What a document of ours can be. */
public sealed interface Resource {
    /** Its name, unique among those of its kind. */
    String name();

    /** Its kind, as documents write it. */
    String kind();

    /** A policy. */
    record OfPolicy(SecurityPolicy policy) implements Resource {
        @Override
        public String name() {
            return policy.name();
        }

        @Override
        public String kind() {
            return PolicyForm.KIND;
        }
    }

    /** An attestor. */
    record OfAttestor(Attestor attestor) implements Resource {
        @Override
        public String name() {
            return attestor.name();
        }

        @Override
        public String kind() {
            return AttestorForm.KIND;
        }
    }

    /** A ruleset. */
    record OfRuleset(Ruleset ruleset) implements Resource {
        @Override
        public String name() {
            return ruleset.name();
        }

        @Override
        public String kind() {
            return RulesetForm.KIND;
        }
    }
}
