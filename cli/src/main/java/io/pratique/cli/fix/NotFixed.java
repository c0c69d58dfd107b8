package io.pratique.cli.fix;

import io.pratique.model.Workload;
import io.pratique.policy.Violation;
import io.pratique.policy.fix.Patch;

/**
 * A violation that stays.
 *
 * @param patch what would mend it; none when a person has to decide
 * @param why half a sentence: {@code it has an anchor…}
 */
public record NotFixed(Workload workload, Violation violation, Patch patch, String why) {}
