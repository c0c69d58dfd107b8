/**
 * The fast way to judge events: rules become one graph of shared conditions, the graph becomes
 * bytecode. It must agree with {@link io.pratique.runtime.filter.Interpreter} on every event.
 */
@NullMarked
package io.pratique.runtime.engine;

import org.jspecify.annotations.NullMarked;
