/**
 * Reads what there is into evidence documents: their shape, their writer, what was seen and what
 * was not, and the removal of secrets.
 */
@NullMarked
package io.pratique.collect;

import org.jspecify.annotations.NullMarked;
