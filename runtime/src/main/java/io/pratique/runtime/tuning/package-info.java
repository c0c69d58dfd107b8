/** Proposes exceptions from detections, and tries them on stored events. */
@NullMarked
package io.pratique.runtime.tuning;

import org.jspecify.annotations.NullMarked;
