/** The rule types: one small file each, listed in {@link io.pratique.policy.rule.RuleTypes}. */
@NullMarked
package io.pratique.policy.rule;

import org.jspecify.annotations.NullMarked;
