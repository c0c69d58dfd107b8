/** Finds rules that load well and do not do what their author wants. */
@NullMarked
package io.pratique.runtime.lint;

import org.jspecify.annotations.NullMarked;
