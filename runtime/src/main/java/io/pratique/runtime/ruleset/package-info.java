/** Which rules are on for which pods, what they do, and rules of one's own. */
@NullMarked
package io.pratique.runtime.ruleset;

import org.jspecify.annotations.NullMarked;
