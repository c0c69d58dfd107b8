/** Policies, their rules, and the judge that decides on a workload. */
@NullMarked
package io.pratique.policy;

import org.jspecify.annotations.NullMarked;
