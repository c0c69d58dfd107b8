/** Streams of raw events: captures that are read and written, and events made up for tests. */
@NullMarked
package io.pratique.runtime.capture;

import org.jspecify.annotations.NullMarked;
