/**
 * Reads the resources of Trend's Container Security as they are, and says what of them has no
 * counterpart here. The shapes are those of the custom resource definitions of its Helm chart 3.4.0
 * (spec/product.md, sections 2 and 8.1).
 */
@NullMarked
package io.pratique.policy.trend;

import org.jspecify.annotations.NullMarked;
