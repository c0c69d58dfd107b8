/** Output texts and alerts. */
@NullMarked
package io.pratique.runtime.output;

import org.jspecify.annotations.NullMarked;
