/** Samples of rules: made-up events that a rule must fire on, and near misses that it must not. */
@NullMarked
package io.pratique.runtime.sample;

import org.jspecify.annotations.NullMarked;
