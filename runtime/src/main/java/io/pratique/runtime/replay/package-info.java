/** Judges the events of a stream by rules, one after the other. */
@NullMarked
package io.pratique.runtime.replay;

import org.jspecify.annotations.NullMarked;
